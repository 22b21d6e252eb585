// SPDX-License-Identifier: MPL-2.0
import type { Opened, Shown } from "../experiment/contract";
import type { Link } from "../protocol/link";
import type { TabState } from "../ui/state";
import { open, type Checked, type Source } from "./check";

export interface OpenerParts {
    link: Link;
    /** Where the message lies, for the host. */
    contextOf(messageId: number | null): Promise<object>;
    /** The entity shown in place of a message that stays closed. */
    closed(state: TabState): Uint8Array<ArrayBuffer>;
}

/** Readings kept for badges; a person has far fewer mails on screen. */
const mostReadings = 100;

/** Opens messages for Thunderbird's own reader, and remembers what their badges need of it. */
export class Opener {
    private readonly readings = new Map<number, TabState>();
    private readonly atWork = new Map<number, AbortController>();

    constructor(private readonly parts: OpenerParts) {}

    /** Null: Thunderbird is to show the message as it is. */
    async open(message: Opened, bytes: Uint8Array<ArrayBuffer>): Promise<Shown | null> {
        const { state, payload } = await this.ask(message, bytes);
        this.remember(message.messageId, state);
        if (payload) return shown(state, payload);
        if (!message.encrypted) return null;
        const entity = this.parts.closed(state).buffer;
        return { fields: null, entity, opened: false, decrypted: false, restricted: false };
    }

    /** What a message opened before was found to be; null when it has to be asked about. */
    known(messageId: number): TabState | null {
        return this.readings.get(messageId) ?? null;
    }

    /** The next look at the message asks the host again. */
    forget(messageId: number): void {
        this.readings.delete(messageId);
    }

    /** Something else is shown in this tab: nobody waits for what is being opened for it. */
    leave(tabId: number): void {
        this.atWork.get(tabId)?.abort();
        this.atWork.delete(tabId);
    }

    private async ask(message: Opened, bytes: Uint8Array<ArrayBuffer>): Promise<Checked> {
        const source: Source = {
            bytes: async () => bytes,
            context: () => this.parts.contextOf(message.messageId),
        };
        const stop = new AbortController();
        const { tabId } = message;
        if (tabId === null) return open(source, this.parts.link, stop.signal);
        this.leave(tabId);
        this.atWork.set(tabId, stop);
        try {
            return await open(source, this.parts.link, stop.signal);
        } finally {
            if (this.atWork.get(tabId) === stop) this.atWork.delete(tabId);
        }
    }

    private remember(messageId: number | null, state: TabState): void {
        if (messageId === null || state.kind !== "reading") return;
        this.readings.delete(messageId);
        this.readings.set(messageId, state);
        const [oldest] = this.readings.keys();
        if (this.readings.size > mostReadings) this.readings.delete(oldest!);
    }
}

function shown(state: TabState, payload: Uint8Array<ArrayBuffer>): Shown {
    const reading = state.kind === "reading" ? state.reading : null;
    return {
        fields: null,
        entity: payload.buffer,
        opened: true,
        decrypted: reading?.encryption !== "ENC-0",
        restricted: reading?.restricted !== false,
    };
}
