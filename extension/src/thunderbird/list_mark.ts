// SPDX-License-Identifier: MPL-2.0
import { markOf } from "../wording/mark";
import type { TabState } from "../talk/state";

/**
 * What the message list shows of a message: the picture of its state, or a warning when a flag asks
 * for attention. Null: nothing is to be changed; empty: nothing is worth showing.
 */
export function listMark(state: TabState): string | null {
    if (state.kind !== "reading") return null;
    const mark = markOf(state.reading);
    if (state.reading.flags.length > 0 && mark !== "alarm") return "warning";
    return mark === "none" || mark === "pending" ? "" : mark;
}
