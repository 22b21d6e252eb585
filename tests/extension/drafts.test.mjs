// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { fakeShelf } from "./fake_shelf.mjs";
import { source } from "./load.mjs";

const { Drafts } = await source("background/drafts.ts");
const bytes = (text) => new TextEncoder().encode(text);
const sealed = { ok: { outer: [{ name: "Subject", value: "..." }], entity: { transfer: 1, size: 6 }, copies: [] }, bodies: new Map([[1, bytes("sealed")]]) };

/** Drafts whose host seals when the test says so, in the order it is asked. */
function slowly() {
    const [shelf, waiting] = [fakeShelf(), []];
    const ask = () => new Promise((done) => waiting.push(() => done(sealed)));
    const asked = async (times) => {
        while (waiting.length < times) await new Promise((later) => setImmediate(later));
    };
    return { drafts: new Drafts(shelf, { ask }), shelf, waiting, asked };
}

test("a draft that was discarded or sent while the host still sealed it does not come back", async () => {
    const { drafts, shelf, waiting, asked } = slowly();
    const [keeps, removes] = [drafts.keep("1", "a@x", bytes("late")), drafts.remove("1")];
    await asked(1);
    waiting[0]();
    await Promise.all([keeps, removes]);
    assert.equal(shelf.items.size, 0);
});

test("one draft does not wait for another, and what failed holds up nothing", async () => {
    const { drafts, shelf, waiting, asked } = slowly();
    const keeps = [drafts.keep("1", "a@x", bytes("one")), drafts.keep("2", "a@x", bytes("two"))];
    await asked(2);
    waiting[1]();
    await keeps[1];
    assert.deepEqual([...shelf.items.keys()], ["2"]);
    shelf.put = async () => Promise.reject(new Error("full"));
    waiting[0]();
    await assert.rejects(keeps[0], /full/);
    await drafts.remove("2");
    assert.equal(shelf.items.size, 0);
});
