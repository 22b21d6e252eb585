// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";

import { extension, source } from "./load.mjs";
import { languages, messages } from "./texts.mjs";

const { key } = await source("wording/keys.ts");
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

/** Keys are written out, or put together by `key("kind", …)` or a template such as `compose_${…}_label`. */
test("no text is there for nothing", async () => {
    const sources = path.join(extension, "src");
    const files = (await readdir(sources, { recursive: true })).filter((name) => /\.(ts|html)$/.test(name));
    const manifests = ["common", "thunderbird", "chromium", "firefox"].map((name) => `../../manifests/extension/${name}.json`);
    const read = await Promise.all([...files, ...manifests].map((name) => readFile(path.join(sources, name), "utf8")));
    const code = read.join("\n").replaceAll("__MSG_", " ");
    const written = new Set(code.match(/[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+/g));
    const composed = [...code.matchAll(/`((?:[a-z]+_)+[^`]*\$\{[^`]*)`/g)].map(([, template]) =>
        new RegExp(`^${template.replace(/\$\{[^}]*\}/g, "\\w+")}$`),
    );
    const kinds = [...code.matchAll(/\bkey\("(\w+)"/g), ...code.matchAll(/wording\("(\w+)"/g)].map(([, kind]) => new RegExp(`^${kind}_`));
    const ways = [...composed, ...kinds, /^(outcome|summary)_/];
    const unused = Object.keys(await messages("en")).filter((name) => !written.has(name) && !ways.some((way) => way.test(name)));
    assert.deepEqual(unused, []);
});
