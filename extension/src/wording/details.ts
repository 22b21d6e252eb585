// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import { isPositive, type Finding, type Reading } from "../protocol/reading";
import { checks, type Check } from "../protocol/words";
import { key } from "./keys";

/** A name and what stands behind it; more than one line where there is more than one value. */
export interface Row {
    name: string;
    lines: string[];
}

/** What the popup lists below the sentences. */
export interface Details {
    facts: Row[];
    against: string[];
    unchecked: string[];
    /** Findings that change nothing, such as restored line ends. */
    remarks: string[];
    passed: string[];
}

type ShowDate = (seconds: number) => string;

export function detailsOf(reading: Reading, say: Say, date: ShowDate): Details {
    const withOutcome = (outcome: Finding["outcome"]) =>
        reading.findings
            .filter((finding) => finding.outcome === outcome)
            .map((f) => reason(f, say, date));
    return {
        facts: facts(reading, say, date),
        against: unique(withOutcome("failed")),
        unchecked: unique([...withOutcome("unknown"), ...notRun(reading, say)]),
        remarks: unique(withOutcome("passed")),
        passed: checks
            .filter((check) => isAbout(check, reading) && reading.outcomes[check] === "passed")
            .map((check) => say(key("check", check))),
    };
}

function facts(reading: Reading, say: Say, date: ShowDate): Row[] {
    const proven = isPositive(reading.signature);
    const times = reading.signers.map((signer) => signer.signingTime).filter((time) => time !== null);
    return [
        row(say(proven ? "ui_proven_address" : "ui_address_in_certificate"), [reading.address]),
        row(say(proven ? "ui_issuer" : "ui_issuer_unproven"), [reading.issuer]),
        row(say("ui_from"), reading.from),
        row(say("ui_signing_time"), times.map(date)),
        row(say("ui_cipher"), [reading.cipher]),
        row(say("ui_encrypted_for"), encryptedFor(reading)),
    ].filter(({ lines }) => lines.length > 0);
}

/** Certificates are told by issuer and serial number only; of interest when none of ours is among them. */
function encryptedFor({ encryption, recipients }: Reading): string[] {
    if (encryption !== "ENC-5") return [];
    return recipients.map(({ issuer, serial }) => [issuer, serial].filter(Boolean).join(", "));
}

export function row(name: string, lines: string[]): Row {
    return { name, lines: lines.filter(Boolean) };
}

export function reason(finding: Finding, say: Say, date: ShowDate): string {
    const words = finding.reason && say(key("reason", finding.reason), ...shownArgs(finding, date));
    return words || (finding.check ? say(key("check", finding.check)) : say("state_unknown_headline"));
}

/** Most sentences have one place for what the host adds; some add a date in a form of its own. */
function shownArgs({ reason, args }: Finding, date: ShowDate): string[] {
    const [first = "", ...others] = args;
    if (reason === "revocation.revoked") return [first && date(Number(first))];
    if (reason === "sender.new-certificate") return [dayOf(first, date), ...others];
    return [args.join(", ")];
}

/** A day as the host writes it, such as 2026-11-23. */
export function dayOf(text: string, date: ShowDate): string {
    return date(Date.parse(`${text}T12:00:00Z`) / 1000) || text;
}

const messageChecks: Check[] = ["V-01", "V-02"];
const encryptionChecks: Check[] = ["V-30", "V-31", "V-32", "V-33", "V-34"];

/** A check of signatures says nothing of a message that has none, and so for encryption. */
function isAbout(check: Check, { signature, encryption }: Reading): boolean {
    if (messageChecks.includes(check)) return true;
    return encryptionChecks.includes(check) ? encryption !== "ENC-0" : signature !== "S-0";
}

/** Checks nobody ran, as far as the message has what they are about. */
function notRun(reading: Reading, say: Say): string[] {
    return checks
        .filter((check) => isAbout(check, reading) && reading.outcomes[check] === "not run")
        .map((check) => say(key("check", check)));
}

const unique = (texts: string[]): string[] => [...new Set(texts)];
