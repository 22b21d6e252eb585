// SPDX-License-Identifier: MPL-2.0
import type { Port } from "../platform/api";
import type { Request } from "../protocol/connection";
import type { Link } from "../protocol/link";
import { problemIn } from "../protocol/problem";
import { isRecord } from "../protocol/values";

/** Larger than any file of certificates a person adds by hand. */
const largestFile = 1 << 20;
const longestAddress = 254;

interface Question {
    /** Chosen by the page; the answer repeats it. */
    ask: number;
    request: Request;
    file?: Uint8Array;
}

/**
 * Relays what the options and first-run pages may ask of the host, and nothing else: no page can
 * have anything signed or opened this way.
 */
export function serveOptions(port: Port, link: Pick<Link, "hello" | "ask">): void {
    const stop = new AbortController();
    port.onDisconnect.addListener(() => stop.abort());
    port.onMessage.addListener((message) => {
        const question = parseQuestion(message);
        if (!question) return;
        const tell = (answer: object) => {
            if (!stop.signal.aborted) port.postMessage({ ask: question.ask, ...answer });
        };
        answerOf(question, link, stop.signal).then(
            (ok) => tell({ ok }),
            (error: unknown) => tell({ problem: problemIn(error) }),
        );
    });
}

/** Null when the message is none of the questions this port takes. */
export function parseQuestion(message: unknown): Question | null {
    if (!isRecord(message) || typeof message["ask"] !== "number") return null;
    const { ask, address, file } = message;
    switch (message["do"]) {
        case "hello":
        case "identities":
        case "people":
        case "doctor":
            return { ask, request: { do: message["do"] } };
        case "forget":
            return isAddress(address) ? { ask, request: { do: "forget", address } } : null;
        case "learn":
            return isFile(file) ? { ask, request: { do: "learn" }, file } : null;
        default:
            return null;
    }
}

async function answerOf(
    question: Question,
    link: Pick<Link, "hello" | "ask">,
    signal: AbortSignal,
): Promise<unknown> {
    const { request, file } = question;
    return request.do === "hello" ? link.hello() : (await link.ask(request, file, signal)).ok;
}

const isAddress = (value: unknown): value is string =>
    typeof value === "string" && value.length <= longestAddress && /^[^\s@]+@[^\s@]+$/.test(value);

const isFile = (value: unknown): value is Uint8Array =>
    value instanceof Uint8Array && value.length > 0 && value.length <= largestFile;
