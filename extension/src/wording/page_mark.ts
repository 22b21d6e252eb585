// SPDX-License-Identifier: MPL-2.0
import { markOf } from "./mark";
import type { TabState } from "../talk/state";
import type { PageMark } from "../talk/webmail";

/** What the page may be told about a message: never anything good. */
export function pageMark(state: TabState): PageMark {
    switch (state.kind) {
        case "empty":
            return "none";
        case "pending":
            return "checking";
        case "problem":
            return "problem";
        case "reading": {
            const { reading } = state;
            const mark = markOf(reading);
            if (reading.encryption !== "ENC-0") return "encrypted";
            if (reading.flags.length > 0 || mark === "alarm" || mark === "warning") return "warning";
            return mark === "none" ? "none" : "look";
        }
    }
}
