// SPDX-License-Identifier: MPL-2.0
import type { Hello } from "../protocol/hello";
import type { Problem } from "../protocol/problem";
import type { Reading } from "../protocol/reading";

/** What is known about the message a tab shows. Plain data: it travels between pages. */
export type TabState =
    | { kind: "empty" }
    /** Of a large message, how many octets have come so far. */
    | { kind: "pending"; octets?: { come: number; of: number } }
    | { kind: "reading"; reading: Reading; host: Hello }
    | { kind: "problem"; problem: Problem };
