// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";
import { english } from "./texts.mjs";

const { describe, errorCodes } = await source("wording/describe.ts", "protocol/words.ts");
const say = await english();
const described = (problem) => describe({ kind: "problem", problem }, say, String);

test("E-87 too old a host and too old an add-on name both versions and the side to update", () => {
    const old = described({ kind: "old", version: "0.0.9", protocol: 0 });
    assert.equal(old.sentences[0], "This computer has Sealwright 0.0.9 (protocol 0); this add-on needs protocol 1.");
    assert.equal(old.todo, "Update the Sealwright program on this computer.");
    assert.equal(described({ kind: "new", version: "2.0", protocol: 2 }).todo, "Update this add-on.");
});

test("a missing, a silent and a crashed host say different things and what to do", () => {
    const all = ["missing", "silent", "crashed"].map((kind) => described({ kind }));
    assert.deepEqual(all.map(({ headline }) => headline), [
        "Sealwright is not installed",
        "Sealwright does not answer",
        "Sealwright stopped",
    ]);
    for (const { todo, retry, mark } of all) assert.ok(todo && retry && mark === "host");
});

test("what Thunderbird did not hand over is not blamed on the sender", () => {
    for (const kind of ["raw", "partial", "stale"]) {
        const { mark, headline, todo, retry } = described({ kind });
        assert.equal(mark, "question");
        assert.ok(headline && todo && retry);
    }
});

test("every error code has its sentence, and none looks positive", () => {
    for (const code of errorCodes) {
        const { mark, headline, sentences } = described({ kind: "error", code, args: ["x"] });
        assert.equal(mark, "question");
        assert.equal(headline, "Cannot be checked");
        assert.notEqual(sentences[0], "");
    }
});
