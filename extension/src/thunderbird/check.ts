// SPDX-License-Identifier: MPL-2.0
import type { Link } from "../protocol/link";
import { ProblemError, type Problem } from "../protocol/problem";
import { parseReading } from "../protocol/reading";
import type { TabState } from "../ui/state";

/** A message as Thunderbird has it: its exact bytes, and where it lies. */
export interface Source {
    /** Rejects with a ProblemError, raw or partial. */
    bytes(): Promise<Uint8Array<ArrayBuffer>>;
    context(): Promise<object>;
}

/** Verifying changes nothing, so what went wrong by the way is tried once more. */
const attempts = 2;
const transient: Problem["kind"][] = ["crashed", "stale", "partial"];

/** Lets the host verify a message; whatever goes wrong becomes the state that says so. */
export async function check(source: Source, link: Link, signal: AbortSignal): Promise<TabState> {
    for (let attempt = 1; ; ++attempt) {
        try {
            return await checkOnce(source, link, signal);
        } catch (error) {
            const problem = error instanceof ProblemError ? error.problem : ownFault(error);
            const again = transient.includes(problem.kind);
            if (!again || attempt === attempts || signal.aborted) return { kind: "problem", problem };
        }
    }
}

/** A mistake of ours must not leave the badge grey for ever. */
function ownFault(error: unknown): Problem {
    console.error(error);
    return { kind: "error", code: "host.internal", args: [] };
}

async function checkOnce(source: Source, link: Link, signal: AbortSignal): Promise<TabState> {
    const host = await link.hello();
    const bytes = await source.bytes();
    const digest = await sha256(bytes);
    const answer = await link.ask({ do: "verify", context: await source.context() }, bytes, signal);
    const reading = parseReading(answer.ok);
    if (!reading) throw new ProblemError({ kind: "unknown" });
    if (reading.sha256 !== digest) throw new ProblemError({ kind: "stale" });
    return { kind: "reading", reading, host };
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
