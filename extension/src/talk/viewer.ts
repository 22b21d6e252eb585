// SPDX-License-Identifier: MPL-2.0
import type { Piece } from "../protocol/pieces";
import type { Problem } from "../protocol/problem";
import type { TabState } from "./state";

// What the frame that shows a message and the background say to each other.

/** What a person does with a message that was opened. */
export const answerings = ["reply", "reply-all", "forward"] as const;
export type Answering = (typeof answerings)[number];

/** From the frame. The first is its one-time name. */
export type FromViewer =
    | { token: string }
    /** The person pressed the button. */
    | { do: "open" }
    | { do: "stop" }
    | { do: Answering }
    | { do: "height"; height: number };

/** CSS pixels: above this a frame scrolls by itself. */
export const tallest = 20_000;

/** How far opening is; "person": a window asks for something. */
export type Step = "fetching" | "person" | "opening";

/** To the frame. */
export type ToViewer =
    /** What is known about the message, whether it is about to be opened, and whether it can be answered here. */
    | { state: TabState; answerable: boolean }
    | { step: Step; octets: { come: number; of: number } | null }
    /** It was not opened; what was known before still holds. */
    | { failed: Problem }
    /** The host's answer, as it names its bodies; they follow as pieces. */
    | { opened: unknown; state: TabState }
    | Piece
    /** The page shows something else now. */
    | { gone: true };
