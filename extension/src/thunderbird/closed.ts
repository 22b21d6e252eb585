// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import { describe } from "../wording/describe";
import type { TabState } from "../talk/state";

/** A text to show in place of a message that stays closed: why, and what to do. */
export function closedEntity(state: TabState, say: Say, date: (seconds: number) => string): Uint8Array<ArrayBuffer> {
    const { headline, sentences, todo } = describe(state, say, date);
    const lines = [headline, ...sentences, todo, say("reading_closed_retry")].filter(Boolean);
    const text = [...head, "", ...lines.flatMap((line) => [line, ""])].join("\r\n");
    return new TextEncoder().encode(text);
}

const head = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"];
