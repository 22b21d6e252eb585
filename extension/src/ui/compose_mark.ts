// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import type { ComposeState } from "../thunderbird/compose_state";

/** The pictures for what is about to be sent; the button in the compose window shows the same. */
export type ComposeMark = "compose-none" | "compose-sign" | "compose-encrypt" | "compose-impossible";

export function composeMark(state: ComposeState): ComposeMark {
    return isBlocked(state) ? "compose-impossible" : `compose-${state.protection}`;
}

export function composeHeadline(state: ComposeState, say: Say): string {
    if (state.busy) return say("compose_busy_headline");
    return say(`compose_${isBlocked(state) ? "blocked" : state.protection}_headline`);
}

/** Sending would stop: something has to be decided or repaired first. */
export function isBlocked(state: ComposeState): boolean {
    if (state.protection === "none") return state.quotesProtected;
    if (state.warnings.some((warning) => !("accepted" in warning && warning.accepted))) return true;
    return !state.signing.possible || (state.protection === "encrypt" && withoutKey(state).length > 0);
}

/** Addresses that cannot be encrypted to. */
export const withoutKey = (state: ComposeState): string[] =>
    state.recipients.filter(({ usable }) => !usable).map(({ address }) => address);
