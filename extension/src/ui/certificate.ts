// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import type { Certificate, Signer } from "../protocol/reading";
import { row, type Row } from "./details";
import { key } from "./keys";

/** What a person may want to compare with the sender's own words, on the phone for instance. */
export function certificateRows(signer: Signer, say: Say, day: (seconds: number) => string): Row[] {
    const { certificate } = signer;
    return [
        row(say("ui_names"), [certificate.subject]),
        row(say("ui_addresses"), certificate.addresses),
        row(say("ui_chain"), issuers(signer)),
        row(say("ui_validation"), [validation(certificate, say)]),
        row(say("ui_valid"), [validity(certificate, say, day)]),
        row(say("ui_key"), [certificate.key]),
        row(say("ui_methods"), [[signer.algorithm, signer.digest].filter(Boolean).join(", ")]),
        row(say("ui_serial"), [certificate.serial]),
        row(say("ui_fingerprint"), [grouped(certificate.sha256)]),
    ].filter(({ lines }) => lines.length > 0);
}

/** The issuer named by the certificate, then the ones above it. */
function issuers(signer: Signer): string[] {
    const above = signer.chain.map((certificate) => certificate.issuer);
    return [...new Set([signer.certificate.issuer, ...above])];
}

function validation(certificate: Certificate, say: Say): string {
    return certificate.validation && say(key("validation", certificate.validation));
}

function validity(certificate: Certificate, say: Say, day: (seconds: number) => string): string {
    const { notBefore, notAfter } = certificate;
    if (notBefore === null || notAfter === null) return "";
    return say("ui_valid_range", day(notBefore), day(notAfter));
}

/** Hex in groups of four, to read out. */
const grouped = (hex: string): string => hex.toUpperCase().replace(/(.{4})(?=.)/g, "$1 ");
