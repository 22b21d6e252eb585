// SPDX-License-Identifier: MPL-2.0
import type { Hello } from "../protocol/hello";
import type { Problem } from "../protocol/problem";
import type { Reading } from "../protocol/reading";

/** What is known about the message a tab shows. Plain data: it travels between pages. */
export type TabState =
    | { kind: "empty" }
    /** Of a large message, how many octets have come so far. */
    | { kind: "pending"; octets?: { come: number; of: number } }
    /** `test`: it is the mail that the person sent to themself to try a way, and whether it came as it was signed. */
    | { kind: "reading"; reading: Reading; host: Hello; test?: "whole" | "changed" }
    | { kind: "problem"; problem: Problem };
