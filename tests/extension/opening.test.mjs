// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { signedAnswer } from "./answers.mjs";
import { FakeHost, HandTimers } from "./fake_host.mjs";
import { source } from "./load.mjs";

const { Opener, Progress, Bars, listMark, closedEntity, parseReading, Link } = await source(
    "background/opener.ts",
    "thunderbird/progress.ts",
    "thunderbird/bars.ts",
    "thunderbird/list_mark.ts",
    "thunderbird/closed.ts",
    "protocol/reading.ts",
    "protocol/link.ts",
);
const sha256 = (octets) => createHash("sha256").update(octets).digest("hex");
const mail = new TextEncoder().encode("From: a\r\n\r\nsecret");
const say = (key) => key;
const sealed = { encryption: { state: "ENC-1", cipher: "", recipients: [] } };

/** An opener whose host answers each message with what `answer` gives, after `before` has run. */
function opener(answer, before = () => undefined) {
    const shown = [];
    const host = new FakeHost((frame, self) => {
        if (!frame.last) return;
        before(frame.transfer, self);
        const bytes = Buffer.from(frame.data, "base64");
        const ok = answer(bytes);
        if (ok) self.say({ id: frame.transfer, ok: { ...signedAnswer({ sha256: sha256(bytes) }), ...ok } });
    });
    const timers = new HandTimers();
    const parts = {
        link: new Link(host.connect, timers),
        contextOf: async () => ({ folder: "inbox" }),
        isWhole: async (messageId, octets) => octets === mail.length,
        closed: () => new TextEncoder().encode("closed"),
        progress: () => new Progress((text) => shown.push(text), say, () => () => undefined),
    };
    return { host, shown, it: new Opener(parts) };
}
const message = { messageId: 5, tabId: 1, encrypted: true };

test("what is opened is shown, and its reading is the one the badge gets", async () => {
    const { it, host } = opener(() => ({ ...sealed, payload: { offset: 3, size: 4 } }));
    const shown = await it.open(message, mail);
    assert.deepEqual(
        [shown.entity, shown.opened, shown.decrypted, shown.restricted],
        [{ offset: 3, size: 4 }, true, true, false],
    );
    assert.equal(it.known(5).reading.sha256, sha256(mail));
    assert.deepEqual([host.requests[0].do, host.requests[0].payload], ["decrypt", true]);
    assert.equal(it.forget(5), false);
    assert.equal(it.known(5), null);
});

test("a message that was cut off on its way is not complete, and the host is not asked about it", async () => {
    const { it, host } = opener(() => ({ ...sealed, payload: { offset: 3, size: 4 } }));
    const states = [];
    it.parts.closed = (state) => (states.push(state), new TextEncoder().encode("closed"));
    assert.equal((await it.open(message, mail.subarray(0, 10))).opened, false);
    assert.deepEqual(states, [{ kind: "problem", problem: { kind: "partial" } }]);
    assert.equal(host.requests.length, 0);
});

test("E-86 a payload that would lie outside the message is none", async () => {
    for (const payload of [{ offset: -1, size: 4 }, { offset: 10, size: 1000 }, { offset: 1, size: -1 }]) {
        const { it } = opener(() => ({ ...sealed, payload }));
        assert.equal((await it.open(message, mail)).opened, false);
    }
});

test("a restricted reading, or one that does not say, restricts", async () => {
    const restricted = opener(() => ({ ...sealed, restricted: true, payload: { offset: 0, size: 1 } }));
    assert.equal((await restricted.it.open(message, mail)).restricted, true);
});

test("B.6 what was kept from Thunderbird is known of a restricted message that was opened, and of no other", async () => {
    const payload = { offset: 0, size: 1 };
    for (const [changes, kept] of [[{ restricted: true, payload }, true], [{ restricted: true }, false], [{ restricted: false, payload }, false]]) {
        const { it } = opener(() => ({ ...sealed, ...changes }));
        assert.equal(it.isRestricted(5), false);
        await it.open(message, mail);
        assert.equal(it.isRestricted(5), kept);
    }
});

test("an encrypted message that stays closed shows why; any other is left as it is", async () => {
    const { it } = opener(() => sealed);
    const shown = await it.open(message, mail);
    assert.deepEqual([shown.opened, shown.decrypted, Buffer.from(shown.entity).toString()], [false, false, "closed"]);
    assert.equal(await it.open({ ...message, messageId: 6, encrypted: false }, mail), null);
    assert.deepEqual([it.forget(5), it.forget(6), it.forget(7)], [true, true, false]);
});

test("what is opened for a tab that has gone on is stopped at the host too", async () => {
    const { it, host } = opener(() => null);
    const opening = it.open(message, mail);
    while (host.requests.length === 0) await new Promise((done) => setImmediate(done));
    it.leave(1, 5);
    assert.equal(host.frames.some((frame) => frame.do === "cancel"), false);
    it.leave(1);
    assert.equal((await opening).opened, false);
    assert.equal(host.frames.some((frame) => frame.do === "cancel"), true);
});

test("a wait for the person is said above the message, and taken away with its end", async () => {
    const tell = (id, self) => self.say({ id, waiting: "person" });
    const { it, shown } = opener(() => ({ ...sealed, payload: { offset: 0, size: 1 } }), tell);
    await it.open(message, mail);
    assert.deepEqual(shown, ["bar_waiting", ""]);
});

test("flags stand above the message, and are taken away when there are none any more", () => {
    const shown = [];
    const bars = new Bars(async (tabId, text, kind) => shown.push([tabId, kind]), say);
    const reading = (flags) => ({ kind: "reading", reading: parseReading(signedAnswer({ flags })) });
    bars.show(1, reading([]));
    bars.show(1, reading(["R-4"]));
    bars.show(1, reading(["R-4", "R-1"]));
    bars.show(1, { kind: "pending" });
    bars.show(1, reading([]));
    assert.deepEqual(shown, [[1, "warning"], [1, "alarm"], [1, "none"]]);
});

test("the list shows a state, a warning for a flag, and nothing for ordinary mail", () => {
    const mark = (changes) => listMark({ kind: "reading", reading: parseReading(signedAnswer(changes)) });
    assert.equal(mark({}), "signed-partly");
    assert.equal(mark({ flags: ["R-3"] }), "warning");
    assert.equal(mark({ signature: { state: "S-0", address: "", issuer: "", signers: [] } }), "");
    assert.equal(listMark({ kind: "pending" }), null);
});

test("the text in place of a closed message is one plain entity that says how to try again", () => {
    const problem = { kind: "error", code: "key.none", args: [] };
    const text = new TextDecoder().decode(closedEntity({ kind: "problem", problem }, say, String));
    assert.match(text, /^Content-Type: text\/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n/);
    assert.match(text, /failed_headline[^]*reading_closed_retry/);
});
