// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeHost, HandTimers } from "./fake_host.mjs";
import { source } from "./load.mjs";
import { bare, english } from "./texts.mjs";

const modules = await source(
    "background/serve_options.ts",
    "protocol/inventory.ts",
    "protocol/link.ts",
    "ui/authserv.ts",
    "ui/first_run.ts",
    "ui/inventory_view.ts",
    "ui/thunderbird_check.ts",
);
const { thunderbirdCheck, authservIdOf, healthView, isAuthservId, Link, parseInventory, parsePeople, parseQuestion } = modules;
const { progressOf, proposedIds, serveOptions, storeName, useOf, whySkipped } = modules;
const say = await english();
const day = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);
const now = 1795420000;
const year = 365 * 86400;
const settled = () => new Promise((done) => setImmediate(done));

const mine = (changes = {}) => ({
    subject: "Bob",
    issuer: "Test CA",
    addresses: ["Bob@example.org"],
    notBefore: now - year,
    notAfter: now + year,
    store: "file",
    ...changes,
});
const use = (changes) => useOf(mine(changes), ["bob@example.org"], now, say, day);

test("each own certificate says what it is used for, or why it is not", () => {
    assert.equal(bare(use({}).text), "Used for Bob@example.org, valid until 2027-11-23.");
    assert.deepEqual(use({ notAfter: now - 86400 }), {
        mark: "warning",
        text: "Expired on 2026-11-22. Messages encrypted for it can still be read.",
    });
    assert.match(use({ notBefore: now + 86400 }).text, /^Not valid before/);
    assert.match(use({ addresses: ["other@example.net"] }).text, /^For another address/);
    assert.match(use({ addresses: [] }).text, /no e-mail address/);
    assert.match(use({ notAfter: now + 86400 }).text, /^Expires on .*Get a new one/);
});

test("each certificate that is no identity says why, in the host's words where there are no others", () => {
    const why = (text) => whySkipped({ why: text }, say);
    assert.match(why("no private key"), /private key is not here/);
    assert.match(why("has a password; import it"), /sealwright identities import/);
    assert.match(why("something new"), /^It could not be read/);
    assert.equal(storeName("nss: default-release", say), "Thunderbird and Firefox: default-release");
});

test("what a host says of identities and people is taken over without trust in its form", () => {
    assert.deepEqual(parseInventory("x"), { identities: [], skipped: [], unreachable: [] });
    const { skipped, unreachable } = parseInventory({ skipped: [{ subject: "A\u202eB", why: 3 }], unreachable: [{ code: "key.token-failed" }] });
    assert.deepEqual(skipped, [{ subject: "AB", store: "", why: "" }]);
    assert.equal(unreachable[0].code, "key.token-failed");
    const [person] = parsePeople({ people: [{ address: "a@b.example", certificates: [{ source: "mail", opens: ["AES-256-GCM"] }] }, 7] });
    assert.deepEqual([person.address, person.certificates[0].opens], ["a@b.example", ["AES-256-GCM"]]);
});

test("a check that fails says what to do, with the command to run where there is one", () => {
    const shown = healthView({ name: "browser", ok: false, text: "x", todo: "run: chmod o-w '/a b'" }, say);
    assert.deepEqual([shown.title, shown.command], ["Connection to mail programs", "chmod o-w '/a b'"]);
    assert.ok(shown.todo);
    assert.equal(healthView({ name: "pkcs11", ok: true, text: "", todo: "" }, say).title, "Smart cards and tokens");
    assert.match(healthView({ name: "pkcs11", ok: false, text: "", todo: "x" }, say).todo, /card is plugged in/);
    const names = ["thunderbird", "openssl", "anchors", "identities", "expiry", "prompt", "folder", "people", "browser", "nss: default"];
    for (const name of names) {
        const [right, wrong] = [true, false].map((ok) => healthView({ name, ok, text: "in English", todo: "" }, (words) => words).text);
        assert.deepEqual([right, wrong], ["right", "wrong"].map((end) => `health_${name.startsWith("nss") ? "store" : name}_${end}`));
        assert.notEqual(say(right), say(wrong));
    }
    for (const name of ["file", "nss"]) {
        assert.doesNotMatch(healthView({ name, ok: false, text: "", todo: "x" }, say).todo, /card/);
    }
    assert.equal(healthView({ name: "log", ok: true, text: "", todo: "" }, say).title, "Record of key uses");
});

test("what this Thunderbird lacks is named, and that it lets us in nowhere too", () => {
    assert.equal(thunderbirdCheck({ sending: [], reading: [], column: [] }).ok, true);
    const lacking = thunderbirdCheck({ sending: ["MessageSend._deliverMessage"], reading: [], column: ["ThreadPaneColumns"] });
    assert.equal(lacking.text, "sending lacks MessageSend._deliverMessage; column lacks ThreadPaneColumns");
    for (const check of [lacking, thunderbirdCheck(null)]) {
        const { ok, todo, title } = healthView(check, say);
        assert.deepEqual([ok, title], [false, "Inside Thunderbird"]);
        assert.match(todo, /Install the version of Sealwright/);
    }
});

