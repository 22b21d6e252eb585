// SPDX-License-Identifier: MPL-2.0
import { parseCertificate, type Certificate } from "./reading";
import { isRecord, records } from "./values";

/** The certificates this person can sign with, from the answer to `identities`. */
export function parseIdentities(answer: unknown): Certificate[] {
    return isRecord(answer) ? records(answer["identities"]).map(parseCertificate) : [];
}

/** A certificate may hold several addresses; each of them can be sent as. */
export function identityOf(address: string, identities: Certificate[]): Certificate | null {
    const wanted = address.toLowerCase();
    const holds = ({ addresses }: Certificate) => addresses.some((each) => each.toLowerCase() === wanted);
    return identities.find(holds) ?? null;
}
