// SPDX-License-Identifier: MPL-2.0
import { isHostAway } from "../protocol/problem";
import type { TabState } from "../talk/state";
import type { WebMessage } from "./mail_tabs";

/** Memory that outlives the background, as long as the browser runs. */
export interface Memory {
    get(keys: null): Promise<Record<string, unknown>>;
    set(values: object): Promise<void>;
    remove(key: string): Promise<void>;
}

interface Kept {
    id: string;
    state: TabState;
}

const nameOf = (tabId: number): string => `state-${tabId}`;

/**
 * What was found out about the message that each tab shows. A browser ends the background after half
 * a minute; without this a message that stays on screen would be fetched anew each time.
 */
export class KeptStates {
    /** Until then `take` finds nothing. */
    readonly loaded: Promise<void>;
    private before: Record<string, unknown> = {};

    constructor(private readonly memory: Memory) {
        const take = (all: Record<string, unknown>) => void (this.before = all);
        this.loaded = memory.get(null).then(take, () => undefined);
    }

    /** What a background before this one knew of that message; null when it has been shown to this one. */
    take({ tabId, id }: WebMessage): TabState | null {
        const kept = this.before[nameOf(tabId)] as Kept | undefined;
        return kept?.id === id ? kept.state : null;
    }

    /** What a tab is about now. */
    keep(tabId: number, state: TabState, message: WebMessage | null): void {
        const name = nameOf(tabId);
        delete this.before[name];
        const kept = message && isFound(state) ? this.memory.set({ [name]: { id: message.id, state } }) : this.memory.remove(name);
        // Without it the message is only fetched again.
        kept.catch(() => undefined);
    }

    forget(tabId: number): void {
        this.keep(tabId, { kind: "empty" }, null);
    }
}

/** Worth keeping: a host may come at any time. */
const isFound = (state: TabState): boolean =>
    state.kind === "reading" || (state.kind === "problem" && !isHostAway(state.problem));
