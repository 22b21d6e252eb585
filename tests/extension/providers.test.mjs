// SPDX-License-Identifier: MPL-2.0
// Requests to Google and Microsoft, octet for octet as their documentation has them:
// Gmail API, users.messages.send with a media upload; Microsoft Graph, sendMail in MIME format;
// RFC 6749 §4.1 and RFC 7636 for tokens. Neither has met the real service here.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { source } from "./load.mjs";
import { standin } from "./standin.mjs";

const { gmailTransport, graphTransport, signIn, refreshed, providerOf } = await source(
    "transport/gmail.ts",
    "transport/graph.ts",
    "transport/oauth.ts",
);

const octets = (text) => new TextEncoder().encode(text);
const letter = "From: a@b.example\r\nTo: Carol <c@d.example>,\r\n E <e@f.example>\r\nSubject: =?utf-8?q?=C3=A4?=\r\n";
const entity = "Content-Type: text/plain\r\n\r\n.dot\r\nFrom me\r\n";
const mail = { bytes: octets(letter + entity), envelope: { from: "a@b.example", to: ["c@d.example", "e@f.example"] } };
const sending = () => ({ signal: new AbortController().signal });
const bearer = async () => "Bearer tok/en==";
const codeOf = (promise) => promise.then(() => "sent", (error) => error.problem?.code ?? error.stack);
const taken = ["200 OK", { "Content-Type": "application/json" }, '{"id":"1","threadId":"1","labelIds":["SENT"]}'];
const noCookies = ({ fields }) => assert.deepEqual([fields.cookie, fields.referer], [undefined, undefined]);

async function through(make, answers, act) {
    const server = await standin(...answers);
    try {
        return await act(make(server.base), server.requests);
    } finally {
        server.stop();
    }
}
const gmail = (base) => gmailTransport("a@b.example", bearer, fetch, base);
const graph = (base) => graphTransport(bearer, fetch, base);

test("Gmail gets the message as message/rfc822, octet for octet, for the account's own mailbox", async () => {
    await through(gmail, [taken], async (transport, requests) => {
        await transport.submit(mail, sending());
        const [request] = requests;
        assert.equal(request.line, "POST /upload/gmail/v1/users/a%40b.example/messages/send?uploadType=media HTTP/1.1");
        assert.equal(request.fields.authorization, "Bearer tok/en==");
        assert.equal(request.fields["content-type"], "message/rfc822");
        assert.deepEqual(request.body, Buffer.from(mail.bytes));
        noCookies(request);
    });
});

test("Graph gets the message as base64 of MIME in text/plain", async () => {
    await through(graph, [["202 Accepted"]], async (transport, requests) => {
        await transport.submit(mail, sending());
        const [request] = requests;
        assert.equal(request.line, "POST /v1.0/me/sendMail HTTP/1.1");
        assert.equal(request.fields.authorization, "Bearer tok/en==");
        assert.equal(request.fields["content-type"], "text/plain");
        assert.equal(request.body.toString("latin1"), Buffer.from(mail.bytes).toString("base64"));
        noCookies(request);
    });
});

test("services without an envelope get Bcc recipients in a field that they take off", async () => {
    await through(gmail, [taken], async (transport, requests) => {
        const envelope = { ...mail.envelope, to: [...mail.envelope.to, "dave@g.example"] };
        await transport.submit({ ...mail, envelope }, sending());
        assert.equal(requests[0].body.toString("latin1"), `${letter}Content-Type: text/plain\r\nBcc: dave@g.example\r\n\r\n.dot\r\nFrom me\r\n`);
    });
});

test("E-59 a Bcc recipient's own copy names nobody else, so that nobody gets it twice", async () => {
    await through(gmail, [taken], async (transport, requests) => {
        await transport.submit({ ...mail, envelope: { ...mail.envelope, to: ["dave@g.example"] }, copy: true }, sending());
        const head = requests[0].body.toString("latin1").split("\r\n\r\n")[0].split("\r\n");
        assert.deepEqual(head.filter((line) => /^(To|Cc|Bcc|\s)/i.test(line)), ["To: undisclosed-recipients:;", "Bcc: dave@g.example"]);
    });
});

test("recipients that could be read in two ways are not sent to", async () => {
    await through(gmail, [], async (transport, requests) => {
        for (const field of ['To: "a" b <x@y.example>', "To: group: x@y.example;", "Cc: x@y.example\r\nto : <z"]) {
            const bytes = octets(`From: a@b.example\r\n${field}\r\n\r\nHello\r\n`);
            assert.equal(await codeOf(transport.submit({ ...mail, bytes }, sending())), "send.refused");
        }
        assert.equal(requests.length, 0);
    });
});

test("what a service answers is told apart: refused, to sign in, too large, not reached, or unknown", async () => {
    const problem = JSON.stringify({ error: { code: 400, message: "Recipient address required" } });
    for (const [answer, code, said] of [
        [["400 Bad Request", {}, problem], "send.refused", "Recipient address required"],
        [["429 Too Many Requests"], "send.refused", "HTTP 429"],
        [["401 Unauthorized", {}, "<html>"], "send.login", "HTTP 401"],
        [["403 Forbidden"], "send.login", "HTTP 403"],
        [["413 Payload Too Large"], "send.limit", "HTTP 413"],
        [["503 Service Unavailable"], "send.unreachable"],
        [["500 Internal Server Error"], "send.unknown"],
        [["302 Found", { Location: "http://127.0.0.1:1/" }], "send.unknown"],
        ["drop", "send.unknown"],
    ]) {
        for (const make of [gmail, graph]) {
            const { problem: found } = await through(make, [answer], (transport) => transport.submit(mail, sending()).then(assert.fail, (error) => error));
            assert.equal(found?.code, code);
            if (said) assert.deepEqual(found.args, [said]);
        }
    }
});

