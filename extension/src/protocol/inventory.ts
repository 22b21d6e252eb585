// SPDX-License-Identifier: MPL-2.0
import { problemOf, type Problem } from "./problem";
import { parseCertificate, type Certificate } from "./reading";
import { known, type KnownCertificate } from "./recipients";
import { isRecord, records, shown } from "../platform/values";

/** Own certificates with their keys, and what else the stores hold. */
export interface Inventory {
    identities: OwnCertificate[];
    skipped: SkippedCertificate[];
    /** Stores that could not be looked into. */
    unreachable: Problem[];
}
export interface OwnCertificate extends Certificate {
    store: string;
    /** The issuers that lie beside it, from below. */
    chain: Certificate[];
}
export interface SkippedCertificate {
    subject: string;
    store: string;
    /** In words of the host, such as "no private key". */
    why: string;
}

/** Somebody a message can perhaps be encrypted to. */
export interface Person {
    address: string;
    certificates: KnownCertificate[];
}

export interface HealthCheck {
    name: string;
    ok: boolean;
    text: string;
    todo: string;
    /** The host can put it right when a person asks for it. */
    repairable: boolean;
}

/** The answer to `identities`; what is no answer of that form is empty, and so for the others. */
export function parseInventory(answer: unknown): Inventory {
    const from = isRecord(answer) ? answer : {};
    return {
        identities: rows(from["identities"]).map((each) => ({
            ...parseCertificate(each),
            store: shown(each["store"]),
            chain: records(each["chain"]).map(parseCertificate),
        })),
        skipped: rows(from["skipped"]).map((each) => ({
            subject: shown(each["subject"]),
            store: shown(each["store"]),
            why: shown(each["why"]),
        })),
        unreachable: records(from["unreachable"]).map(problemOf),
    };
}

/**
 * A certificate that `address` can be signed as; it may hold several addresses. `now` in seconds
 * since 1970.
 */
export function identityOf(
    address: string,
    { identities }: Inventory,
    now: number,
): OwnCertificate | null {
    const wanted = address.toLowerCase();
    const holds = ({ addresses }: Certificate) =>
        addresses.some((each) => each.toLowerCase() === wanted);
    return identities.find((each) => holds(each) && isValid(each, now)) ?? null;
}

function isValid({ notBefore, notAfter }: Certificate, now: number): boolean {
    return (notBefore ?? 0) <= now && now <= (notAfter ?? Infinity);
}

/** The answer to `people`. */
export function parsePeople(answer: unknown): Person[] {
    const from = isRecord(answer) ? answer : {};
    return rows(from["people"]).map((each) => ({
        address: shown(each["address"]),
        certificates: rows(each["certificates"]).map(known),
    }));
}

/** The answer to `doctor`. */
export function parseHealth(answer: unknown): HealthCheck[] {
    const from = isRecord(answer) ? answer : {};
    return rows(from["checks"]).map((each) => ({
        name: shown(each["name"]),
        ok: each["ok"] === true,
        text: shown(each["text"]),
        todo: shown(each["todo"]),
        repairable: each["repairable"] === true,
    }));
}

const rows = (value: unknown): Record<string, unknown>[] => records(value).filter(isRecord);
