// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import type { ComposeState, ComposeWarning } from "../talk/compose";

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
    const obstacles = state.warnings.filter(isObstacle);
    if (state.protection === "none") return obstacles.some(({ kind }) => kind !== "missing-internals");
    if (obstacles.length > 0) return true;
    return !state.signing.possible || (state.protection === "encrypt" && withoutKey(state).length > 0);
}

/** Neither what has been accepted nor what is only asked. */
const isObstacle = (warning: ComposeWarning): boolean =>
    warning.kind !== "could-encrypt" && !("accepted" in warning && warning.accepted);

/** Addresses that cannot be encrypted to. */
export const withoutKey = (state: ComposeState): string[] =>
    state.recipients.filter(({ usable }) => !usable).map(({ address }) => address);
