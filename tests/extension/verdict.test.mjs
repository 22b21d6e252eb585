// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";

import { inState, signedAnswer } from "./answers.mjs";
import { extension, source } from "./load.mjs";
import { bare, english } from "./texts.mjs";

const { describe, detailsOf, encryptionStates, parseReading, signatureStates } = await source(
    "wording/describe.ts",
    "wording/details.ts",
    "protocol/reading.ts",
    "protocol/words.ts",
);
const say = await english();
const day = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);

const described = (answer) => describe({ kind: "reading", reading: parseReading(answer) }, say, day);
const encrypted = (state, changes = {}) => signedAnswer({ encryption: { state, cipher: "", recipients: [] }, ...changes });
const positive = ["signed", "signed-partly", "lock-signed", "lock"];

test("a good signature is headed by the proven address, and what was not asked is said", () => {
    const { mark, headline, sentences } = described(signedAnswer());
    assert.equal(mark, "signed-partly");
    assert.equal(bare(headline), "Signed by alice@example.com (not fully checked)");
    assert.deepEqual(sentences.map(bare), [
        "We could not ask Test CA whether this certificate has been withdrawn.",
        "Subject line and recipient list are not covered by the signature.",
    ]);
});

test("only S-1, S-2 and S-3 look positive, and none of them looks like a lock", () => {
    const looks = signatureStates.filter((state) => positive.includes(described(inState(state)).mark));
    assert.deepEqual(looks, ["S-1", "S-2", "S-3"]);
    assert.deepEqual(looks.map((state) => described(inState(state)).mark), ["signed", "signed-partly", "signed-partly"]);
});

test("a wrong address names both, a broken signature is a warning, a withdrawn certificate an alarm", () => {
    const other = described(inState("S-4", { fields: { from: [{ name: "", address: "boss@example.net" }] } }));
    assert.equal(
        bare(other.sentences[0]),
        "The signature belongs to alice@example.com, but the message says it is from boss@example.net.",
    );
    assert.equal(described(inState("S-7")).mark, "warning");
    assert.equal(described(inState("S-7", { flags: ["R-6"] })).mark, "alarm");
    const finding = { check: "V-25", outcome: "failed", reason: "revocation.revoked", args: ["1795420000"] };
    const withdrawn = described(inState("S-6", { findings: [finding] }));
    assert.equal(withdrawn.mark, "alarm");
    assert.match(bare(withdrawn.sentences[0]), /^Test CA has withdrawn this certificate on 2026-11-23\./);
});

test("the sender's deputy is said to have sent on behalf of the author (G.2)", () => {
    const finding = { check: "V-26", outcome: "failed", reason: "address.sender-only", args: [] };
    const fields = { from: [{ name: "", address: "boss@example.net" }] };
    const [sentence] = described(inState("S-4", { findings: [finding], fields })).sentences;
    assert.equal(bare(sentence), "Sent by alice@example.com on behalf of boss@example.net.");
});

test("encryption is named before the signature; what stayed closed says nothing of a signature", () => {
    assert.equal(bare(described(encrypted("ENC-1")).headline), "Encrypted · Signed by alice@example.com (not fully checked)");
    assert.equal(described(encrypted("ENC-1")).mark, "lock-signed");
    const unsigned = { signature: { state: "S-0", address: "", issuer: "", signers: [] } };
    assert.equal(described(encrypted("ENC-1", unsigned)).headline, "Encrypted · Not signed");
    assert.equal(described(encrypted("ENC-7", unsigned)).headline, "Could not be opened");
    assert.equal(described(encrypted("ENC-6", unsigned)).retry, true);
});

test("an expected signature that is missing heads the badge and warns (R-1)", () => {
    const missing = described(inState("S-0", { flags: ["R-1"] }));
    assert.equal(missing.mark, "warning");
    assert.equal(missing.headline, "The usual signature is missing");
});

test("of an unsigned message no check of signatures is said to have passed", () => {
    const checks = { "V-01": "passed", "V-02": "passed", "V-03": "passed", "V-04": "passed", "V-05": "passed" };
    assert.deepEqual(detailsOf(parseReading(inState("S-0", { checks })), say, day).passed, [
        "Message is within the limits of size and structure",
        "Header fields can be read in one way only",
    ]);
    assert.equal(detailsOf(parseReading(inState("S-1", { checks })), say, day).passed.length, 5);
});

test("a new certificate of a sender says until when another one was used (R-2)", () => {
    const args = ["2026-10-01", "Old CA"];
    const finding = { check: "V-26", outcome: "passed", reason: "sender.new-certificate", args };
    const { sentences } = described(inState("S-1", { flags: ["R-2"], findings: [finding] }));
    assert.equal(bare(sentences.at(-1)), "New certificate: alice@example.com used a different certificate until 2026-10-01.");
    const answer = inState("S-1", { findings: [finding] });
    assert.deepEqual(detailsOf(parseReading(answer), say, day).remarks, [
        "The sender used a different certificate until 2026-10-01, issued by Old CA.",
    ]);
});

test("the date of a withdrawal is written as a day wherever it stands", () => {
    const finding = { check: "V-25", outcome: "failed", reason: "revocation.revoked", args: ["1795420000"] };
    const { against } = detailsOf(parseReading(inState("S-6", { findings: [finding] })), say, day);
    assert.deepEqual(against, ["The issuer has withdrawn the certificate. 2026-11-23"]);
});

test("unsigned mail is quiet: a grey picture and no words on the badge", () => {
    const plain = described(inState("S-0"));
    assert.deepEqual([plain.mark, plain.quiet, plain.headline], ["none", true, "Not signed"]);
});

test("a word this side does not know is shown as one that cannot be checked", () => {
    for (const answer of [inState("S-15"), inState("VERIFIED"), encrypted("ENC-10")]) {
        const { mark, headline } = described(answer);
        assert.equal(mark, "question");
        assert.match(headline, /^Cannot be checked/);
    }
});

test("a positive state that names no address is not believed", () => {
    const nameless = signedAnswer({ signature: { state: "S-1", address: "", issuer: "Test CA", signers: [] } });
    assert.equal(described(nameless).headline, "Cannot be checked");
});

test("an answer of another form gives no reading at all", () => {
    const answers = [null, [], "verified", {}, signedAnswer({ schema: 2 }), signedAnswer({ signature: "S-1" })];
    assert.deepEqual(answers.map(parseReading), answers.map(() => null));
});

test("until the answer is there the badge is grey (S-13)", () => {
    assert.equal(describe({ kind: "pending" }, say, day).mark, "pending");
});

test("each state has a headline, and each picture is among the assets", async () => {
    const pictures = await readdir(path.join(extension, "assets"));
    const all = [...signatureStates.map((state) => described(inState(state))), ...encryptionStates.map((state) => described(encrypted(state)))];
    for (const { mark, headline } of all) {
        assert.notEqual(headline, "");
        assert.ok(pictures.includes(`${mark}.svg`), mark);
    }
});
