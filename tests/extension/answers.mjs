// SPDX-License-Identifier: MPL-2.0

/** A host's answer about a mail of alice's, signed and good as far as could be asked (S-2). */
export function signedAnswer(changes = {}) {
    const certificate = {
        subject: "Alice",
        issuer: "Test CA",
        addresses: ["alice@example.com"],
        serial: "0a1b",
        sha256: "00112233",
        key: "RSA 2048",
        not_before: 1767225600,
        not_after: 1798761600,
        validation: "mailbox",
    };
    return {
        schema: 1,
        sha256: "aa",
        summary: "verified",
        signature: {
            state: "S-2",
            address: "alice@example.com",
            issuer: "Test CA",
            signers: [{ certificate, chain: [], signing_time: 1795420000, digest: "SHA-256", algorithm: "RSA", findings: [] }],
        },
        encryption: { state: "ENC-0", cipher: "", recipients: [] },
        headers: { state: "H-0" },
        flags: [],
        restricted: false,
        findings: [{ check: "V-25", outcome: "unknown", reason: "revocation.not-asked", args: [] }],
        checks: { "V-11": "passed", "V-14": "passed", "V-25": "unknown" },
        fields: { from: [{ name: "Alice", address: "alice@example.com" }], subject: "Hello", date: 1795420000 },
        ...changes,
    };
}

/** The same in another state of the signature. */
export function inState(state, changes = {}) {
    const answer = signedAnswer(changes);
    return { ...answer, signature: { ...answer.signature, state } };
}
