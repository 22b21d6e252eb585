// SPDX-License-Identifier: MPL-2.0
import type { Problem } from "../protocol/problem";

// What the popup of a message and the background say to each other about attachments that
// Thunderbird is not given, since the message is restricted (B.6).

export const attachmentsPort = "attachments";

/** What a list shows of an attachment. */
export interface Attached {
    /** Fit to save as; empty when it has none. */
    name: string;
    octets: number;
}

/** Of the message in that tab: what is known, a look inside, or the saving of one of those listed. */
export type FromAttachments = { tab: number } & ({ do: "known" } | { do: "look" } | { do: "save"; index: number });

/** "none": there is nothing that Thunderbird was not given; "unopened": nobody has looked. */
export type ToAttachments = { attachments: "none" | "unopened" | "opening" | Attached[] } | { failed: Problem };
