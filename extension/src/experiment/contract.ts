// SPDX-License-Identifier: MPL-2.0

/**
 * What crosses the border between the privileged part of the extension, which lives in Thunderbird's
 * own process, and its background page. Plain data: it is cloned on the way.
 */

/** What a compose window does with what it sends. Encrypting signs too (G.11). */
export type Protection = "none" | "sign" | "encrypt";

/** A message Thunderbird has built and is about to deliver or store. */
export interface Outgoing {
    /** Names this attempt; onCancel repeats it when the person gave up meanwhile. */
    sending: number;
    /** The compose window it comes from; null when it is gone, as for a message sent later. */
    tabId: number | null;
    protection: Protection;
    purpose: "send" | "draft";
    /** The addr-spec of the identity it is sent as. */
    account: string;
    to: string[];
    cc: string[];
    bcc: string[];
    /** The header fields Thunderbird has written, without Content-*, unfolded by nobody. */
    fields: { name: string; value: string }[];
}

/** What to send in its place: exactly these fields and, after them, exactly these bytes. */
export interface Protected {
    outer: { name: string; value: string }[];
    /** Content-* fields, an empty line and the body. */
    entity: ArrayBuffer;
    /** For each Bcc recipient an entity of its own, all built and checked already (E-59). */
    copies: { recipient: string; entity: ArrayBuffer }[];
}

/** The message whose text a compose window was opened with. */
export interface Origin {
    /** Of the WebExtension interface; null for messages that lie in no folder. */
    messageId: number | null;
    /** A draft or template of the person, not a message that somebody sent. */
    own: boolean;
    /** It was encrypted and has been opened. */
    decrypted: boolean;
}

/** A Bcc copy on its way after the main message. */
export interface Copy {
    id: number;
    recipient: string;
    subject: string;
    state: "waiting" | "sent" | "failed";
    /** Why it failed, as Thunderbird says it. */
    text: string;
}

/** A message whose bytes Thunderbird is about to show. */
export interface Opened {
    /** Of the WebExtension interface; null for messages that lie in no folder. */
    messageId: number | null;
    /** The tab it is shown in; null for what is read by the way: a quote, an attachment. */
    tabId: number | null;
    /** The header announces that nothing can be shown without a key. */
    encrypted: boolean;
}

/** Octets that stand in the message itself. */
export interface Stretch {
    offset: number;
    size: number;
}

/** What to give to Thunderbird's own reader; null: the message as it is. */
export interface Shown {
    /** The header fields of the message, without Content-*, as they are to be shown. */
    fields: { name: string; value: string }[] | null;
    /** The payload: Content-* fields, an empty line and the body. */
    entity: ArrayBuffer | Stretch;
    /** It is the payload; otherwise it tells why the message stays closed. */
    opened: boolean;
    /** The payload was encrypted: nothing of it may load from elsewhere. */
    decrypted: boolean;
    /** Text only, nothing quoted, no draft of it (B.6). */
    restricted: boolean;
}
