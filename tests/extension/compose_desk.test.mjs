// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";

const session = new Map();
globalThis.browser = {
    storage: {
        session: {
            get: async (name) => (session.has(name) ? { [name]: session.get(name) } : {}),
            set: async (values) => Object.entries(values).forEach(([name, value]) => session.set(name, value)),
            remove: async (name) => session.delete(name),
        },
    },
    compose: { getComposeDetails: async () => ({}) },
};
const { ComposeDesk, newDraft, parseProtected, requestFor, restored } = await source(
    "background/compose_desk.ts",
    "background/compose_rules.ts",
    "background/protect.ts",
    "background/related.ts",
);

const known = { issuer: "CA", serial: "7" };
const alice = { address: "alice@example.test", usable: true, certificates: [known], findings: [] };
const erin = { address: "erin@example.test", usable: false, certificates: [], findings: [] };
const facts = {
    account: "bob@example.test",
    defaults: { sign: "never", encrypt: "never" },
    signing: { possible: true, why: null, certificate: "Bob" },
    recipients: [alice],
    missing: [],
    newsgroups: [],
    problem: null,
};

/** A desk over one window, and what it told the privileged part. */
function deskWith({ draft = {}, changes = {} } = {}) {
    session.clear();
    const seen = { applied: [], panels: 0 };
    const parts = {
        startOf: async () => ({ ...newDraft, ...draft }),
        factsOf: async () => ({ ...facts, ...changes }),
        apply: async (tab, protection, chosen, quotes) => {
            seen.chosen = chosen;
            seen.applied.push(quotes ? `${protection}, quotes` : protection);
        },
        paint: (tab, state) => (seen.state = state),
        openPanel: () => ++seen.panels,
        isBusy: () => false,
    };
    return { desk: new ComposeDesk(parts), seen };
}

test("what the identity usually does is in force before the message goes out", async () => {
    const signing = deskWith({ changes: { defaults: { sign: "always", encrypt: "never" } } });
    assert.equal(await signing.desk.beforeSend(1, {}), true);
    assert.equal(signing.seen.applied.at(-1), "sign");
    const defaults = { sign: "always", encrypt: "when-possible" };
    const encrypting = deskWith({ changes: { defaults } });
    await encrypting.desk.beforeSend(1, {});
    assert.equal(encrypting.seen.applied.at(-1), "encrypt");
    const without = deskWith({ changes: { defaults, recipients: [alice, erin] } });
    await without.desk.beforeSend(1, {});
    assert.equal(without.seen.applied.at(-1), "sign");
});

test("E-63 what a draft keeps is what the person chose, not what the defaults come to", async () => {
    const { desk, seen } = deskWith({ changes: { defaults: { sign: "always", encrypt: "when-possible" }, recipients: [] } });
    await desk.refresh(1);
    assert.deepEqual([seen.applied.at(-1), seen.chosen], ["sign", null]);
    await desk.serve({ do: "protect", tab: 1, protection: "none" });
    assert.deepEqual([seen.applied.at(-1), seen.chosen], ["none", "none"]);
});

test("encrypting to somebody without a certificate stops, with the names and the panel", async () => {
    const { desk, seen } = deskWith({ draft: { chosen: "encrypt" }, changes: { recipients: [alice, erin] } });
    assert.equal(await desk.beforeSend(1, {}), false);
    assert.equal(seen.panels, 1);
    assert.deepEqual(seen.state.warnings, [{ kind: "no-certificate", addresses: [erin.address] }]);
});

test("nothing protected is sent by a Thunderbird that lacks what it takes, and it is named", async () => {
    const { desk, seen } = deskWith({ draft: { chosen: "sign" }, changes: { missing: ["MessageSend.fail"] } });
    assert.equal(await desk.beforeSend(1, {}), false);
    assert.deepEqual(seen.applied, []);
    assert.deepEqual(seen.state.warnings, [{ kind: "missing-internals", names: ["MessageSend.fail"] }]);
    const changes = { missing: ["MessageSend.fail"], defaults: { sign: "never", encrypt: "ask" } };
    assert.equal(await deskWith({ changes }).desk.beforeSend(1, {}), true, "unprotected mail is not asked about");
});

