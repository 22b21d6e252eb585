// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";
import { bare, english } from "./texts.mjs";

const { composeMark, composeView } = await source("ui/compose_view.ts", "wording/compose_mark.ts");
const say = await english();
const day = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);

const certificate = {
    subject: "Alice",
    issuer: "Test CA",
    addresses: ["alice@example.com"],
    serial: "0a",
    sha256: "00",
    key: "RSA 2048",
    notBefore: 1767225600,
    notAfter: 1798761600,
    validation: "",
    source: "mail",
    added: 1780000000,
    opens: ["AES-256-GCM"],
};
const alice = { address: "alice@example.com", usable: true, certificates: [certificate], findings: [] };
const carol = { address: "carol@example.net", usable: false, certificates: [], findings: [] };
const stateWith = (changes) => ({
    protection: "encrypt",
    account: "bob@example.org",
    signing: { possible: true, why: null, certificate: "Bob" },
    recipients: [alice],
    warnings: [],
    quotesProtected: false,
    busy: false,
    problem: null,
    copies: [],
    ...changes,
});
const view = (changes) => composeView(stateWith(changes), say, day);
const choiceOf = (changes, protection) => view(changes).choices.find((each) => each.protection === protection);

test("each kind of protection has a picture and a headline of its own", () => {
    const views = ["none", "sign", "encrypt"].map((protection) => view({ protection }));
    assert.deepEqual(views.map(({ mark }) => mark), ["compose-none", "compose-sign", "compose-encrypt"]);
    assert.deepEqual(views.map(({ headline }) => headline), [
        "Goes out unprotected",
        "Will be signed",
        "Will be signed and encrypted",
    ]);
});

test("a recipient shows whether there is a certificate, from where, since when, until when, and what it opens", () => {
    const [shown] = view({}).recipients;
    assert.deepEqual([shown.mark, shown.meaning], ["lock", "Can be encrypted to"]);
    assert.deepEqual([shown.headline, ...shown.lines], [
        "Certificate valid until 2027-01-01",
        "From a signed message, known since 2026-05-28",
        "Their program can open the newer form of encryption (AES-256-GCM)",
    ]);
    const old = { ...alice, certificates: [{ ...certificate, source: "file", opens: [] }] };
    assert.match(view({ recipients: [old] }).recipients[0].lines.join(), /^From a file.*Not known what their program can open/);
});

test("E-28 a recipient whose certificate is unfit shows the reason and what to do, and no lock", () => {
    const findings = [{ check: "V-21", outcome: "failed", reason: "path.expired", args: [] }];
    const [shown] = view({ recipients: [{ ...alice, usable: false, findings }] }).recipients;
    assert.equal(shown.mark, "lock-warning");
    assert.equal(shown.headline, "Certificate cannot be used");
    assert.equal(shown.lines[0], "A certificate has expired.");
    assert.match(shown.todo, /new certificate/);
});

test("encrypting to somebody without a certificate names them and is shown as not sendable", () => {
    const changes = { recipients: [alice, carol] };
    assert.equal(composeMark(stateWith(changes)), "compose-impossible");
    assert.equal(
        bare(choiceOf(changes, "encrypt").obstacle),
        "Not possible yet: there is no usable certificate for carol@example.net.",
    );
    const told = view({ ...changes, warnings: [{ kind: "no-certificate", addresses: ["carol@example.net"] }] });
    assert.match(bare(told.warnings[0].text), /to carol@example\.net, since/);
    assert.equal(composeMark(stateWith({ ...changes, protection: "sign" })), "compose-sign");
});

test("without a certificate of one's own, protection is not possible because of that, and the way to one is offered", () => {
    const why = { kind: "error", code: "key.none", args: ["bob@example.org"] };
    const changes = { protection: "none", signing: { possible: false, why, certificate: "" } };
    for (const protection of ["sign", "encrypt"]) {
        const { enabled, obstacle } = choiceOf(changes, protection);
        assert.equal(enabled, false);
        assert.equal(obstacle, "Not possible: There is no certificate with a key for bob@example.org.");
    }
    assert.equal(choiceOf(changes, "none").enabled, true);
    assert.equal(view(changes).setUp, true);
});

