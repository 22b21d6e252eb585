// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeHost, HandTimers, hello } from "./fake_host.mjs";
import { source } from "./load.mjs";

const { Link, bodyOf } = await source("protocol/link.ts", "protocol/arrivals.ts");
const problemOf = (promise) => promise.then(assert.fail, (error) => error.problem);
const greeting = (changes) => ({ hello: { ...hello.hello, ...changes } });

test("answers find their requests, in whatever order they come", async () => {
    const host = new FakeHost();
    const link = new Link(host.connect, new HandTimers());
    const both = Promise.all([link.ask({ do: "one" }), link.ask({ do: "two" })]);
    await link.hello();
    await Promise.resolve();
    for (const frame of [...host.requests].reverse()) host.say({ id: frame.id, ok: frame.do });
    assert.deepEqual((await both).map((answer) => answer.ok), ["one", "two"]);
    assert.equal(host.starts, 1);
});

test("a request names the transfer that follows it", async () => {
    const host = new FakeHost((frame, self) => frame.last && self.say({ id: 1, ok: "done" }));
    const link = new Link(host.connect, new HandTimers());
    assert.equal((await link.ask({ do: "verify" }, new Uint8Array(5))).ok, "done");
    assert.deepEqual(host.frames[0], { id: 1, do: "verify", message: { transfer: 1, size: 5 } });
    assert.equal(host.frames[1].transfer, 1);
});

test("an answer waits for the bodies it names, which come in pieces and may be interleaved", async () => {
    const host = new FakeHost((frame, self) => {
        self.say({ id: 1, ok: { payload: { transfer: 7, size: 5 }, leaves: [{ transfer: 8, size: 0 }] } });
        self.say({ transfer: 7, seq: 0, data: "YWJj" });
        self.say({ transfer: 8, seq: 0, data: "", last: true });
        self.say({ transfer: 7, seq: 1, data: "ZGU=", last: true });
    });
    const answer = await new Link(host.connect, new HandTimers()).ask({ do: "decrypt" });
    assert.equal(new TextDecoder().decode(bodyOf(answer, answer.ok.payload)), "abcde");
    assert.equal(bodyOf(answer, answer.ok.leaves[0]).length, 0);
    assert.equal(bodyOf(answer, undefined), null);
});

test("an error answer keeps its code and arguments; an unknown code becomes host.internal", async () => {
    const codes = { known: "key.none", unknown: "key.from-the-future" };
    const host = new FakeHost((frame, self) =>
        self.say({ id: frame.id, error: { code: codes[frame.do], text: "", args: ["a@b.example"] } }),
    );
    const link = new Link(host.connect, new HandTimers());
    const none = { kind: "error", code: "key.none", args: ["a@b.example"] };
    assert.deepEqual(await problemOf(link.ask({ do: "known" })), none);
    assert.equal((await problemOf(link.ask({ do: "unknown" }))).code, "host.internal");
});

test("a host that went away fails the open requests and the next one starts it again", async () => {
    const host = new FakeHost((frame, self) => (self.starts === 1 ? self.go() : self.say({ id: frame.id, ok: 1 })));
    const link = new Link(host.connect, new HandTimers());
    assert.deepEqual(await problemOf(link.ask({ do: "verify" })), { kind: "crashed" });
    assert.equal((await link.ask({ do: "verify" })).ok, 1);
    assert.equal(host.starts, 2);
});

test("no such program, and a program that says nothing, are told apart", async () => {
    const absent = new FakeHost(undefined, (self) => self.go("No such native application org.sealwright.host"));
    const dying = new FakeHost(undefined, (self) => self.go(""));
    const dyingInChromium = new FakeHost(undefined, (self) => self.go("Native host has exited."));
    const babbling = new FakeHost(undefined, { good: "morning" });
    const kinds = [];
    for (const host of [absent, dying, dyingInChromium, babbling]) {
        kinds.push((await problemOf(new Link(host.connect, new HandTimers()).hello())).kind);
    }
    assert.deepEqual(kinds, ["missing", "silent", "silent", "silent"]);
});

