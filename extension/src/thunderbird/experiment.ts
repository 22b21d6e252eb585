// SPDX-License-Identifier: MPL-2.0
import type { Copy, Opened, Origin, Outgoing, Protected, Protection, Shown } from "../experiment/contract";
import { api, type Event } from "../platform/api";

/** Answers an event; what it throws reaches the person as text. */
type Answered<Given extends unknown[], Answer> = {
    addListener(listener: (...given: Given) => Promise<Answer>): void;
};

export interface ExperimentApi {
    /** Names of Thunderbird's internals that a part needs and this Thunderbird has not. */
    missing(): Promise<Record<"sending" | "reading" | "column", string[]>>;
    /**
     * A message that quotes decrypted text is stored and sent encrypted, or not at all. `chosen` by the
     * person is kept with a draft; null while the defaults apply.
     */
    setProtection(
        tabId: number,
        protection: Protection,
        chosen: Protection | null,
        quotesProtected: boolean,
    ): Promise<void>;
    /** What a compose window was opened with; null for a message that begins empty. */
    originOf(tabId: number): Promise<Origin | null>;
    /** Takes quoted and forwarded text out of a compose window, attachments too. */
    removeQuote(tabId: number): Promise<void>;
    /** Says in the progress dialog of a message what is being waited for. */
    showStatus(sending: number, text: string): Promise<void>;
    sendCopy(copy: number): Promise<void>;
    setMark(messageId: number, mark: string): Promise<void>;
    /** Shows the message of a tab once more, from its bytes on. */
    reload(tabId: number): Promise<void>;
    showBar(tabId: number, text: string, kind: "none" | "warning" | "alarm" | "progress"): Promise<void>;
    /** Lets the person choose a file for these octets, in the window of that tab. */
    saveFile(tabId: number, name: string, octets: ArrayBuffer): Promise<void>;
    onProtect: Answered<[outgoing: Outgoing, entity: ArrayBuffer], Protected | null>;
    onCancel: Event<[sending: number]>;
    onCopies: Event<[copies: Copy[]]>;
    /** The person has stopped what the progress bar of a tab is about. */
    onStop: Event<[tabId: number]>;
    onOpen: Answered<[message: Opened, bytes: ArrayBuffer], Shown | null>;
}

/** Undefined where Thunderbird suppresses experiments: then nothing but verifying is possible. */
export const experiment = (api as unknown as { sealwright?: ExperimentApi }).sealwright;
