// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import type { Certificate, Signer } from "../protocol/reading";
import { row, type Row } from "../wording/details";
import { key } from "../wording/keys";

type ShowDay = (seconds: number) => string;

/** Whether an issuer this computer recognises stands behind it; unknown where nobody looked. */
export type Vouched = "yes" | "no" | "unknown";

/**
 * What a person may want to compare with the owner's own words, on the phone for instance.
 * `named`: somebody checked that the name in it is its owner's.
 */
export function certificateRows(
    certificate: Certificate,
    named: boolean,
    say: Say,
    day: ShowDay,
): Row[] {
    return [
        row(say(named ? "ui_names" : "ui_names_unchecked"), [certificate.subject]),
        row(say("ui_addresses"), certificate.addresses),
        row(say("ui_chain"), [certificate.issuer]),
        row(say("ui_valid"), [validity(certificate, say, day)]),
        row(say("ui_key"), [certificate.key]),
        row(say("ui_serial"), [grouped(certificate.serial)]),
        row(say("ui_fingerprint"), [grouped(certificate.sha256)]),
    ].filter(({ lines }) => lines.length > 0);
}

/** How the signature itself was made. */
export function methodRow(signer: Signer, say: Say): Row {
    return row(say("ui_methods"), [[signer.algorithm, signer.digest].filter(Boolean).join(", ")]);
}

/**
 * What the issuer made sure of (CA/Browser Forum S/MIME BR §7.1.6.1). Its word counts only when it is
 * one that this computer recognises.
 */
export function validationText(certificate: Certificate, vouched: Vouched, say: Say): string {
    const { validation } = certificate;
    if (validation !== "mailbox" && !namingClasses.includes(validation)) return say("validation_none");
    const text = say(key("validation", validation));
    return vouched === "yes" ? text : say(`validation_vouched_${vouched}`, text);
}

/** A name that nobody checked is never shown as if somebody had (N-1205). */
export function hasCheckedName({ validation }: Certificate, vouched: Vouched): boolean {
    return vouched === "yes" && namingClasses.includes(validation);
}
const namingClasses = ["organization", "sponsor", "individual"];

export function validity({ notBefore, notAfter }: Certificate, say: Say, day: ShowDay): string {
    if (notBefore === null || notAfter === null) return "";
    return say("ui_valid_range", day(notBefore), day(notAfter));
}

/** Hex in groups of four, to read out. */
const grouped = (hex: string): string => hex.toUpperCase().replace(/(.{4})(?=.)/g, "$1 ");
