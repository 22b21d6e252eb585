// SPDX-License-Identifier: MPL-2.0
// The extension's JMAP transport at a real server. Argument: JSON with `session` and `password`; one JSON
// list of outcome, name and detail a line, and in between what has to be looked at elsewhere.
import assert from "node:assert/strict";

import { source } from "../extension/load.mjs";

const { jmapTransport } = await source("transport/jmap.ts");
const place = JSON.parse(process.argv[2]);
const basic = (password) => async () => `Basic ${Buffer.from(`alice:${password}`).toString("base64")}`;
const transport = (password = place.password, fetched = fetch) => jmapTransport(place.session, basic(password), fetched);
const sending = () => ({ signal: new AbortController().signal });
const codeOf = (promise) => promise.then(() => "sent", (error) => error.problem?.code ?? error.stack);

const mail = (name, to, text = ".leading dot\r\nFrom me\r\n\r\n.\r\n") => ({
    bytes: new TextEncoder().encode(
        `From: alice@example.test\r\nTo: bob@example.test\r\nSubject: ${name}\r\nMessage-ID: <${name}@jmap.test>\r\n` +
            `Date: Tue, 24 Nov 2026 01:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n${text}`,
    ),
    envelope: { from: "alice@example.test", to },
});

/** A connection that breaks at the request whose body has `mark`, before or after the server has it. */
const broken = (mark, when) => async (url, init) => {
    const here = typeof init.body === "string" && init.body.includes(mark);
    if (here && when === "before") throw new TypeError("broken");
    const answer = await fetch(url, init);
    if (here && when === "after") throw new TypeError("broken");
    return answer;
};

const cases = {
    async "JMAP submits a message to its envelope and leaves it with the sent mail"() {
        await transport().submit(mail("main", ["bob@example.test", "carol@example.test"]), sending());
    },
    async "JMAP leaves nothing of a Bcc recipient's own copy"() {
        await transport().submit({ ...mail("copy", ["dave@example.test"]), copy: true }, sending());
    },
    async "JMAP with a wrong password is send.login"() {
        assert.equal(await codeOf(transport("wrong").submit(mail("wrong", ["bob@example.test"]), sending())), "send.login");
    },
    async "JMAP does not begin with a message above the server's limit"() {
        const large = mail("large", ["bob@example.test"], `${"x".repeat(70)}\r\n`.repeat(40_000));
        assert.equal(await codeOf(transport().submit(large, sending())), "send.limit");
    },
    async "JMAP without recipients is send.refused and leaves no draft behind"() {
        assert.equal(await codeOf(transport().submit(mail("nobody", []), sending())), "send.refused");
    },
    async "JMAP that breaks off at its submission is send.unknown, whether the server had it or not"() {
        for (const when of ["before", "after"]) {
            const breaking = transport(place.password, broken("EmailSubmission", when));
            assert.equal(await codeOf(breaking.submit(mail(`broken-${when}`, ["bob@example.test"]), sending())), "send.unknown");
        }
    },
    async "JMAP that breaks off before its submission has sent nothing"() {
        const breaking = transport(place.password, broken("Email/import", "before"));
        assert.equal(await codeOf(breaking.submit(mail("early", ["bob@example.test"]), sending())), "send.unreachable");
    },
    async "a cancelled JMAP submission has sent nothing and leaves no draft behind"() {
        const stop = new AbortController();
        const stopping = async (url, init) => {
            const answer = await fetch(url, init);
            if (typeof init.body === "string" && init.body.includes("Email/import")) queueMicrotask(() => stop.abort());
            return answer;
        };
        const message = mail("cancelled", ["bob@example.test"]);
        const code = await codeOf(transport(place.password, stopping).submit(message, { signal: stop.signal }));
        assert.equal(code, "request.cancelled");
    },
};

for (const [name, act] of Object.entries(cases)) {
    const detail = await act().then(() => "", (error) => error.problem?.code ?? error.stack);
    console.log(JSON.stringify([detail === "", name, detail]));
}
