// SPDX-License-Identifier: MPL-2.0
import { isPositive, type Reading } from "../protocol/reading";
import type { EncryptionState, SignatureState } from "../protocol/words";

/** The pictures of assets/, told apart by shape as well as by colour. */
export type Mark =
    | "pending"
    | "none"
    | "signed"
    | "signed-partly"
    | "part"
    | "question"
    | "warning"
    | "alarm"
    | "lock"
    | "lock-signed"
    | "lock-warning"
    | "lock-closed"
    | "host"
    | "app";

/** The tones of B.1. Broken is a warning; alarm only for a withdrawn certificate or with a flag (G.1). */
const bySignature: Record<SignatureState, Mark> = {
    "S-0": "none",
    "S-1": "signed",
    "S-2": "signed-partly",
    "S-3": "signed-partly",
    "S-4": "warning",
    "S-5": "question",
    "S-6": "alarm",
    "S-7": "warning",
    "S-8": "warning",
    "S-9": "warning",
    "S-10": "question",
    "S-11": "part",
    "S-12": "part",
    "S-13": "pending",
    "S-14": "warning",
};

const byEncryption: Record<EncryptionState, Mark | null> = {
    "ENC-0": null,
    "ENC-1": "lock",
    "ENC-2": "lock-warning",
    "ENC-3": "lock-warning",
    "ENC-4": "part",
    "ENC-5": "lock-closed",
    "ENC-6": "lock-closed",
    "ENC-7": "lock-warning",
    "ENC-8": "lock-closed",
    "ENC-9": "lock-closed",
};

export function markOf(reading: Reading): Mark {
    const { signature, encryption, flags } = reading;
    if (signature === null || encryption === null) return "question";
    const sign = bySignature[signature];
    if (signature === "S-7" && (flags.includes("R-1") || flags.includes("R-6"))) return "alarm";
    if (sign === "alarm" || sign === "warning") return sign;
    if (flags.includes("R-1")) return "warning";
    const lock = byEncryption[encryption];
    return lock === "lock" && isPositive(signature) ? "lock-signed" : (lock ?? sign);
}
