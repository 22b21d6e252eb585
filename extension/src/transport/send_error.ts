// SPDX-License-Identifier: MPL-2.0
import { ProblemError } from "../protocol/problem";
import { shown } from "../platform/values";
import type { ErrorCode } from "../protocol/words";

export type SendCode = Extract<ErrorCode, `send.${string}`>;

/** `said` is what a server wrote, or what this is about. */
export function sendError(code: SendCode, said = ""): ProblemError {
    return new ProblemError({ kind: "error", code, args: [shown(said)] });
}

export function cancelled(): ProblemError {
    return new ProblemError({ kind: "error", code: "request.cancelled", args: [] });
}
