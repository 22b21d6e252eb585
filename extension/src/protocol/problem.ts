// SPDX-License-Identifier: MPL-2.0
import { errorCodes, type ErrorCode } from "./words";
import { isRecord, shownList } from "../platform/values";

/**
 * Why there is no reading.
 * missing: no such program here; silent: it runs and says nothing we understand; crashed: it went
 * away or hung with our request; old, new: it speaks an older or newer protocol; error: it answered
 * with a code; unknown: its reading is of another form; stale: its readings were about other bytes;
 * raw, partial: the mail client gave no message source, or only a part of it; page: the webmail
 * answered with no message; large: it is more than is fetched; altered: what the webmail hands out
 * may differ from what was sent, and does not fit the signature; behind: its tab is not in front;
 * apart: its tab has cookies of its own, a private window or container, and nothing can be fetched for it;
 * login: the webmail gives messages only to programs the person has signed in.
 */
export type Problem =
    | { kind: "missing" | "silent" | "crashed" | "unknown" | "stale" | "raw" | "partial" | "page" | "large" | "altered" | "behind" | "apart" | "login" }
    | { kind: "old" | "new"; version: string; protocol: number }
    | { kind: "error"; code: ErrorCode; args: string[] };

export class ProblemError extends Error {
    constructor(readonly problem: Problem) {
        super(problem.kind === "error" ? problem.code : problem.kind);
    }
}

/** No host to talk to: that may change while nobody does anything here. */
export function isHostAway(problem: Problem): boolean {
    return ["missing", "silent", "old", "new"].includes(problem.kind);
}

/** What to show of something that was thrown; what is none of ours is a mistake of ours. */
export function problemIn(error: unknown): Problem {
    if (error instanceof ProblemError) return error.problem;
    console.error(error);
    return { kind: "error", code: "host.internal", args: [] };
}

/** The `error` member of an answer. */
export function problemOf(error: unknown): Problem {
    const from = isRecord(error) ? error : {};
    const code = errorCodes.find((known) => known === from["code"]) ?? "host.internal";
    return { kind: "error", code, args: shownList(from["args"]) };
}
