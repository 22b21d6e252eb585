// SPDX-License-Identifier: MPL-2.0
import { parseCertificate, parseFindings, type Certificate, type Finding } from "./reading";
import { isRecord, records, seconds, shown, shownList } from "../platform/values";

/** What is known about encrypting to an address. */
export interface RecipientState {
    address: string;
    /** Whether a message can be encrypted to it now. */
    usable: boolean;
    certificates: KnownCertificate[];
    findings: Finding[];
}

export interface KnownCertificate extends Certificate {
    /** Where it came from. */
    source: "file" | "mail" | "own" | null;
    /** When it was first seen, in seconds since 1970. */
    added: number | null;
    /** Content ciphers its owner's program says it can open, best first; empty when it said nothing. */
    opens: string[];
}

/** The answer to `recipients`, in the order it was asked; what is no answer of that form is empty. */
export function parseRecipients(answer: unknown): RecipientState[] {
    const list = isRecord(answer) ? records(answer["recipients"]) : [];
    return list.filter(isRecord).map((each) => ({
        address: shown(each["address"]),
        usable: each["usable"] === true,
        certificates: records(each["certificates"]).filter(isRecord).map(known),
        findings: parseFindings(each["findings"]),
    }));
}

export function known(certificate: Record<string, unknown>): KnownCertificate {
    const source = (["file", "mail", "own"] as const).find((name) => name === certificate["source"]);
    return {
        ...parseCertificate(certificate),
        source: source ?? null,
        added: seconds(certificate["added"]),
        opens: shownList(certificate["opens"]),
    };
}
