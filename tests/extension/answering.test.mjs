// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { signedAnswer } from "./answers.mjs";
import { source } from "./load.mjs";

const { answerTo, threadOf } = await source("background/answering.ts");
const bytes = (text) => new TextEncoder().encode(text);
const who = (...names) => names.map((name) => ({ name: `Mr. ${name}`, address: `${name}@x.test` }));
const shown = { origin: "https://m", account: "me@x.test", session: null };
const original = bytes("Message-ID: <2@x>\r\nReferences: <1@x>\r\n\r\n");

/** A message of alice's as it was opened, with these fields and leaves. */
function opened(fields = {}, leaves = [["text", "", "Hi"]], encryption = "ENC-1") {
    const named = leaves.map(([kind, name], transfer) => ({ kind, name, type: `x/${kind}`, transfer, size: 1 }));
    const signed = signedAnswer({ encryption: { state: encryption, cipher: "", recipients: [] } });
    const bodies = new Map(leaves.map(([, , text], transfer) => [transfer, bytes(text)]));
    return { ok: { ...signed, fields: { from: who("alice"), to: who("me", "bob"), cc: who("carol", "bob"), subject: "Plans", ...fields }, leaves: named }, bodies };
}
const answering = (kind, ...given) => answerTo(shown, kind, opened(...given), original);
const fields = ({ draft: { to, cc, subject } }) => [to, cc, subject];

test("an answer goes to the author alone; one to all also to those the message names, each once, and not to oneself", () => {
    assert.deepEqual(fields(answering("reply")), ["alice@x.test", "", "Re: Plans"]);
    assert.deepEqual(fields(answering("reply-all")), ["alice@x.test, bob@x.test", "carol@x.test", "Re: Plans"]);
    assert.deepEqual(fields(answering("reply-all", { reply_to: who("list"), subject: "RE: Plans" })), ["list@x.test, bob@x.test", "carol@x.test", "RE: Plans"]);
    assert.deepEqual(fields(answering("reply-all", { from: who("me"), to: who("bob"), cc: [] })), ["bob@x.test", "", "Re: Plans"]);
    assert.deepEqual(fields(answering("forward")), ["", "", "Fwd: Plans"]);
});

test("C-07 of whom an opened message names, only its proven author is taken to know its text", () => {
    for (const kind of ["reply", "reply-all", "forward"]) {
        const { rules } = answering(kind);
        assert.deepEqual([rules.quotesProtected, rules.readers, rules.accepted], [true, ["alice@example.com"], []], kind);
        assert.equal(answering(kind, {}, [["text", "", "Hi"]], "ENC-0").rules.quotesProtected, false, kind);
    }
});

test("E-58c what is sent on goes with all its files, an answer with one text and no file", () => {
    const leaves = [["text", "", "words"], ["html", "", "<p>words"], ["attachment", "a.pdf", "pdf"], ["attachment", "", "x"]];
    const { draft, files, quote } = answering("forward", {}, leaves);
    assert.deepEqual(draft.attachments.map(({ name, url }) => [name, url]), [["a.pdf", ""], ["attachment", ""]]);
    assert.deepEqual(files.map((each) => new TextDecoder().decode(each)), ["pdf", "x"]);
    assert.deepEqual([quote.text, quote.forwarded.subject, quote.forwarded.to], ["words", "Plans", "me@x.test, bob@x.test"]);
    const reply = answering("reply-all", {}, leaves);
    assert.deepEqual([reply.draft.attachments, reply.files, reply.quote.text, reply.quote.forwarded], [[], [], "words", null]);
    const several = answering("forward", {}, [["text", "", "one"], ["text", "", "two"]]);
    assert.deepEqual(several.draft.attachments.map(({ name }) => name), ["text.txt"]);
});

test("an answer belongs to the thread as an answer, what is sent on does not", () => {
    assert.deepEqual([answering("reply").draft.inReplyTo, answering("forward").draft.inReplyTo], ["<2@x>", ""]);
});

test("an answer is tied to the message by what stands in its header, not in its text", () => {
    const head = "References: <1@x>\r\n <2@x>\r\nMessage-Id:\r\n <3@x>\r\nSubject: s";
    assert.deepEqual(threadOf(bytes(`${head}\r\n\r\nMessage-ID: <evil@x>`)), { inReplyTo: "<3@x>", references: "<1@x> <2@x> <3@x>" });
    assert.deepEqual(threadOf(bytes("Subject: s\r\n\r\nMessage-ID: <evil@x>")), { inReplyTo: "", references: "" });
});
