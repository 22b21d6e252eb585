// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";
import { english, languages, messages } from "./texts.mjs";

const kept = {};
globalThis.browser = { storage: { local: { get: async (defaults) => ({ ...defaults, ...kept }), set: async (values) => void Object.assign(kept, values) } } };
const { cueName, cues, lot, ownCue } = await source("ui/cue.ts");
const say = await english();

test("C-17 an installation draws its picture once and keeps it", async () => {
    const first = await ownCue();
    assert.ok(cues.includes(first));
    for (let time = 0; time < 20; ++time) assert.equal(await ownCue(), first);
});

test("C-17 pictures are drawn with equal chances from a hundred or more", () => {
    assert.ok(cues.length >= 100);
    const words = [2 ** 32 - 1, 5];
    assert.equal(lot(3, () => words.shift()), 2);
    const counts = new Map();
    for (let time = 0; time < 50 * cues.length; ++time) {
        const drawn = lot(cues.length);
        counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    assert.equal(counts.size, cues.length);
});

test("C-17 each picture has a name of its own in every language", async () => {
    assert.equal(cueName("star-green", say), "green star");
    for (const language of languages) {
        const texts = await messages(language);
        const parts = new Set(cues.flatMap((cue) => [`cue_shape_${cue.split("-")[0]}`, `cue_colour_${cue.split("-")[1]}`]));
        for (const part of parts) assert.ok(texts[part]?.message, part);
    }
});
