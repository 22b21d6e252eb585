// SPDX-License-Identifier: MPL-2.0
import type { Port } from "../platform/api";
import type { Request } from "../protocol/connection";
import type { Link } from "../protocol/link";
import { problemIn } from "../protocol/problem";
import { isRecord } from "../platform/values";

/** Larger than any file of certificates a person adds by hand. */
const largestFile = 1 << 20;
const longestAddress = 254;
/** Of a file, as file systems have them; those of checks are shorter. */
const longestName = 255;

interface Question {
    /** Chosen by the page; the answer repeats it. */
    ask: number;
    request: Request;
    file?: Uint8Array;
}

/** What a page can ask that is more than one question to the host. */
export type Doing = Record<"test", (address: string, signal: AbortSignal) => Promise<void>>;

/**
 * Relays what the options and first-run pages may ask of the host, and nothing else: no page can
 * have anything signed or opened this way.
 */
export function serveOptions(port: Port, link: Pick<Link, "hello" | "ask">, doing?: Doing): void {
    const stop = new AbortController();
    port.onDisconnect.addListener(() => stop.abort());
    port.onMessage.addListener((message) => {
        const question = parseQuestion(message);
        if (!question) return;
        const tell = (answer: object) => {
            if (!stop.signal.aborted) port.postMessage({ ask: question.ask, ...answer });
        };
        answerOf(question, link, doing, stop.signal).then(
            (ok) => tell({ ok }),
            (error: unknown) => tell({ problem: problemIn(error) }),
        );
    });
}

/** Null when the message is none of the questions this port takes. */
export function parseQuestion(message: unknown): Question | null {
    if (!isRecord(message) || typeof message["ask"] !== "number") return null;
    const { ask, address, file, name, servers } = message;
    switch (message["do"]) {
        case "hello":
        case "identities":
        case "people":
        case "doctor":
            return { ask, request: { do: message["do"] } };
        case "forget":
        case "test":
            return isAddress(address) ? { ask, request: { do: message["do"], address } } : null;
        case "password":
        case "forget-password":
            return isServers(servers) ? { ask, request: { do: message["do"], servers } } : null;
        case "learn":
            return isFile(file) ? { ask, request: { do: "learn" }, file } : null;
        case "repair":
            return isName(name) ? { ask, request: { do: "repair", name } } : null;
        case "import":
            return isFile(file) && isName(name) ? { ask, request: { do: "import", name }, file } : null;
        default:
            return null;
    }
}

async function answerOf(
    question: Question,
    link: Pick<Link, "hello" | "ask">,
    doing: Doing | undefined,
    signal: AbortSignal,
): Promise<unknown> {
    const { request, file } = question;
    if (request.do === "test") return doing?.test(String(request["address"]), signal);
    return request.do === "hello" ? link.hello() : (await link.ask(request, file, signal)).ok;
}

const isAddress = (value: unknown): value is string =>
    typeof value === "string" && value.length <= longestAddress && /^[^\s@]+@[^\s@]+$/.test(value);

const isName = (value: unknown): value is string => typeof value === "string" && value.length <= longestName;

/** The host looks at what is in them; how many there can be is all that is known here. */
const isServers = (value: unknown): boolean =>
    Array.isArray(value) && value.length > 0 && value.length <= 2 && value.every(isRecord);

const isFile = (value: unknown): value is Uint8Array =>
    value instanceof Uint8Array && value.length > 0 && value.length <= largestFile;