test("a message above Graph's 4 MB a request is not begun, and the limit is told", async () => {
    await through(graph, [], async (transport, requests) => {
        const bytes = octets(letter + entity + `${"x".repeat(70)}\r\n`.repeat(42_000));
        const { problem } = await transport.submit({ ...mail, bytes }, sending()).then(assert.fail, (error) => error);
        assert.deepEqual([problem.code, problem.args[0], requests.length], ["send.limit", "Microsoft 365: 3.0 MB > 3 MB", 0]);
    });
});

const provider = (base, kind = "gmail") => ({ ...providerOf({ kind }), token: `${base}/token` });
const redirect = "https://abc.chromiumapp.org/";
const tokens = ["200 OK", { "Content-Type": "application/json" }, '{"access_token":"at","refresh_token":"rt","expires_in":3600}'];

/** A person who agrees; what the browser was asked to show. */
function agreeing(change = (back) => back) {
    const shown = [];
    const show = async (url) => {
        shown.push(new URL(url));
        const back = new URL(redirect);
        back.search = new URLSearchParams({ code: "4/code", state: shown[0].searchParams.get("state") });
        return change(back.href);
    };
    return { browser: { redirect, show }, shown };
}

test("signing in asks for a code with PKCE, and for sending alone", async () => {
    const server = await standin(tokens);
    const { browser, shown } = agreeing();
    const found = await signIn(provider(server.base), "client.apps", "a@b.example", browser);
    const asked = Object.fromEntries(shown[0].searchParams);
    const [request] = server.requests;
    const sent = Object.fromEntries(new URLSearchParams(request.body.toString()));
    server.stop();
    assert.equal(shown[0].origin + shown[0].pathname, "https://accounts.google.com/o/oauth2/v2/auth");
    assert.match(asked.state, /^[\w-]{22}$/);
    assert.match(sent.code_verifier, /^[\w-]{43}$/);
    const challenge = createHash("sha256").update(sent.code_verifier).digest("base64url");
    const { state } = asked;
    assert.deepEqual(asked, {
        client_id: "client.apps", redirect_uri: redirect, response_type: "code", scope: "https://www.googleapis.com/auth/gmail.send",
        state, code_challenge: challenge, code_challenge_method: "S256", login_hint: "a@b.example", access_type: "offline", prompt: "consent",
    });
    assert.equal(request.line, "POST /token HTTP/1.1");
    assert.equal(request.fields["content-type"], "application/x-www-form-urlencoded;charset=UTF-8");
    const { code_verifier } = sent;
    assert.deepEqual(sent, { client_id: "client.apps", grant_type: "authorization_code", code: "4/code", redirect_uri: redirect, code_verifier });
    assert.deepEqual([found.access, found.refresh, found.expires > Date.now() + 3_500_000], ["at", "rt", true]);
});

test("an answer that is not to our question gives no token", async () => {
    const server = await standin();
    for (const change of [
        (back) => back.replace(/state=[^&]*/, "state=other"),
        (back) => back.replace(redirect, "https://abc.chromiumapp.org.evil.example/"),
        () => `${redirect}?error=access_denied`,
        () => "",
    ]) {
        const { browser } = agreeing(change);
        assert.equal(await codeOf(signIn(provider(server.base), "c", "a@b.example", browser)), "send.login");
    }
    const closed = { redirect, show: () => Promise.reject(new Error("The user did not approve access.")) };
    assert.equal(await codeOf(signIn(provider(server.base), "c", "a@b.example", closed)), "request.cancelled");
    server.stop();
    assert.equal(server.requests.length, 0);
});

test("an old token is exchanged for a new one, and the way to more of them is kept", async () => {
    const server = await standin(["200 OK", {}, '{"access_token":"at2","expires_in":3600}'], ["400 Bad Request", {}, '{"error":"invalid_grant"}']);
    const old = { access: "at", refresh: "rt", expires: 0 };
    const fresh = await refreshed(provider(server.base, "graph"), "c", old);
    assert.deepEqual([fresh.access, fresh.refresh], ["at2", "rt"]);
    const sent = Object.fromEntries(new URLSearchParams(server.requests[0].body.toString()));
    const scope = "https://graph.microsoft.com/Mail.Send https://graph.microsoft.com/Mail.Read offline_access";
    assert.deepEqual(sent, { client_id: "c", grant_type: "refresh_token", refresh_token: "rt", scope });
    assert.equal(await codeOf(refreshed(provider(server.base, "graph"), "c", old)), "send.login");
    server.stop();
});

test("tokens for a mail server are asked for at its own provider only", () => {
    const way = (host, auth = "xoauth2") => ({ kind: "host", smtp: { host, auth }, imap: null, folder: "" });
    assert.equal(providerOf(way("smtp.gmail.com")).scope, "https://mail.google.com/");
    assert.match(providerOf(way("smtp.office365.com")).scope, /^https:\/\/outlook.office.com\/SMTP.Send /);
    for (const host of ["smtp.evilgmail.com.example", "gmail.com.evil.example", "evil-office365.com"]) assert.equal(providerOf(way(host)), null);
    assert.equal(providerOf(way("smtp.gmail.com", "password")), null);
    assert.equal(providerOf({ kind: "session" }), null);
});
