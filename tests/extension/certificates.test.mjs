// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";
import { english } from "./texts.mjs";

const { certificateRows, stationsOf, validationText } = await source("ui/certificate.ts", "ui/chain.ts");
const say = await english();

const certificate = (subject, issuer, changes = {}) => ({
    subject,
    issuer,
    addresses: [],
    serial: "0a1b",
    sha256: "00112233",
    key: "RSA 2048",
    notBefore: 0,
    notAfter: 86400,
    validation: "",
    ...changes,
});
const leaf = (changes = {}) => certificate("Alice Example", "Issuing CA", { addresses: ["alice@example.com"], ...changes });
const issuing = certificate("Issuing CA", "Root CA");
const root = certificate("Root CA", "Root CA");
const told = (stations) => stations.map(({ role, title }) => [role, title]);

test("the chain is drawn from the person's certificate over the issuers to the organisation recognised here", () => {
    const stations = stationsOf(leaf({ validation: "individual" }), [issuing, root], "yes", say);
    assert.deepEqual(told(stations), [["leaf", "Alice Example"], ["issuer", "Issuing CA"], ["anchor", "Root CA"]]);
    assert.equal(stations[2].caption, "Recognised by this computer for e-mail");
});

test("an issuer that is only named is drawn as one whose certificate is missing", () => {
    const stations = stationsOf(leaf(), [], "no", say);
    assert.deepEqual(told(stations).at(-1), ["absent", "Issuing CA"]);
    assert.equal(stations.at(-1).certificate, null);
});

test("a root that came with the message is not drawn as recognised", () => {
    const { role, caption } = stationsOf(leaf(), [issuing, root], "no", say)[2];
    assert.deepEqual([role, caption], ["root", "Not recognised by this computer"]);
    const [own, ...above] = stationsOf(certificate("Eve", "Eve", { addresses: ["eve@example.net"] }), [], "no", say);
    assert.deepEqual([own.caption, above.length], ["Issued by its own owner", 0]);
});

test("N-1205 a name that nobody checked is neither the title nor called the owner's", () => {
    for (const [validation, vouched] of [["mailbox", "yes"], ["", "yes"], ["individual", "no"], ["sponsor", "unknown"]]) {
        const shown = leaf({ validation });
        assert.equal(stationsOf(shown, [], vouched, say)[0].title, "alice@example.com");
        assert.match(certificateRows(shown, false, say, String)[0].name, /not checked/);
    }
});

test("N-1205 what the issuer made sure of is said, and only as a claim when nobody recognised vouches for it", () => {
    const text = (validation, vouched) => validationText(leaf({ validation }), vouched, say);
    assert.match(text("mailbox", "yes"), /^Address checked only/);
    assert.match(text("sponsor", "yes"), /^Person and organisation checked/);
    assert.match(text("organization", "yes"), /^Organisation checked/);
    assert.match(text("individual", "yes"), /^Person checked/);
    assert.match(text("individual", "no"), /^The certificate claims: .*No organisation you trust confirms that/);
    assert.match(text("", "yes"), /^The issuer does not say/);
});

test("fingerprint and serial number come in groups that can be read out", () => {
    const values = certificateRows(leaf({ sha256: "0011aabb22" }), true, say, String).flatMap(({ lines }) => lines);
    assert.ok(values.includes("0011 AABB 22"));
    assert.ok(values.includes("0A1B"));
});