test("E-87 a host of another protocol is refused, and the message says which side is older", async () => {
    const older = new Link(new FakeHost(undefined, greeting({ protocol: 0, version: "0.0.9" })).connect, new HandTimers());
    const newer = new Link(new FakeHost(undefined, greeting({ protocol: 2, version: "2.0.0" })).connect, new HandTimers());
    assert.deepEqual(await problemOf(older.ask({ do: "verify" })), { kind: "old", version: "0.0.9", protocol: 0 });
    assert.deepEqual(await problemOf(newer.ask({ do: "verify" })), { kind: "new", version: "2.0.0", protocol: 2 });
});

test("a host that never greets, and one that never answers, are given up at their deadlines", async () => {
    const timers = new HandTimers();
    const mute = new Link(new FakeHost(undefined, () => undefined).connect, timers);
    const greetingProblem = problemOf(mute.hello());
    timers.fire();
    assert.deepEqual(await greetingProblem, { kind: "silent" });

    const hanging = new FakeHost(() => timers.fire());
    assert.deepEqual(await problemOf(new Link(hanging.connect, timers).ask({ do: "verify" })), { kind: "crashed" });
});

test("what may ask a person or wait for a mail server has as long as the host gives it", async () => {
    const minutes = async (verb) => {
        const timers = new HandTimers();
        let left;
        const host = new FakeHost((frame, self) => {
            left = timers.waiting.map((timer) => timer.milliseconds / 60_000);
            self.say({ id: frame.id, ok: {} });
        });
        await new Link(host.connect, timers).ask({ do: verb });
        return left;
    };
    // PROTOCOL.md: the host answers within fifteen minutes, everything else within two.
    for (const verb of ["decrypt", "protect", "submit", "keep", "password", "forget-password"]) {
        assert.deepEqual(await minutes(verb), [16], verb);
    }
    for (const verb of ["verify", "identities", "recipients", "doctor"]) assert.deepEqual(await minutes(verb), [3], verb);
});

test("an abort cancels at the host, stops the pieces and leaves later requests alone", async () => {
    const stop = new AbortController();
    const host = new FakeHost((frame, self) => {
        if (frame.seq === 1) stop.abort();
        if (frame.do === "identities") self.say({ id: frame.id, ok: "later" });
    });
    const timers = new HandTimers();
    timers.breathe = () => new Promise((done) => setImmediate(done));
    const link = new Link(host.connect, timers);
    const answer = link.ask({ do: "verify" }, new Uint8Array(8 * 786432), stop.signal);
    assert.equal((await problemOf(answer)).code, "request.cancelled");
    assert.equal((await link.ask({ do: "identities" })).ok, "later");
    assert.deepEqual(host.frames.find((frame) => frame.do === "cancel").of, 1);
    assert.ok(!host.frames.some((frame) => frame.last));
});

test("an aborted request is not even started", async () => {
    const host = new FakeHost();
    const link = new Link(host.connect, new HandTimers());
    const answer = link.ask({ do: "verify" }, new Uint8Array(1), AbortSignal.abort());
    assert.equal((await problemOf(answer)).code, "request.cancelled");
    assert.deepEqual(host.frames, []);
});

test("a host that nothing was asked of for a while is let go, one that is at work is not", async () => {
    const host = new FakeHost();
    const link = new Link(host.connect, new HandTimers());
    const answer = link.ask({ do: "verify" });
    await link.hello();
    await Promise.resolve();
    assert.deepEqual([link.rest(), link.rest()], [false, false]);
    host.say({ id: 1, ok: "done" });
    await answer;
    void link.ask({ do: "verify" });
    await Promise.resolve();
    host.say({ id: 2, ok: "done" });
    // The question came since it was asked last.
    assert.deepEqual([link.rest(), link.rest()], [false, true]);
    await link.hello();
    assert.equal(host.starts, 2);
});
