// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { signedAnswer } from "./answers.mjs";
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
// One change after the other, also where Node has no locks.
Object.defineProperty(globalThis, "navigator", { configurable: true, value: { locks: { request: (_, work) => work() } } });
const modules = await source(
    "background/outbox.ts",
    "background/serve_options.ts",
    "background/test_mail.ts",
    "platform/credentials.ts",
    "protocol/problem.ts",
    "protocol/reading.ts",
    "transport/authorization.ts",
    "transport/http.ts",
    "transport/ways.ts",
    "ui/server_guess.ts",
    "ui/way_actions.ts",
    "ui/way_form.ts",
);
const { transportFor, guessedServers, hostName, isGuarded, keepCredential, authorizationOf, sendTest, withTest, originsOf, parseQuestion } = modules;
const { Outbox, ProblemError, parseReading } = modules;

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

/** A host that signs by putting a word in front, and refuses to keep a copy; a person who agrees. */
function testing() {
    const seen = { questions: [], asked: [] };
    const link = {
        async ask(request, body) {
            seen.asked.push({ request, body });
            if (request.do === "keep") throw new ProblemError({ kind: "error", code: "send.refused", args: [] });
            if (request.do !== "protect") return { ok: { accepted: true }, bodies: new Map() };
            const signed = new TextEncoder().encode("X: signed\r\n\r\n");
            return { ok: { outer: request.fields, entity: { transfer: 1, size: signed.length }, copies: [] }, bodies: new Map([[1, signed]]) };
        },
    };
    const kept = new Map();
    const shelf = { get: async (id) => kept.get(id) ?? null, put: async (id, item) => void kept.set(id, item), remove: async (id) => void kept.delete(id), all: async () => [...kept.values()] };
    const confirm = { ask: async (question) => (seen.questions.push(question), seen.consent ?? "yes") };
    return { seen, parts: { link, confirm, outbox: new Outbox(shelf, () => undefined), page: () => null } };
}
const unstopped = new AbortController().signal;
const byHost = { ways: { "a@b.example": { kind: "host", smtp: server, imap: { ...server, port: 993 }, folder: "" } }, tests: {} };

test("the test mail is signed and goes from an address to itself, its copy is kept; a copy that fails is told apart", async () => {
    kept.local = { ...byHost };
    const { seen, parts } = testing();
    assert.equal(await codeOf(sendTest("a@b.example", parts, unstopped)), "send.not-kept");
    assert.deepEqual(seen.asked.map(({ request }) => request.do), ["protect", "submit", "keep"]);
    assert.deepEqual([seen.asked[0].request.sign, seen.asked[0].request.encrypt], [true, false]);
    assert.deepEqual(seen.questions.map(({ action, account, people }) => [action, account, people]), [["sign", "a@b.example", ["a@b.example"]]]);
    const { request, body } = seen.asked[1];
    assert.deepEqual(request.envelope, { from: "a@b.example", to: ["a@b.example"] });
    assert.match(new TextDecoder().decode(body), /X: signed/);
});

test("a test that the person does not agree to is not sent, and none is waited for", async () => {
    kept.local = { ...byHost };
    const { seen, parts } = testing();
    seen.consent = "no";
    assert.equal(await codeOf(sendTest("a@b.example", parts, unstopped)), "key.denied");
    assert.deepEqual([seen.asked, kept.local.tests], [[], {}]);
});

test("without a page in whose session mail is sent, there is no way for a test either", async () => {
    kept.local = { ways: {}, tests: {} };
    const { seen, parts } = testing();
    assert.equal(await codeOf(sendTest("a@b.example", parts, unstopped)), "send.no-way");
    assert.deepEqual(seen.questions, []);
});

test("a test that is opened is known by its Message-ID, and came whole only when the address itself has signed it", async () => {
    kept.local = { ...byHost };
    const { seen, parts } = testing();
    await codeOf(sendTest("a@b.example", parts, unstopped));
    const sent = seen.asked[1].body;
    const state = (changes) => ({ kind: "reading", host: {}, reading: { ...parseReading(signedAnswer()), signature: "S-2", address: "A@B.example", ...changes } });
    const others = new TextEncoder().encode("Message-ID: <other@b.example>\r\n\r\n");
    assert.equal((await withTest(state(), others)).test, undefined);
    for (const wrong of [{ signature: "S-7" }, { signature: "S-0" }, { address: "m@evil.example" }]) {
        assert.equal((await withTest(state(wrong), sent)).test, "changed", JSON.stringify(wrong));
        assert.equal(kept.local.tests["a@b.example"].whole, false);
    }
    assert.equal((await withTest(state(), sent)).test, "whole");
    assert.equal(kept.local.tests["a@b.example"].whole, true);
});

test("the settings may have a password asked for and a test sent; a password itself they cannot send", () => {
    const request = (question) => parseQuestion({ ask: 1, ...question })?.request;
    assert.deepEqual(request({ do: "password", servers: [server], password: "x" }), { do: "password", servers: [server] });
    assert.deepEqual(request({ do: "forget-password", servers: [server, server] }), { do: "forget-password", servers: [server, server] });
    for (const servers of [undefined, [], [1], [server, server, server], server]) assert.equal(request({ do: "password", servers }), undefined);
    assert.deepEqual(request({ do: "test", address: "a@b.example" }), { do: "test", address: "a@b.example" });
    for (const question of [{ do: "test", address: "a" }, { do: "submit" }, { do: "keep" }]) assert.equal(request(question), undefined);
});