test("E-58b C-07 decrypted text goes to its author and to whom the person accepts, whatever certificate they show", async () => {
    const draft = { quotesProtected: true, readers: [alice.address] };
    assert.equal(await deskWith({ draft }).desk.beforeSend(1, {}), true);
    const mallory = { ...alice, address: "mallory@example.net", certificates: [known] };
    const { desk, seen } = deskWith({ draft, changes: { recipients: [alice, mallory] } });
    assert.equal(await desk.beforeSend(1, {}), false);
    const [warning] = seen.state.warnings;
    assert.deepEqual(warning, { kind: "unknown-recipients", addresses: [mallory.address], accepted: false });
    await desk.serve({ do: "accept-unknown", tab: 1 });
    assert.equal(await desk.beforeSend(1, {}), true);
    assert.equal(seen.applied.at(-1), "encrypt, quotes");
});

test("E-58 what quotes an encrypted message is not sent readable", async () => {
    const { desk, seen } = deskWith({ draft: { quotesProtected: true, chosen: "sign" } });
    assert.equal(await desk.beforeSend(1, {}), false);
    assert.deepEqual(seen.state.warnings, [{ kind: "quote-in-clear" }]);
});

test("E-58 a draft with decrypted text is stored encrypted even while the host has not answered yet", async () => {
    const { desk, seen } = deskWith({ draft: { quotesProtected: true } });
    desk.parts.factsOf = () => new Promise(() => undefined);
    void desk.refresh(1);
    await new Promise(setImmediate);
    assert.deepEqual(seen.applied, ["encrypt, quotes"]);
});

test("the answer to an older question does not stand over that to a newer one", async () => {
    const { desk, seen } = deskWith();
    const waiting = [];
    desk.parts.factsOf = () => new Promise((done) => waiting.push(done));
    const looks = [desk.refresh(1), desk.refresh(1)];
    while (waiting.length < 2) await new Promise(setImmediate);
    waiting[1]({ ...facts, account: "new" });
    await looks[1];
    waiting[0]({ ...facts, account: "old" });
    await looks[0];
    assert.equal(seen.state.account, "new");
});

test("E-63 our field in a draft restores its protection, and cannot make an encrypted draft less", () => {
    const field = (value) => ({ "x-sealwright-protection": [value] });
    assert.equal(restored(field("sign")).chosen, "sign");
    const answer = { quotesProtected: true, readers: [] };
    assert.deepEqual(restored(field("none; quotes")), { ...newDraft, chosen: "none", ...answer });
    const enveloped = { "content-type": ["application/pkcs7-mime; smime-type=enveloped-data"] };
    assert.equal(restored({ ...enveloped, ...field("none") }).chosen, "encrypt");
    assert.equal(restored({}).chosen, null);
    assert.deepEqual(restored(field("default; quotes")), { ...newDraft, chosen: null, ...answer });
});

test("E-59 E-63 the host is told what a message is for, and a draft names nobody", () => {
    const outgoing = {
        account: "bob@example.test", protection: "encrypt", purpose: "send", fields: [],
        to: ["alice@example.test"], cc: ["carol@example.test"], bcc: ["dave@example.test"],
    };
    const common = { do: "protect", fields: [], account: "bob@example.test" };
    const recipients = ["alice@example.test", "carol@example.test"];
    const send = { ...common, purpose: "send", recipients, sign: true };
    assert.deepEqual(requestFor(outgoing), { ...send, bcc: ["dave@example.test"], encrypt: true });
    assert.deepEqual(requestFor({ ...outgoing, protection: "sign" }), { ...send, bcc: [], encrypt: false });
    assert.deepEqual(requestFor({ ...outgoing, purpose: "draft" }), { ...common, purpose: "draft", encrypt: true });
});

test("half an answer of the host is no message", () => {
    const ok = {
        outer: [{ name: "From", value: "bob" }],
        entity: { transfer: 1, size: 1 },
        copies: [{ recipient: "dave", entity: { transfer: 2, size: 1 } }],
    };
    const bodies = new Map([[1, new Uint8Array([1])], [2, new Uint8Array([2])]]);
    assert.equal(parseProtected({ ok, bodies }).copies[0].recipient, "dave");
    bodies.delete(2);
    assert.throws(() => parseProtected({ ok, bodies }));
    assert.throws(() => parseProtected({ ok: { ...ok, copies: [], outer: [] }, bodies }));
});