test("the pages can ask for a closed list of things only, with sound values", () => {
    const taken = (message) => parseQuestion({ ask: 1, ...message }) !== null;
    for (const verb of ["hello", "identities", "people", "doctor"]) assert.ok(taken({ do: verb }), verb);
    for (const verb of ["verify", "decrypt", "protect", "cancel", "recipients", ""]) assert.ok(!taken({ do: verb }), verb);
    assert.ok(taken({ do: "forget", address: "a@b.example" }));
    for (const address of ["", "a b@c.example", "ab", 7, `${"a".repeat(250)}@b.example`]) assert.ok(!taken({ do: "forget", address }));
    assert.ok(taken({ do: "learn", file: new Uint8Array(10) }));
    for (const file of [new Uint8Array(0), new Uint8Array((1 << 20) + 1), "text", null]) assert.ok(!taken({ do: "learn", file }));
    assert.ok(taken({ do: "repair", name: "folder" }));
    assert.ok(!taken({ do: "repair" }));
    const named = { do: "import", name: "bob.p12" };
    assert.ok(taken({ ...named, file: new Uint8Array(10) }));
    for (const name of ["n".repeat(256), 7, undefined]) assert.ok(!taken({ ...named, name, file: new Uint8Array(10) }));
    assert.ok(!taken({ ...named, file: "text" }));
    assert.equal(parseQuestion({ do: "people" }), null);
});

test("answers and errors of the host reach the page with its number; nothing after it is closed", async () => {
    const told = [];
    const listeners = {};
    const on = (name) => ({ addListener: (listener) => (listeners[name] = listener) });
    const port = { onMessage: on("message"), onDisconnect: on("gone"), postMessage: (message) => told.push(message) };
    const host = new FakeHost((frame, self) => {
        if (frame.do === "people") self.say({ id: frame.id, ok: { people: [] } });
        if (frame.do === "doctor") self.say({ id: frame.id, error: { code: "people.store", args: [] } });
    });
    serveOptions(port, new Link(host.connect, new HandTimers()));
    listeners.message({ ask: 5, do: "people", id: 99, account: "x" });
    listeners.message({ ask: 6, do: "doctor" });
    await settled();
    assert.deepEqual(told, [
        { ask: 5, ok: { people: [] } },
        { ask: 6, problem: { kind: "error", code: "people.store", args: [] } },
    ]);
    assert.deepEqual(host.requests[0], { id: 1, do: "people" });
    listeners.message({ ask: 7, do: "identities" });
    await settled();
    listeners.gone();
    await settled();
    assert.ok(host.frames.some((frame) => frame.do === "cancel"));
    assert.equal(told.length, 2);
});

test("E-68 only the topmost Authentication-Results of a message proposes a server", () => {
    const fields = [
        ["mx.example.org; dmarc=pass", "evil.test; dmarc=pass"],
        [" (border) MX.example.org 1; spf=fail"],
        ["backup.example.org; none"],
        [],
    ];
    assert.deepEqual(proposedIds(fields, []), ["mx.example.org", "backup.example.org"]);
    assert.deepEqual(proposedIds(fields, ["mx.example.org"]), ["backup.example.org"]);
    assert.equal(authservIdOf("<script>; x"), "");
    assert.deepEqual(["mx.example.org", "a b", "", "a;b"].map(isAuthservId), [true, false, false, false]);
});

const run = (changes = {}) => ({ program: { version: "1" }, inventory: { identities: [mine()], skipped: [], unreachable: [] }, own: ["bob@example.org"], chosen: {}, tested: false, sites: [], ...changes });
const steps = (changes) => [...progressOf(run(changes), order, now).values()];
const order = ["program", "certificate", "choice", "test"];

test("first run in a browser: only with a webmail switched on all steps can be done", () => {
    const inBrowser = (changes) => [...progressOf(run(changes), ["site", "program", "certificate", "test"], now).values()];
    assert.deepEqual(inBrowser({}), ["now", "done", "done", "now"]);
    assert.deepEqual(inBrowser({ sites: ["https://mail.example.org"], tested: true }), ["done", "done", "done", "done"]);
    assert.deepEqual(inBrowser({ sites: ["https://mail.example.org"], program: null, inventory: null }), ["done", "now", "later", "later"]);
});

test("first run: somebody with a certificate is one click from signing", () => {
    assert.deepEqual(steps({}), ["done", "done", "now", "now"]);
    const chosen = { "bob@example.org": { sign: "always", encrypt: "ask" } };
    assert.deepEqual(steps({ chosen }), ["done", "done", "done", "now"]);
    assert.deepEqual(steps({ chosen, tested: true }), ["done", "done", "done", "done"]);
});

test("first run: without a program or a certificate nothing after it is offered, whatever was chosen before", () => {
    const chosen = { "bob@example.org": { sign: "always", encrypt: "ask" } };
    assert.deepEqual(steps({ program: { problem: { kind: "missing" } }, inventory: null, chosen }), ["now", "later", "later", "later"]);
    const none = { identities: [mine({ notAfter: now - 1 })], skipped: [], unreachable: [] };
    assert.deepEqual(steps({ inventory: none, chosen, tested: true }), ["done", "now", "later", "later"]);
});
