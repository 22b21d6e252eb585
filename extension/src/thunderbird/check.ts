// SPDX-License-Identifier: MPL-2.0
import type { Link } from "../protocol/link";
import { ProblemError } from "../protocol/problem";
import { parseReading } from "../protocol/reading";
import type { TabState } from "../ui/state";

/** A message as Thunderbird has it: its exact bytes, and where it lies. */
export interface Source {
    bytes(): Promise<Uint8Array<ArrayBuffer>>;
    context(): Promise<object>;
}

/** Verifying changes nothing, so a host that went away or answered amiss is asked once more. */
const attempts = 2;

/** Lets the host verify a message; whatever goes wrong becomes the state that says so. */
export async function check(source: Source, link: Link, signal: AbortSignal): Promise<TabState> {
    for (let attempt = 1; ; ++attempt) {
        try {
            return await checkOnce(source, link, signal);
        } catch (error) {
            if (!(error instanceof ProblemError)) throw error;
            const again = error.problem.kind === "crashed" || error.problem.kind === "stale";
            if (!again || attempt === attempts || signal.aborted) {
                return { kind: "problem", problem: error.problem };
            }
        }
    }
}

async function checkOnce(source: Source, link: Link, signal: AbortSignal): Promise<TabState> {
    const host = await link.hello();
    const bytes = await source.bytes().catch(() => {
        throw new ProblemError({ kind: "raw" });
    });
    const digest = await sha256(bytes);
    const answer = await link.ask({ do: "verify", context: await source.context() }, bytes, signal);
    const reading = parseReading(answer);
    if (!reading) throw new ProblemError({ kind: "unknown" });
    if (reading.sha256 !== digest) throw new ProblemError({ kind: "stale" });
    return { kind: "reading", reading, host };
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
