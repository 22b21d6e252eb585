// SPDX-License-Identifier: MPL-2.0
import { problemOf, type Problem } from "./problem";
import { isRecord, records, seconds, shown, shownList } from "../platform/values";
import {
    checks,
    encryptionStates,
    flags,
    headerStates,
    outcomes,
    reasons,
    signatureStates,
    type Check,
    type EncryptionState,
    type Flag,
    type HeaderState,
    type Outcome,
    type Reason,
    type SignatureState,
} from "./words";

/** What the host found out about a message. A word this side does not know is null. */
export interface Reading {
    sha256: string;
    signature: SignatureState | null;
    /** The address the state is about; proven only by the positive states. */
    address: string;
    issuer: string;
    signers: Signer[];
    encryption: EncryptionState | null;
    cipher: string;
    recipients: { issuer: string; serial: string }[];
    headers: HeaderState | null;
    flags: Flag[];
    findings: Finding[];
    outcomes: Partial<Record<Check, Outcome>>;
    from: string[];
    subject: string;
    /** Pictures, links and replies are limited (B.6). */
    restricted: boolean;
    /** The error that kept an encrypted message closed; null when there was none. */
    closed: Problem | null;
    /** Names the body that holds the payload; null when the message has no layer that was opened. */
    payload: unknown;
}

export interface Finding {
    check: Check | null;
    outcome: Outcome;
    reason: Reason | null;
    args: string[];
}

export interface Signer {
    certificate: Certificate;
    chain: Certificate[];
    signingTime: number | null;
    digest: string;
    algorithm: string;
}

export interface Certificate {
    subject: string;
    issuer: string;
    addresses: string[];
    serial: string;
    sha256: string;
    key: string;
    notBefore: number | null;
    notAfter: number | null;
    validation: string;
}

/** The form of readings this side understands. */
const schema = 1;

/** Null when the answer is no reading of our schema: nothing may be concluded from it. */
export function parseReading(answer: unknown): Reading | null {
    if (!isRecord(answer) || answer["schema"] !== schema) return null;
    const { signature, encryption, headers, fields } = answer;
    if (!isRecord(signature) || !isRecord(encryption) || !isRecord(headers)) return null;
    return {
        sha256: shown(answer["sha256"]),
        signature: stateOf(signature),
        address: shown(signature["address"]),
        issuer: shown(signature["issuer"]),
        signers: records(signature["signers"]).map(signer),
        encryption: known(encryptionStates, encryption["state"]),
        cipher: shown(encryption["cipher"]),
        recipients: records(encryption["recipients"]).map(recipient),
        headers: known(headerStates, headers["state"]),
        flags: records(answer["flags"]).flatMap((flag) => known(flags, flag) ?? []),
        findings: parseFindings(answer["findings"]),
        outcomes: outcomesOf(answer["checks"]),
        from: isRecord(fields) ? records(fields["from"]).map(mailbox) : [],
        subject: isRecord(fields) ? shown(fields["subject"]) : "",
        restricted: answer["restricted"] === true,
        closed: "error" in encryption ? problemOf(encryption["error"]) : null,
        payload: answer["payload"] ?? null,
    };
}

/** The positive states are about an address (B.4); one that names none is not believed. */
export const isPositive = (state: SignatureState | null): boolean =>
    state === "S-1" || state === "S-2" || state === "S-3";

/** What is inside was not reached, so nothing can be said about it. */
export const isClosed = ({ encryption }: Reading): boolean =>
    ["ENC-5", "ENC-6", "ENC-7", "ENC-8", "ENC-9"].includes(encryption ?? "");

function stateOf(signature: Record<string, unknown>): SignatureState | null {
    const state = known(signatureStates, signature["state"]);
    return isPositive(state) && !shown(signature["address"]) ? null : state;
}

function known<Word extends string>(words: readonly Word[], value: unknown): Word | null {
    return words.find((word) => word === value) ?? null;
}

function signer(value: unknown): Signer {
    const from = isRecord(value) ? value : {};
    return {
        certificate: parseCertificate(from["certificate"]),
        chain: records(from["chain"]).map(parseCertificate),
        signingTime: seconds(from["signing_time"]),
        digest: shown(from["digest"]),
        algorithm: shown(from["algorithm"]),
    };
}

export function parseCertificate(value: unknown): Certificate {
    const from = isRecord(value) ? value : {};
    return {
        subject: shown(from["subject"]),
        issuer: shown(from["issuer"]),
        addresses: shownList(from["addresses"]),
        serial: shown(from["serial"]),
        sha256: shown(from["sha256"]),
        key: shown(from["key"]),
        notBefore: seconds(from["not_before"]),
        notAfter: seconds(from["not_after"]),
        validation: shown(from["validation"]),
    };
}

function recipient(value: unknown): { issuer: string; serial: string } {
    const from = isRecord(value) ? value : {};
    return { issuer: shown(from["issuer"]), serial: shown(from["serial"]) };
}

function finding(value: unknown): Finding {
    const from = isRecord(value) ? value : {};
    return {
        check: known(checks, from["check"]),
        outcome: known(outcomes, from["outcome"]) ?? "unknown",
        reason: known(reasons, from["reason"]),
        args: shownList(from["args"]),
    };
}

export const parseFindings = (value: unknown): Finding[] => records(value).map(finding);

function outcomesOf(value: unknown): Partial<Record<Check, Outcome>> {
    const said = isRecord(value) ? value : {};
    const rows = checks.map((check) => [check, known(outcomes, said[check]) ?? "not run"]);
    return Object.fromEntries(rows) as Partial<Record<Check, Outcome>>;
}

function mailbox(value: unknown): string {
    return isRecord(value) ? shown(value["address"]) : "";
}
