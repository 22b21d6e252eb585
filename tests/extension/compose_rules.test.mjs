// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";

const { isReady, newDraft, protectionOf, warningsOf } = await source("background/compose_rules.ts");

const able = { address: "alice@example.com", usable: true, certificates: [], findings: [] };
const unable = { ...able, address: "carol@example.net", usable: false };
const facts = (sign, encrypt, changes = {}) => ({
    account: "bob@example.org",
    defaults: { sign, encrypt },
    signing: { possible: true, why: null, certificate: "Bob" },
    recipients: [able],
    missing: [],
    newsgroups: [],
    problem: null,
    ...changes,
});
const cannotSign = { signing: { possible: false, why: { kind: "missing" }, certificate: "" } };
const kinds = (draft, known) => warningsOf(draft, known).map(({ kind }) => kind);

test("a message starts with what is usual for its address", () => {
    assert.equal(protectionOf(newDraft, facts("never", "never")), "none");
    assert.equal(protectionOf(newDraft, facts("always", "never")), "sign");
    assert.equal(protectionOf(newDraft, facts("always", "when-possible")), "encrypt");
    assert.equal(protectionOf(newDraft, facts("always", "when-possible", { recipients: [able, unable] })), "sign");
    assert.equal(protectionOf(newDraft, facts("never", "when-possible", { recipients: [] })), "none");
});

test("a message to a newsgroup is not encrypted, and one that has to be is not sent", () => {
    const posted = facts("always", "when-possible", { newsgroups: ["comp.mail.misc"] });
    assert.equal(protectionOf(newDraft, posted), "sign");
    assert.equal(isReady(newDraft, posted), true);
    for (const draft of [{ ...newDraft, chosen: "encrypt" }, { ...newDraft, quotesProtected: true }]) {
        assert.deepEqual([kinds(draft, posted), isReady(draft, posted)], [["newsgroups"], false]);
    }
    assert.deepEqual(kinds(newDraft, facts("always", "ask", { newsgroups: ["comp.mail.misc"] })), []);
});

test("an address that asks does so once all recipients have a certificate, until the person has chosen", () => {
    const asking = facts("always", "ask");
    assert.deepEqual([kinds(newDraft, asking), isReady(newDraft, asking)], [["could-encrypt"], false]);
    const unsigned = facts("never", "ask");
    assert.equal(isReady(newDraft, unsigned), false);
    for (const chosen of ["none", "sign", "encrypt"]) {
        assert.deepEqual([kinds({ ...newDraft, chosen }, asking), isReady({ ...newDraft, chosen }, asking)], [[], true]);
    }
    assert.equal(isReady(newDraft, facts("always", "ask", { recipients: [able, unable] })), true);
    assert.equal(isReady(newDraft, facts("never", "ask", cannotSign)), true);
});

test("an address that signs always sends nothing unsigned unless the person says so", () => {
    const broken = facts("always", "never", cannotSign);
    assert.deepEqual([protectionOf(newDraft, broken), kinds(newDraft, broken), isReady(newDraft, broken)], ["none", ["cannot-sign"], false]);
    assert.equal(isReady({ ...newDraft, chosen: "none" }, broken), true);
    assert.equal(isReady(newDraft, facts("never", "never", cannotSign)), true);
});

test("a quote of encrypted text does not go out readable, whatever was chosen", () => {
    const draft = { ...newDraft, quotesProtected: true };
    assert.equal(protectionOf(draft, facts("never", "never")), "encrypt");
    for (const chosen of ["none", "sign"]) assert.equal(isReady({ ...draft, chosen }, facts("never", "never")), false);
});
