// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeHost, HandTimers } from "./fake_host.mjs";
import { source } from "./load.mjs";

/** What is kept by area, as the browser keeps it. */
const kept = { local: {}, session: {} };
const area = (name) => ({
    get: async (defaults) => (typeof defaults === "string" ? { [defaults]: kept[name][defaults] } : { ...defaults, ...kept[name] }),
    set: async (values) => void Object.assign(kept[name], values),
    remove: async (key) => void delete kept[name][key],
});
const managed = { get: async () => Promise.reject(new Error("Managed storage manifest not found")) };
globalThis.browser = {
    storage: { local: area("local"), session: area("session"), managed },
    runtime: { getURL: (path) => path },
    i18n: { getMessage: (key) => key, getUILanguage: () => "en" },
};
const modules = await source(
    "background/serve_options.ts",
    "background/test_mail.ts",
    "platform/credentials.ts",
    "protocol/link.ts",
    "transport/authorization.ts",
    "transport/http.ts",
    "transport/ways.ts",
    "ui/server_guess.ts",
    "ui/way_actions.ts",
    "ui/way_form.ts",
);
const { transportFor, guessedServers, hostName, isGuarded, keepCredential, authorizationOf, sendTest, Link, originsOf, parseQuestion } = modules;

const codeOf = (promise) => promise.then(() => "done", (error) => error.problem?.code ?? error.stack);
const server = { host: "mail.example", port: 465, security: "tls", user: "a@b.example", auth: "password" };

test("each address is sent its own way; without one in the page's session, or not at all", async () => {
    const ways = { host: { kind: "host", smtp: server, imap: null, folder: "" }, jmap: { kind: "jmap", session: "https://j.example/" }, gmail: { kind: "gmail" }, graph: { kind: "graph" } };
    kept.local = { ways: Object.fromEntries(Object.entries(ways).map(([name, way]) => [`${name}@b.example`, way])) };
    for (const name of Object.keys(ways)) assert.equal((await transportFor(`${name.toUpperCase()}@B.example`, null, {})).id, name);
    const session = { id: "session" };
    assert.equal(await transportFor("other@b.example", session, {}), session);
    assert.equal(await codeOf(transportFor("other@b.example", null, {})), "send.no-way");
});

test("servers are guessed from the domain, encrypted, and the two without passwords by token", () => {
    const { smtp, imap } = guessedServers("bob@Example.org");
    assert.deepEqual([smtp.host, smtp.port, smtp.security, smtp.auth], ["smtp.example.org", 465, "tls", "password"]);
    assert.deepEqual([imap.host, imap.port, imap.user], ["imap.example.org", 993, "bob@Example.org"]);
    assert.equal(guessedServers("x@gmail.com").smtp.auth, "xoauth2");
    assert.deepEqual(["x@hotmail.co.uk", "x@gmx.de"].map((each) => guessedServers(each).smtp.host), ["smtp-mail.outlook.com", "mail.gmx.net"]);
    assert.equal(guessedServers("x@notgmail.com").smtp.host, "smtp.notgmail.com");
});

test("a host is a name and nothing more; an international one becomes its ASCII form", () => {
    assert.equal(hostName("bücher.example"), "xn--bcher-kva.example");
    assert.equal(hostName("127.0.0.1"), "127.0.0.1");
    for (const bad of ["", "a b", "a/b", "a:25", "u@a", "a?b", "a#b", "a\\b", "a\nb"]) assert.equal(hostName(bad), "");
});

test("passwords and tokens go to encrypted servers, or stay on this machine", () => {
    for (const good of ["https://a.example/jmap", "http://127.0.0.1:80/", "http://localhost/x", "http://[::1]/"]) assert.equal(isGuarded(good), true);
    for (const bad of ["http://a.example/", "http://localhost.evil.example/", "http://127.0.0.1.evil.example/", "ftp://a.example/", "x", "javascript:0"]) assert.equal(isGuarded(bad), false);
});

test("the browser is asked for the servers of a way alone, and for none where the host sends", () => {
    assert.deepEqual(originsOf({ kind: "host", smtp: server, imap: null, folder: "" }), []);
    assert.deepEqual(originsOf({ kind: "jmap", session: "https://j.example:8443/x" }), ["https://j.example:8443"]);
    assert.deepEqual(originsOf({ kind: "gmail" }), ["https://gmail.googleapis.com", "https://oauth2.googleapis.com"]);
});

test("what lets in is kept in memory, and in no other place", async () => {
    kept.local = {};
    await keepCredential("A@b.example", { kind: "basic", user: "ä", password: "p:w" });
    const way = { kind: "jmap", session: "https://j.example/" };
    assert.equal(await authorizationOf("a@B.example", way), `Basic ${Buffer.from("ä:p:w").toString("base64")}`);
    assert.deepEqual(kept.local, {});
    assert.equal(await codeOf(authorizationOf("other@b.example", way)), "send.login");
});

test("a token is renewed before it ends; one that was taken back is forgotten", async (context) => {
    kept.local = { clientIds: { google: "client" } };
    await keepCredential("t@b.example", { kind: "oauth", access: "old", refresh: "rt", expires: Date.now() + 60_000 });
    const answers = ['{"access_token":"new","expires_in":60}', '{"error":"invalid_grant"}'];
    context.mock.method(globalThis, "fetch", async () => new Response(answers[0], { status: answers.shift().includes("error") ? 400 : 200 }));
    assert.equal(await authorizationOf("t@b.example", { kind: "gmail" }), "Bearer new");
    assert.equal(await codeOf(authorizationOf("t@b.example", { kind: "gmail" })), "send.login");
    assert.equal(Object.keys(kept.session).some((name) => name.includes("t@b.example")), false);
});

test("the test mail goes from an address to itself, and its copy is kept; a copy that fails is told apart", async () => {
    kept.local = { ways: { "a@b.example": { kind: "host", smtp: server, imap: { ...server, port: 993 }, folder: "" } } };
    const answers = { submit: { ok: { accepted: true } }, keep: { error: { code: "send.refused", args: [] } } };
    const host = new FakeHost((frame, self) => frame.last && self.say({ id: frame.transfer, ...answers[self.requests.at(-1).do] }));
    const code = await codeOf(sendTest("a@b.example", new Link(host.connect, new HandTimers()), new AbortController().signal));
    assert.deepEqual(host.requests.map((each) => each.do), ["submit", "keep"]);
    assert.deepEqual(host.requests[0].envelope, { from: "a@b.example", to: ["a@b.example"] });
    assert.equal(code, "send.not-kept");
});

test("the settings may have a password asked for and a test sent; a password itself they cannot send", () => {
    const request = (question) => parseQuestion({ ask: 1, ...question })?.request;
    assert.deepEqual(request({ do: "password", servers: [server], password: "x" }), { do: "password", servers: [server] });
    assert.deepEqual(request({ do: "forget-password", servers: [server, server] }), { do: "forget-password", servers: [server, server] });
    for (const servers of [undefined, [], [1], [server, server, server], server]) assert.equal(request({ do: "password", servers }), undefined);
    assert.deepEqual(request({ do: "test", address: "a@b.example" }), { do: "test", address: "a@b.example" });
    for (const question of [{ do: "test", address: "a" }, { do: "submit" }, { do: "keep" }]) assert.equal(request(question), undefined);
});
