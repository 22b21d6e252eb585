// SPDX-License-Identifier: MPL-2.0
import { ProblemError } from "../protocol/problem";

/** Octets of a message that are fetched at most: the browser keeps it twice while it travels on. */
export const largestMessage = 192 << 20;

/** Octets between two reports of how far it is. */
const step = 1 << 20;

export interface Fetching {
    signal: AbortSignal;
    told(come: number, of: number): void;
    /** Value of an Authorization field; without it the cookies of the person's session go along. */
    authorization?: string;
}

/**
 * The octets that a webmail hands out for a message, fetched in the person's session. Rejects with a
 * ProblemError; an aborted one with request.cancelled.
 */
export async function fetchRaw(url: string, fetching: Fetching): Promise<Uint8Array<ArrayBuffer>> {
    try {
        return await fetchOctets(url, fetching);
    } catch (error) {
        if (fetching.signal.aborted) throw new ProblemError({ kind: "error", code: "request.cancelled", args: [] });
        throw error instanceof ProblemError ? error : new ProblemError({ kind: "page" });
    }
}

async function fetchOctets(url: string, { signal, told, authorization }: Fetching): Promise<Uint8Array<ArrayBuffer>> {
    const who: RequestInit = authorization
        ? { credentials: "omit", redirect: "error", headers: { Authorization: authorization } }
        : { credentials: "include" };
    const response = await fetch(url, { ...who, cache: "no-store", signal });
    // A webmail whose session has ended answers with its page for logging in.
    const page = /^text\/html\b/i.test(response.headers.get("content-type") ?? "");
    if (!response.ok || page || !response.body) throw new ProblemError({ kind: "page" });
    const announced = Number(response.headers.get("content-length") ?? 0);
    if (announced > largestMessage) throw new ProblemError({ kind: "large" });
    return gather(response.body.getReader(), announced, told);
}

async function gather(
    reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
    announced: number,
    told: Fetching["told"],
): Promise<Uint8Array<ArrayBuffer>> {
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let come = 0;
    for (let next = step; ; ) {
        const { done, value } = await reader.read();
        if (done) return joined(pieces, come);
        pieces.push(value);
        come += value.length;
        if (come > largestMessage) {
            void reader.cancel();
            throw new ProblemError({ kind: "large" });
        }
        if (come < next) continue;
        told(come, Math.max(come, announced));
        next = come + step;
    }
}

function joined(pieces: Uint8Array<ArrayBuffer>[], size: number): Uint8Array<ArrayBuffer> {
    const [only] = pieces;
    if (only?.length === size) return only;
    const whole = new Uint8Array(size);
    let at = 0;
    for (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
    }
    return whole;
}
