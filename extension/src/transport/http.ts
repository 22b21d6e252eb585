// SPDX-License-Identifier: MPL-2.0
import { cancelled, sendError } from "./send_error";

export type Fetch = typeof fetch;

export interface Call {
    url: string;
    method?: "GET" | "POST";
    /** Value of the Authorization field. */
    authorization: string;
    type?: string;
    body?: BodyInit;
    signal: AbortSignal;
    /** This very request sends the message: no answer then means that nobody knows. */
    sends?: boolean;
    /** The first address of a service may lead to another one. */
    redirect?: "follow" | "error";
}

/** 25 MB at half a megabit per second, and a server that thinks. */
const patience = 780_000;

/** An answer with a status of 2yz. Rejects with "send.*" or "request.cancelled". */
export async function call(fetched: Fetch, asked: Call): Promise<Response> {
    const stop = stopping(asked.signal);
    let answer: Response;
    try {
        if (stop.signal.aborted) throw cancelled();
        answer = await fetched(asked.url, init(asked, stop.signal));
    } catch (error) {
        if (asked.sends && !stop.before) throw sendError("send.unknown");
        throw asked.signal.aborted ? cancelled() : sendError("send.unreachable", hostOf(asked.url));
    } finally {
        stop.end();
    }
    if (answer.ok) return answer;
    throw await refusal(answer, asked);
}

/** Addresses that a server names: of its own origin, or encrypted. */
export function resolved(url: string, base: string): string {
    const at = new URL(url, base);
    if (at.origin !== new URL(base).origin && at.protocol !== "https:") throw sendError("send.no-tls", at.host);
    return at.href;
}

/** Passwords and tokens go out encrypted, or stay on this machine. */
export function isGuarded(url: string): boolean {
    if (!URL.canParse(url)) return false;
    const { protocol, hostname } = new URL(url);
    const here = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
    return protocol === "https:" || (protocol === "http:" && here);
}

const hostOf = (url: string) => new URL(url).host;

function init({ method = "GET", authorization, type, body, redirect = "error" }: Call, signal: AbortSignal): RequestInit {
    return {
        method,
        headers: { Authorization: authorization, ...(type && { "Content-Type": type }) },
        // Cookies of a page's session would speak for somebody else.
        credentials: "omit",
        cache: "no-store",
        referrerPolicy: "no-referrer",
        redirect,
        signal,
        ...(body !== undefined && { body }),
    };
}

function stopping(signal: AbortSignal) {
    const both = new AbortController();
    const abort = () => both.abort();
    const timer = setTimeout(abort, patience);
    const before = signal.aborted;
    if (before) abort();
    signal.addEventListener("abort", abort);
    const end = () => (clearTimeout(timer), signal.removeEventListener("abort", abort));
    return { signal: both.signal, before, end };
}

/** 503 says that nothing was done; other failures of a server may come after it was. */
async function refusal(answer: Response, { sends, url }: Call): Promise<Error> {
    const { status } = answer;
    const said = (await answer.text().catch(() => "")).slice(0, 2_000);
    const text = reason(said) || `HTTP ${status}`;
    if (status === 401 || status === 403) return sendError("send.login", text);
    if (status === 413) return sendError("send.limit", text);
    if (status < 500) return sendError("send.refused", text);
    return sends && status !== 503 ? sendError("send.unknown") : sendError("send.unreachable", `${hostOf(url)}: ${text}`);
}

/** The sentence in an error of Google, Microsoft or JMAP (RFC 7807). */
function reason(said: string): string {
    try {
        const { error, detail } = JSON.parse(said) as { error?: { message?: unknown }; detail?: unknown };
        return String(error?.message ?? detail ?? "");
    } catch {
        return "";
    }
}
