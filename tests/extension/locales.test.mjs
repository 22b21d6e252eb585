// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";

import { extension, source } from "./load.mjs";
import { languages, messages } from "./texts.mjs";

const { key } = await source("ui/keys.ts");
const words = JSON.parse(await readFile(path.join(extension, "../host/base/words.json"), "utf8"));

/** Kind of word → prefix of its keys and the parts each word has. */
const kinds = {
    ErrorCode: ["error", [""]],
    Check: ["check", [""]],
    Outcome: ["outcome", [""]],
    Reason: ["reason", [""]],
    SignatureState: ["state", ["headline", "sentence"]],
    EncryptionState: ["encryption", ["headline", "sentence"]],
    HeaderState: ["header", [""]],
    Flag: ["flag", ["", "sentence"]],
    Summary: ["summary", [""]],
};

for (const language of languages) {
    const texts = await messages(language);

    test(`every word of the protocol has its texts in ${language}`, () => {
        const missing = Object.entries(words).flatMap(([kind, rows]) => {
            const [prefix, parts] = kinds[kind];
            const keys = rows.flatMap(({ word }) => parts.map((part) => key(prefix, word, part)));
            return keys.filter((name) => !texts[name]?.message);
        });
        assert.deepEqual(missing, []);
    });

    test(`no text in ${language} promises what cannot be promised`, () => {
        const forbidden = /\b(secure|safe|trusted|genuine|fake|sicher|vertrauenswürdig|echt|gefälscht)\b/i;
        const bad = Object.entries(texts).filter(([, { message }]) => forbidden.test(message));
        assert.deepEqual(bad, []);
    });

    test(`keys in ${language} are ones that every browser takes, and differ in more than case`, () => {
        const names = Object.keys(texts);
        assert.deepEqual(names.filter((name) => !/^[A-Za-z0-9_]+$/.test(name)), []);
        assert.equal(new Set(names.map((name) => name.toLowerCase())).size, names.length);
    });
}

test("the languages have the same keys with the same arguments", async () => {
    const [first, ...others] = await Promise.all(languages.map(messages));
    const shape = (texts) =>
        Object.entries(texts)
            .map(([name, { message }]) => `${name} ${[...new Set(message.match(/\$\d/g))].sort().join("")}`)
            .sort();
    for (const other of others) assert.deepEqual(shape(other), shape(first));
});
