// SPDX-License-Identifier: MPL-2.0
import type { Stretch } from "../experiment/contract";
import { bodyOf, type Answer } from "../protocol/arrivals";
import type { Request, Waiting } from "../protocol/connection";
import type { Link } from "../protocol/link";
import { problemIn, ProblemError, type Problem } from "../protocol/problem";
import { parseReading } from "../protocol/reading";
import { isRecord } from "../platform/values";
import type { Source } from "../protocol/source";
import type { TabState } from "../talk/state";

/** What came of asking about a message. */
export interface Checked {
    state: TabState;
    /** The entity inside what protects it, when it was asked for and reached. */
    payload: Uint8Array<ArrayBuffer> | Stretch | null;
}

/** What goes with asking: how to stop, and who hears that a person is waited for. */
export interface Asking {
    signal: AbortSignal;
    told?: (waiting: Waiting) => void;
}

/** Reading changes nothing, so what went wrong by the way is tried once more. */
const attempts = 2;
const transient: Problem["kind"][] = ["crashed", "stale", "partial"];

/** Lets the host verify a message; whatever goes wrong becomes the state that says so. */
export async function check(source: Source, link: Link, signal: AbortSignal): Promise<TabState> {
    return (await ask({ do: "verify" }, source, link, { signal })).state;
}

/** Lets the host open a message, with our keys if it must. */
export async function open(source: Source, link: Link, asking: Asking): Promise<Checked> {
    const { state, answer, length } = await ask({ do: "decrypt", payload: true }, source, link, asking);
    const payload = answer && state.kind === "reading" ? payloadOf(answer, state.reading.payload, length) : null;
    return { state, payload };
}

/** Lets the host take a message apart into what is to be shown; only "decrypt" uses a key. */
export async function takeApart(verb: "verify" | "decrypt", source: Source, link: Link, asking: Asking): Promise<Opened> {
    const { state, answer } = await ask({ do: verb, leaves: true }, source, link, asking);
    return { state, answer };
}

/** The answer names the leaves; null when there is none about these bytes. */
export interface Opened {
    state: TabState;
    answer: Answer | null;
}

async function ask(request: Request, source: Source, link: Link, asking: Asking): Promise<Asked> {
    for (let attempt = 1; ; ++attempt) {
        try {
            return await askOnce(request, source, link, asking);
        } catch (error) {
            const problem = problemIn(error);
            const again = transient.includes(problem.kind);
            if (again && attempt < attempts && !asking.signal.aborted) continue;
            return { state: { kind: "problem", problem }, answer: null, length: 0 };
        }
    }
}

interface Asked extends Opened {
    /** Of the message, in octets. */
    length: number;
}

async function askOnce(request: Request, source: Source, link: Link, asking: Asking): Promise<Asked> {
    const context = source.context();
    context.catch(() => undefined);
    const stop = new AbortController();
    const greeting = link.hello();
    // Without a host nothing is to be fetched for it.
    greeting.catch(() => stop.abort());
    const [host, bytes] = await Promise.all([greeting, source.bytes(stop.signal)]);
    const digest = sha256(bytes);
    const asked = { ...request, context: await context };
    const answer = await link.ask(asked, bytes, asking.signal, { told: asking.told });
    const reading = parseReading(answer.ok);
    if (!reading) throw new ProblemError({ kind: "unknown" });
    if (reading.sha256 !== (await digest)) throw new ProblemError({ kind: "stale" });
    return { state: { kind: "reading", reading, host }, answer, length: bytes.length };
}

function payloadOf(answer: Answer, named: unknown, length: number): Checked["payload"] {
    const { offset, size } = isRecord(named) ? named : {};
    if (typeof offset !== "number" || typeof size !== "number") return bodyOf(answer, named);
    return offset >= 0 && size >= 0 && offset + size <= length ? { offset, size } : null;
}

/** In hexadecimal digits, as a reading names its message. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
