// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import type { Flag } from "../protocol/words";
import { flagSentences } from "../wording/reading_text";
import type { TabState } from "../talk/state";

type Show = (tabId: number, text: string, kind: "none" | "warning" | "alarm" | "progress") => Promise<void> | undefined;

/** Flags of which one alone is reason not to act on a message (G.1). */
const alarming: Flag[] = ["R-1", "R-6"];

/** The lines above messages. Thunderbird takes them away when it shows another message. */
export class Bars {
    private readonly flagged = new Set<number>();

    constructor(
        private readonly showBar: Show,
        private readonly say: Say,
        private readonly day: (seconds: number) => string,
    ) {}

    show(tabId: number, state: TabState): void {
        if (state.kind !== "reading") return;
        const { flags } = state.reading;
        if (flags.length === 0) return this.clear(tabId);
        this.flagged.add(tabId);
        const kind = flags.some((flag) => alarming.includes(flag)) ? "alarm" : "warning";
        this.put(tabId, flagSentences(state.reading, this.say, this.day).join(" "), kind);
    }

    progress(tabId: number, text: string, kind: "none" | "progress"): void {
        this.put(tabId, text, kind);
    }

    private clear(tabId: number): void {
        if (this.flagged.delete(tabId)) this.put(tabId, "", "none");
    }

    /** Fails when the tab was closed meanwhile: nothing is left to show. */
    private put(...given: Parameters<Show>): void {
        this.showBar(...given)?.catch(() => undefined);
    }
}
