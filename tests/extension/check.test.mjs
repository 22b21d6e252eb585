// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { signedAnswer } from "./answers.mjs";
import { FakeHost, HandTimers } from "./fake_host.mjs";
import { source } from "./load.mjs";

const { check, isWhole, Link, ProblemError } = await source(
    "background/check.ts",
    "thunderbird/source.ts",
    "protocol/link.ts",
    "protocol/problem.ts",
);
const sha256 = (octets) => createHash("sha256").update(octets).digest("hex");
const signal = new AbortController().signal;

/** A source whose bytes are those of each turn, the last of them again and again. */
function sourceOf(...turns) {
    const octets = (text) => new TextEncoder().encode(text);
    return { bytes: async () => octets(turns.length > 1 ? turns.shift() : turns[0]), context: async () => ({ folder: "inbox" }) };
}

/** A host that answers each verification with what `answer` makes of its number and bytes. */
function verifying(answer) {
    return new FakeHost((frame, self) => {
        if (!frame.last) return;
        const bytes = Buffer.from(frame.data, "base64");
        answer(frame.transfer, bytes, self);
    });
}
const run = (source, host) => check(source, new Link(host.connect, new HandTimers()), signal);

test("a reading is taken when it is about the bytes that were sent", async () => {
    const host = verifying((id, bytes, self) => self.say({ id, ok: signedAnswer({ sha256: sha256(bytes) }) }));
    const state = await run(sourceOf("From: a\r\n\r\nb"), host);
    assert.equal(state.reading.signature, "S-2");
    assert.deepEqual(host.requests[0].context, { folder: "inbox" });
});

test("E-86 a reading about other bytes is thrown away, the message is read and sent once more", async () => {
    const answers = ["another message", "edited"];
    const host = verifying((id, _, self) => self.say({ id, ok: signedAnswer({ sha256: sha256(answers.shift()) }) }));
    const state = await run(sourceOf("original", "edited"), host);
    assert.equal(state.kind, "reading");
    assert.equal(host.requests.length, 2);
});

test("E-86 a host that keeps answering about other bytes is not believed", async () => {
    const host = verifying((id, _, self) => self.say({ id, ok: signedAnswer({ sha256: sha256("other") }) }));
    assert.deepEqual(await run(sourceOf("mine"), host), { kind: "problem", problem: { kind: "stale" } });
    assert.equal(host.requests.length, 2);
});

test("a host that was killed in the middle is started again and asked again, once", async () => {
    const good = verifying((id, bytes, self) =>
        self.starts === 1 ? self.go() : self.say({ id, ok: signedAnswer({ sha256: sha256(bytes) }) }),
    );
    assert.equal((await run(sourceOf("mail"), good)).kind, "reading");
    const bad = verifying((id, bytes, self) => self.go());
    assert.deepEqual(await run(sourceOf("mail"), bad), { kind: "problem", problem: { kind: "crashed" } });
    assert.equal(bad.starts, 2);
});

test("a reading of another form says nothing", async () => {
    const host = verifying((id, _, self) => self.say({ id, ok: { schema: 7, signature: { state: "S-1" } } }));
    assert.deepEqual((await run(sourceOf("mail"), host)).problem, { kind: "unknown" });
});

test("a message that Thunderbird gives only in part is not taken for a broken one", async () => {
    assert.deepEqual([isWhole(17_000_000, 32_000_000), isWhole(31_900_000, 32_000_000), isWhole(5, 0)], [false, true, true]);
    let reads = 0;
    const cut = {
        bytes: async () => {
            ++reads;
            throw new ProblemError({ kind: "partial" });
        },
        context: async () => ({}),
    };
    const host = new FakeHost();
    assert.deepEqual((await run(cut, host)).problem, { kind: "partial" });
    assert.equal(reads, 2);
    assert.deepEqual(host.frames, []);
});

test("a message without source is said to be unreadable", async () => {
    const lost = { bytes: () => Promise.reject(new ProblemError({ kind: "raw" })), context: async () => ({}) };
    assert.deepEqual((await run(lost, new FakeHost())).problem, { kind: "raw" });
});

test("without a host the octets of a message are wanted no longer", async () => {
    let stopped;
    const large = {
        bytes: (stop) => new Promise((_, fail) => stop.addEventListener("abort", () => ((stopped = true), fail(new Error("stopped"))))),
        context: async () => ({}),
    };
    const host = new FakeHost(undefined, (self) => self.go("not found"));
    assert.deepEqual(await run(large, host), { kind: "problem", problem: { kind: "missing" } });
    assert.equal(stopped, true);
});
