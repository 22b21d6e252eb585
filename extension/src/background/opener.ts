// SPDX-License-Identifier: MPL-2.0
import type { Opened, Shown } from "../experiment/contract";
import type { Link } from "../protocol/link";
import { ProblemError } from "../protocol/problem";
import type { TabState } from "../talk/state";
import type { Source } from "../protocol/source";
import { open, type Checked } from "./check";
import type { Progress } from "../thunderbird/progress";

export interface OpenerParts {
    link: Link;
    /** Where the message lies, for the host. */
    contextOf(messageId: number | null): Promise<object>;
    /** Whether so many octets can be all of the message. */
    isWhole(messageId: number | null, octets: number): Promise<boolean>;
    /** The entity shown in place of a message that stays closed. */
    closed(state: TabState): Uint8Array<ArrayBuffer>;
    /** Shows in a tab that something takes its time. */
    progress(tabId: number): Progress;
}

/** Readings kept for badges; a person has far fewer mails on screen. */
const mostReadings = 100;

/** Opens messages for Thunderbird's own reader, and remembers what their badges need of it. */
export class Opener {
    private readonly readings = new Map<number, TabState>();
    private readonly unopened = new Set<number>();
    private readonly atWork = new Map<number, { messageId: number | null; stop: AbortController }>();

    constructor(private readonly parts: OpenerParts) {}

    /** Null: Thunderbird is to show the message as it is. */
    async open(message: Opened, bytes: Uint8Array<ArrayBuffer>): Promise<Shown | null> {
        const { state, payload } = await this.ask(message, bytes);
        if (message.messageId !== null) this.remember(message.messageId, state, payload !== null);
        if (payload) return shown(state, payload);
        if (!message.encrypted) return null;
        const entity = this.parts.closed(state).buffer;
        return { fields: null, entity, opened: false, decrypted: false, restricted: false };
    }

    /** What a message opened before was found to be; null when it has to be asked about. */
    known(messageId: number): TabState | null {
        return this.readings.get(messageId) ?? null;
    }

    /** The message was opened, but Thunderbird was given no more of it than its text (B.6). */
    isRestricted(messageId: number): boolean {
        const state = this.readings.get(messageId);
        return state?.kind === "reading" && state.reading.restricted && !this.unopened.has(messageId);
    }

    /** The next look at the message asks the host again. True: it is shown closed, or as it came. */
    forget(messageId: number): boolean {
        this.readings.delete(messageId);
        return this.unopened.delete(messageId);
    }

    /** Nobody waits any more for what is being opened for this tab, unless it is this message. */
    leave(tabId: number, except: number | null = null): void {
        const work = this.atWork.get(tabId);
        if (!work || (except !== null && work.messageId === except)) return;
        this.atWork.delete(tabId);
        work.stop.abort();
    }

    private async ask(message: Opened, bytes: Uint8Array<ArrayBuffer>): Promise<Checked> {
        const { tabId, messageId } = message;
        const source: Source = { bytes: () => this.whole(messageId, bytes), context: () => this.parts.contextOf(messageId) };
        const stop = new AbortController();
        const { signal } = stop;
        if (tabId === null) return open(source, this.parts.link, { signal });
        this.leave(tabId);
        const work = { messageId, stop };
        this.atWork.set(tabId, work);
        const progress = this.parts.progress(tabId);
        try {
            return await open(source, this.parts.link, { signal, told: (waiting) => progress.told(waiting) });
        } finally {
            progress.end();
            if (this.atWork.get(tabId) === work) this.atWork.delete(tabId);
        }
    }

    /** A message that was cut off by the way would be one whose signature does not match. */
    private async whole(messageId: number | null, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
        if (await this.parts.isWhole(messageId, bytes.length)) return bytes;
        throw new ProblemError({ kind: "partial" });
    }

    private remember(messageId: number, state: TabState, opened: boolean): void {
        this.forget(messageId);
        if (!opened) this.unopened.add(messageId);
        if (state.kind !== "reading") return;
        this.readings.set(messageId, state);
        const [oldest] = this.readings.keys();
        if (this.readings.size > mostReadings) this.readings.delete(oldest!);
    }
}

function shown(state: TabState, payload: NonNullable<Checked["payload"]>): Shown {
    const reading = state.kind === "reading" ? state.reading : null;
    return {
        fields: null,
        entity: "offset" in payload ? payload : payload.buffer,
        opened: true,
        decrypted: reading?.encryption !== "ENC-0",
        restricted: reading?.restricted !== false,
    };
}
