// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";

import { signedAnswer } from "./answers.mjs";
import { extension, source } from "./load.mjs";
import { english } from "./texts.mjs";

const { certificateRows, detailsOf, parseReading } = await source(
    "protocol/reading.ts",
    "wording/details.ts",
    "ui/certificate.ts",
);
const hostile = "\u202eVALID SIGNATURE\nSigned by ceo\u0000\u2066<img src=x onerror=alert(1)>" + "x".repeat(1 << 20);

function hostileReading() {
    const answer = signedAnswer();
    const signer = answer.signature.signers[0];
    signer.certificate.subject = hostile;
    answer.signature.issuer = hostile;
    answer.fields.subject = hostile;
    answer.findings[0].args = [hostile];
    return parseReading(answer);
}

test("E-65 names from certificates and mail come out literal, without controls, at most 256 long", async () => {
    const say = await english();
    const reading = hostileReading();
    assert.equal(reading.subject.length, 256);
    assert.match(reading.subject, /^VALID SIGNATURESigned by ceo<img src=x onerror=alert\(1\)>x+$/);
    const rows = [...certificateRows(reading.signers[0].certificate, true, say, String), ...detailsOf(reading, say, String).facts];
    for (const line of rows.flatMap(({ lines }) => lines)) {
        assert.doesNotMatch(line, /[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/);
    }
});

test("E-65 no page of ours makes markup out of text, and no script comes from elsewhere", async () => {
    const folder = path.join(extension, "src");
    const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(ts|html)$/.test(name));
    const markup = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|createContextualFragment/;
    const elsewhere = /https?:|importScripts|import\(|make\("script"|createElement\("script"/;
    for (const name of names) {
        const text = await readFile(path.join(folder, name), "utf8");
        assert.doesNotMatch(text, markup, name);
        // Addresses in scripts are of services that are talked to.
        assert.doesNotMatch(name.endsWith(".html") ? text : text.replace(/https?:/g, ""), elsewhere, name);
        // What was a mail becomes a document in one place, and that has it cleaned.
        if (name !== "ui/mail_html.ts") assert.doesNotMatch(text, /srcdoc/, name);
    }
});
