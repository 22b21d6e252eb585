// SPDX-License-Identifier: MPL-2.0
// What the editor and the background say to each other on the port "editor". Plain data.
import type { Protection } from "../experiment/contract";
import type { Problem } from "../protocol/problem";
import type { Mailbox } from "../transport/addresses";
import type { ComposeState } from "./compose";
import type { PageDraft } from "./webmail";
import type { Posting } from "./posting";

/** Whom a message is from and goes to, as far as the fields have addresses; bare, without names. */
export interface People {
    from: string;
    to: string[];
    cc: string[];
    bcc: string[];
}

/** All of the header that a person decides. */
export interface Letter {
    from: Mailbox;
    to: Mailbox[];
    cc: Mailbox[];
    bcc: Mailbox[];
    subject: string;
    inReplyTo: string;
    references: string;
}

/** What is quoted of an opened message: its text, or HTML of which only the words are taken. */
export interface Quote {
    author: string;
    text: string;
    html: string;
    /** Of one that is sent on, what stands above its text. */
    forwarded: { to: string; subject: string; date: number | null } | null;
}

/** A draft that is kept on this computer; what is in it is encrypted. */
export interface KeptDraft {
    id: string;
    /** In milliseconds since 1970. */
    saved: number;
}

/** What an editor begins with. The draft of the page is hostile: its texts are texts. */
export interface EditorStart {
    account: string;
    /** Addresses with a certificate that can be signed as. */
    accounts: string[];
    draft: PageDraft;
    quote: Quote | null;
    drafts: KeptDraft[];
    unfinished: Posting[];
    /** Opens the editor again after the worker was ended, in the same tab. */
    resume: string;
}

/** What is being done, and how far it is; octets where there are some to count. */
export type Doing =
    | { phase: "asking" | "waiting" | "protecting" }
    | { phase: "sending"; octets: { sent: number; of: number } | null };

/** A message with a body names it like this; its pieces follow. */
export type Named = { body: { transfer: number; size: number } };

export type FromEditor =
    /** A frame in a page shows its one-time name; one that was open before, what it was told to open again with. */
    | { do: "open"; token: string; resume: string }
    | { do: "people"; people: People }
    | { do: "protect"; protection: Protection }
    | { do: "accept-unknown" }
    | { do: "remove-quote" }
    /** With the entity. */
    | { do: "send"; id: string; letter: Letter }
    /** With what is in the editor, as bytes that only the editor understands; `change` names how far it is written. */
    | { do: "keep-draft"; id: string; account: string; change: number }
    | { do: "restore-draft"; id: string }
    | { do: "delete-draft"; id: string }
    /** The bytes of an attachment that the page holds already. */
    | { do: "fetch"; number: number }
    | { do: "retry"; id: string; step: number }
    | { do: "forget"; id: string }
    | { do: "cancel" }
    | { do: "close"; sent: boolean };

export type ToEditor =
    | { start: EditorStart }
    /** The editor is open again, in another worker; what this knows of a message under way. */
    | { resumed: Posting | null }
    /** The frame has no valid name: it shows nothing. */
    | { gone: true }
    | { state: ComposeState }
    | { doing: Doing | null }
    /** Nothing of the message went out. */
    | { failed: Problem }
    /** How far a message is; it has gone when its first step is done. */
    | { posting: Posting }
    | { draftKept: KeptDraft; change: number }
    | { draftFailed: Problem; change: number }
    /** With what keep-draft was given. Until the editor says otherwise, it is taken to quote decrypted text. */
    | { restored: string }
    /** Octets of an attachment that have come. */
    | { fetching: number; octets: { come: number; of: number } }
    /** With the bytes of that attachment; without, it could not be fetched. */
    | { fetched: number };
