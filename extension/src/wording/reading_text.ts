// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import { isClosed, isPositive, type Reading } from "../protocol/reading";
import type { Flag, Reason } from "../protocol/words";
import type { Description } from "./description";
import { dayOf } from "./details";
import { isolated, key } from "./keys";
import { markOf } from "./mark";
import { problemLines } from "./problem_text";

type ShowDate = (seconds: number) => string;

/** Headline: encryption first, then signature (B.4). */
export function describeReading(reading: Reading, say: Say, date: ShowDate): Description {
    const encrypted = reading.encryption !== "ENC-0";
    const quiet = reading.signature === "S-0" && !encrypted && reading.flags.length === 0;
    return {
        mark: markOf(reading),
        headline: headline(reading, say),
        sentences: [
            ...(encrypted ? [encryptionText(reading, say, "sentence")] : []),
            ...closedSentences(reading, say),
            ...signatureSentences(reading, say, date),
            ...flagSentences(reading, say, date),
        ].filter(Boolean),
        todo: "",
        retry: reading.encryption === "ENC-6" && !isUnopened(reading),
        quiet,
    };
}

/** One line per flag, which also stand above the message. */
export function flagSentences(reading: Reading, say: Say, date: ShowDate): string[] {
    return reading.flags.map((flag) => flagSentence(flag, reading, say, date));
}

function headline(reading: Reading, say: Say): string {
    const parts = reading.encryption === "ENC-0" ? [] : [encryptionText(reading, say, "headline")];
    if (reading.flags.includes("R-1")) parts.push(say("flag_R_1"));
    else if (!isClosed(reading) || reading.signature !== "S-0") {
        parts.push(signatureText(reading, say, "headline"));
    }
    return [...new Set(parts)].join(" · ");
}

function encryptionText(reading: Reading, say: Say, part: "headline" | "sentence"): string {
    const word = isUnopened(reading) ? "unopened" : (reading.encryption ?? "unknown");
    return say(key("encryption", word, part));
}

/** Nobody has asked for a key yet. */
const isUnopened = (reading: Reading): boolean =>
    reading.encryption === "ENC-6" && has(reading, "decryption.not-run");

/** What became of the key; a failed decryption has one text whatever the cause (C-09). */
function closedSentences({ encryption, closed }: Reading, say: Say): string[] {
    return encryption === "ENC-6" && closed ? problemLines(closed, say) : [];
}

function signatureText(reading: Reading, say: Say, part: string, when = ""): string {
    const from = reading.from.map(isolated).join(", ");
    const args = [isolated(reading.address), isolated(reading.issuer), from, when];
    return say(key("state", reading.signature ?? "unknown", part), ...args);
}

function signatureSentences(reading: Reading, say: Say, date: ShowDate): string[] {
    if (reading.signature === "S-0") {
        return isClosed(reading) ? [] : [signatureText(reading, say, "sentence")];
    }
    const when = revokedOn(reading, date);
    const sentences = [signatureText(reading, say, sentenceOf(reading, when), when)];
    const headers = reading.headers ?? "H-3";
    const telling = isPositive(reading.signature) || headers === "H-3" || headers === "H-5";
    if (telling) sentences.push(say(key("header", headers)));
    return sentences;
}

/** Which of the sentences of a state fits what is known. */
function sentenceOf(reading: Reading, when: string): string {
    if (reading.signature === "S-4") {
        if (has(reading, "address.sender-only")) return "sentence_behalf";
        if (reading.from.length !== 1) return "sentence_no_from";
        if (!reading.address) return "sentence_unnamed";
    }
    if (reading.signature === "S-6" && !when) return "sentence_undated";
    if (reading.signature === "S-11" && !reading.address) return "sentence_unnamed";
    return "sentence";
}

/** The host gives the date of a withdrawal as seconds since 1970. */
function revokedOn(reading: Reading, date: ShowDate): string {
    const finding = reading.findings.find(({ reason }) => reason === "revocation.revoked");
    const seconds = Number(finding?.args[0] || NaN);
    return Number.isFinite(seconds) ? date(seconds) : "";
}

function flagSentence(flag: Flag, reading: Reading, say: Say, date: ShowDate): string {
    const about = isolated(reading.from[0] ?? reading.address);
    const [until] =
        reading.findings.find(({ reason }) => reason === "sender.new-certificate")?.args ?? [];
    const dated = flag === "R-2" && until;
    const args = dated ? [about, dayOf(until, date)] : [about];
    return `${say(key("flag", flag))}: ${say(key("flag", flag, dated ? "sentence_dated" : "sentence"), ...args)}`;
}

const has = (reading: Reading, reason: Reason): boolean =>
    reading.findings.some((finding) => finding.reason === reason);
