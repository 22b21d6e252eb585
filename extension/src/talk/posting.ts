// SPDX-License-Identifier: MPL-2.0
import type { Problem } from "../protocol/problem";

/** One thing to do for a message, in this order: hand over, hand over the Bcc copies, keep a copy. */
export interface Step {
    kind: "main" | "copy" | "keep";
    /** Who gets this copy; empty for the others. */
    recipient: string;
    /** unknown: nobody can say whether the server took it, so that it is never tried again by itself. */
    state: "waiting" | "going" | "done" | "failed" | "unknown";
    problem: Problem | null;
}

/** A message on its way, as far as others may know it. */
export interface Posting {
    id: string;
    account: string;
    steps: Step[];
}
