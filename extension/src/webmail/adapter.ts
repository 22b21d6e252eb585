// SPDX-License-Identifier: MPL-2.0
import type { PageDraft, PageMessage } from "../talk/webmail";

/** A message that the page shows. */
export interface OpenMessage extends PageMessage {
    /** After this element stands the mark; a page may remove it at any time. */
    anchor: Element;
    /** What the viewer stands in place of when the message is encrypted. */
    body: HTMLElement | null;
}

/** A form of the page in which mail is written. */
export interface Composing {
    /** The same for the same form. */
    key: string;
    /** What the editor stands in place of. */
    form: HTMLElement;
    /** What else belongs to the form and takes in what is meant for the message; hidden with it. */
    besides: HTMLElement[];
    /** Before this element stands the choice none · sign · sign and encrypt. */
    anchor: Element;
    read(): PageDraft;
    /** Leaves the form without keeping what is in it; called once the message was sent. */
    discard(): void;
}

/**
 * One webmail. Runs in the isolated world of a content script: it reads the page, which is hostile,
 * and decides nothing. A new one is one file and one folder of fixtures.
 */
export interface Adapter {
    id: string;
    /** Whether this is a page of that webmail. Asked once, when the document is there. */
    matches(page: Document): boolean;
    /** The address of the mailbox; empty when the page does not tell. */
    account(page: Document): string;
    /** Messages on screen, each whole; called whenever the page changed. */
    messages(page: Document): OpenMessage[];
    /** Forms on screen. */
    composing(page: Document): Composing[];
    /** What the background needs of the page to send in the person's session; null when it cannot. */
    session(page: Document): Record<string, string> | null;
}
