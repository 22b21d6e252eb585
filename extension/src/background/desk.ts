// SPDX-License-Identifier: MPL-2.0
import type { TabState } from "../talk/state";

/** Two messages are the same when their ids are. */
export interface Shown {
    id: number | string;
}

/** How a state comes about, as far as the desk must know. */
export interface DeskParts<Message extends Shown> {
    /** `told` takes how far it is. */
    check(message: Message, signal: AbortSignal, told: (state: TabState) => void): Promise<TabState>;
    paint(tabId: number, state: TabState): void;
    /** What the tab shows now; the answer to a check may come late. */
    displayed(tabId: number): Promise<Message | null>;
}

interface Entry<Message> {
    message: Message | null;
    state: TabState;
    stop: AbortController;
}

/** Hears each new state of a tab and the message it is about, if it is about one. */
type Watcher<Message> = (tabId: number, state: TabState, message: Message | null) => void;

/** Which tab shows which message, and what is known about it. Can be rebuilt from the tabs. */
export class Desk<Message extends Shown> {
    private readonly entries = new Map<number, Entry<Message>>();
    private readonly watchers = new Set<Watcher<Message>>();

    constructor(private readonly parts: DeskParts<Message>) {}

    /** Starts over for what the tab shows now: grey until there is an answer (S-13). */
    async show(tabId: number, message: Message): Promise<void> {
        const entry = this.begin(tabId, message, { kind: "pending" });
        const told = (state: TabState) => this.entries.get(tabId) === entry && this.set(tabId, entry, state);
        const state = await this.parts.check(message, entry.stop.signal, told);
        const now = await this.parts.displayed(tabId);
        if (this.entries.get(tabId) !== entry || now?.id !== message.id) return;
        this.set(tabId, entry, state);
    }

    /** Goes on with what was known before the background was restarted. */
    resume(tabId: number, message: Message, state: TabState): void {
        this.begin(tabId, message, state);
    }

    /** Something else has found out more about the message, if that is still the one on screen. */
    learn(tabId: number, message: Message, state: TabState): void {
        const entry = this.entries.get(tabId);
        if (entry?.message?.id === message.id) this.set(tabId, entry, state);
    }

    /** The person does not want to wait for the check. */
    stop(tabId: number): void {
        this.entries.get(tabId)?.stop.abort();
    }

    /** Nothing, or not one message, is selected; or another one is on its way to the screen. */
    select(tabId: number, selected: Message[]): void {
        const shown = this.entries.get(tabId)?.message;
        const [only, ...more] = selected;
        if (shown && only?.id === shown.id && more.length === 0) return;
        const kind = selected.length === 1 ? "pending" : "empty";
        this.begin(tabId, null, { kind });
    }

    /** Looks at the tab again, whatever is known. */
    async refresh(tabId: number): Promise<void> {
        const message = await this.parts.displayed(tabId);
        if (message) await this.show(tabId, message);
        else this.begin(tabId, null, { kind: "empty" });
    }

    state(tabId: number): TabState | null {
        return this.entries.get(tabId)?.state ?? null;
    }

    /** What is known of that message; null when the tab is about another one, or none (E-86). */
    about(tabId: number, { id }: Message): TabState | null {
        const entry = this.entries.get(tabId);
        return entry?.message?.id === id ? entry.state : null;
    }

    close(tabId: number): void {
        this.entries.get(tabId)?.stop.abort();
        this.entries.delete(tabId);
    }

    /** Returns how to stop watching. */
    watch(watcher: Watcher<Message>): () => void {
        this.watchers.add(watcher);
        return () => this.watchers.delete(watcher);
    }

    private begin(tabId: number, message: Message | null, state: TabState): Entry<Message> {
        this.close(tabId);
        const entry = { message, state, stop: new AbortController() };
        this.entries.set(tabId, entry);
        this.set(tabId, entry, state);
        return entry;
    }

    private set(tabId: number, entry: Entry<Message>, state: TabState): void {
        entry.state = state;
        this.parts.paint(tabId, state);
        for (const watcher of this.watchers) watcher(tabId, state, entry.message);
    }
}
