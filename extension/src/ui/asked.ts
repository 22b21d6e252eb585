// SPDX-License-Identifier: MPL-2.0
import type { Port } from "../platform/api";
import { say } from "../platform/say";
import type { Problem } from "../protocol/problem";
import type { TabState } from "../talk/state";
import { problemLines } from "../wording/problem_text";
import { fill, find } from "./dom";

const button = find("genuine") as HTMLButtonElement;
/** Digest of the message that the offer is about, which need not be on screen any more (E-86). */
let offered = "";

/** What leads from a missing signature to the end of the warning: the person has asked the sender. */
export function offerAsked(state: TabState): void {
    const missed = state.kind === "reading" && state.reading.flags.includes("R-1");
    offered = missed ? state.reading.sha256 : "";
    find("asked").hidden = !missed;
    button.disabled = false;
    fill("asked-said");
}

export function listenToAsked(port: Port, tab: number): void {
    button.addEventListener("click", () => {
        button.disabled = true;
        port.postMessage({ tab, genuine: offered });
    });
}

/** What the background says to a popup: a new state, or why the answer cannot be kept; the warning stays then. */
export function hear(said: unknown, tell: (state: TabState) => void): void {
    const { failed } = said as { failed?: Problem };
    if (!failed) return tell(said as TabState);
    button.disabled = false;
    fill("asked-said", problemLines(failed, say).join(" "));
}