test("C-07 unknown recipients of decrypted text are named and stop it until a person accepts them", () => {
    const warning = { kind: "unknown-recipients", addresses: ["mallory@example.net"], accepted: false };
    const open = view({ warnings: [warning] });
    assert.equal(open.mark, "compose-impossible");
    assert.match(bare(open.warnings[0].text), /decrypted text to mallory@example\.net/);
    assert.deepEqual(open.warnings[0].actions.map(({ does }) => does), ["accept-unknown"]);
    const accepted = view({ warnings: [{ ...warning, accepted: true }] });
    assert.deepEqual([accepted.mark, accepted.warnings[0].actions], ["compose-encrypt", []]);
});

test("a quote of encrypted text in the clear can be encrypted or removed, nothing else", () => {
    const quoting = { protection: "sign", quotesProtected: true, warnings: [{ kind: "quote-in-clear" }] };
    assert.equal(view(quoting).mark, "compose-impossible");
    assert.deepEqual(view(quoting).warnings[0].actions.map(({ does }) => does), ["encrypt", "remove-quote"]);
});

test("what could be encrypted is offered so, and what cannot be signed says so; either can be left as it is", () => {
    const asked = view({ protection: "sign", warnings: [{ kind: "could-encrypt" }] });
    assert.equal(asked.mark, "compose-sign");
    assert.deepEqual(asked.warnings[0].actions.map(({ does }) => does), ["encrypt", "as-is"]);
    const unsigned = view({ protection: "none", warnings: [{ kind: "cannot-sign" }] });
    assert.equal(unsigned.mark, "compose-impossible");
    assert.deepEqual(unsigned.warnings[0].actions.map(({ does }) => does), ["as-is"]);
});

test("missing internals of Thunderbird are named and leave only unprotected mail", () => {
    const shown = view({ protection: "none", warnings: [{ kind: "missing-internals", names: ["_deliverMessage"] }] });
    assert.match(shown.warnings[0].text, /Missing: _deliverMessage$/);
    assert.deepEqual(shown.choices.map(({ enabled }) => enabled), [true, false, false]);
    assert.equal(shown.setUp, false);
});

test("while the host works nothing can be chosen", () => {
    const { busy, headline, choices } = view({ busy: true });
    assert.equal(busy, true);
    assert.equal(headline, "Working…");
    assert.ok(choices.every(({ enabled }) => !enabled));
});

test("E-59 each Bcc copy has its state, and a failed one is named and can be sent again alone", () => {
    const copy = (id, state, text = "") => ({ id, recipient: `bcc${id}@example.net`, subject: "Plan", state, text });
    const { copies } = view({ copies: [copy(1, "sent"), copy(2, "failed", "mailbox full"), copy(3, "waiting")] });
    assert.deepEqual(copies.map(({ text }) => text), ["Sent", "Not sent: mailbox full", "Waiting"]);
    assert.deepEqual(copies.map(({ retry }) => bare(retry)), ["", "Send to bcc2@example.net again", ""]);
});

test("a host that is not there is said with what to do", () => {
    const { problem } = view({ problem: { kind: "missing" } });
    assert.match(problem.join(" "), /Install Sealwright from its package/);
    const changes = { protection: "none", signing: { possible: false, why: { kind: "missing" }, certificate: "" } };
    assert.deepEqual(view(changes).problem, problem);
    assert.equal(view({ problem: { kind: "missing" }, recipients: [carol] }).recipients[0].headline, "Shown once Sealwright answers.");
    assert.equal(choiceOf(changes, "sign").obstacle, "Not possible: Sealwright is not installed");
});
