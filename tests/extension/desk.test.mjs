// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";

const { Desk, Retry } = await source("background/desk.ts", "background/retry.ts");

/** A desk whose checks end when the test says so. */
function desk() {
    const parts = {
        painted: [],
        shown: null,
        checks: [],
        check: (message, signal) => new Promise((end) => parts.checks.push({ message, signal, end })),
        paint: (_, state) => parts.painted.push(state.mark ?? state.kind),
        displayed: async () => parts.shown,
    };
    return { parts, desk: new Desk(parts) };
}
const reading = (mark) => ({ kind: "reading", mark });
const settled = () => new Promise((done) => setImmediate(done));

test("E-34 however long a check takes, the badge is grey until it ends", async () => {
    const { parts, desk: it } = desk();
    parts.shown = { id: 1 };
    const shown = it.show(7, { id: 1 });
    for (let turn = 0; turn < 50; ++turn) await settled();
    assert.deepEqual(parts.painted, ["pending"]);
    assert.equal(it.state(7).kind, "pending");
    parts.checks[0].end(reading("good"));
    await shown;
    assert.deepEqual(parts.painted, ["pending", "good"]);
});

test("E-86 an answer about the message before does not reach the one on screen", async () => {
    const { parts, desk: it } = desk();
    const first = it.show(7, { id: 1 });
    parts.shown = { id: 2 };
    const second = it.show(7, { id: 2 });
    assert.equal(parts.checks[0].signal.aborted, true);
    parts.checks[1].end(reading("second"));
    parts.checks[0].end(reading("first"));
    await Promise.all([first, second]);
    assert.deepEqual(parts.painted, ["pending", "pending", "second"]);
});

test("E-86 an answer that comes when the tab already shows another message is dropped", async () => {
    const { parts, desk: it } = desk();
    const shown = it.show(7, { id: 1 });
    parts.shown = { id: 2 };
    parts.checks[0].end(reading("first"));
    await shown;
    assert.deepEqual(parts.painted, ["pending"]);
});

test("the badge turns grey as soon as another message is selected, not when the same one is", async () => {
    const { parts, desk: it } = desk();
    parts.shown = { id: 1 };
    const shown = it.show(7, { id: 1 });
    parts.checks[0].end(reading("good"));
    await shown;
    it.select(7, [{ id: 1 }]);
    assert.equal(parts.painted.at(-1), "good");
    it.select(7, [{ id: 2 }]);
    assert.equal(parts.painted.at(-1), "pending");
    it.select(7, [{ id: 1 }, { id: 2 }]);
    assert.equal(parts.painted.at(-1), "empty");
});

test("two tabs have their own states", async () => {
    const { parts, desk: it } = desk();
    parts.shown = { id: 1 };
    const both = [it.show(7, { id: 1 }), it.show(8, { id: 1 })];
    parts.checks[1].end(reading("good"));
    await settled();
    assert.deepEqual([it.state(7).kind, it.state(8).kind], ["pending", "reading"]);
    parts.checks[0].end(reading("good"));
    await Promise.all(both);
});

test("looking for the host slows down, ends with success and starts quickly the next time", async () => {
    const waits = [];
    let fire = () => undefined;
    let tries = 0;
    const outcomes = () => (++tries < 8 ? "again" : "done");
    const retry = new Retry(async () => outcomes(), (milliseconds, then) => (waits.push(milliseconds), (fire = then)));
    retry.start();
    retry.start();
    for (let turn = 0; turn < 8; ++turn) {
        fire();
        await settled();
    }
    assert.deepEqual(waits, [1000, 2000, 4000, 8000, 15000, 30000, 30000, 30000]);
    retry.start();
    assert.equal(waits.at(-1), 1000);
});
