// SPDX-License-Identifier: MPL-2.0
// What content scripts and the background say to each other, on ports named below. A page can reach
// neither; but a content script shares its process with the page, so it is believed nothing.

/** Port of each frame with mail in it. */
export const mailPort = "mail";
/** Ports of our own frames in a page. */
export const viewerPort = "viewer";
export const editorPort = "editor";

/** How near the bytes that a webmail hands out are to what its server has. */
export type Fidelity =
    /** Octet for octet. */
    | "exact"
    /** Line ends may have been changed from CRLF to LF, nothing else. */
    | "lf"
    /** Anything may have been changed: no negative verdict can be drawn from it. */
    | "lossy";

/** Where a message lies, as far as that changes what is remembered of its sender. */
export type Folder = "inbox" | "sent" | "junk" | "drafts" | "other";

/** A message that the page shows. */
export interface PageMessage {
    /** The same for the same message, another for another one, within one page. */
    key: string;
    /** Where the page's own server hands out the message; of the page's own origin. */
    raw: string;
    fidelity: Fidelity;
    folder: Folder;
}

/** What a page has in the form it writes mail with. Texts as a person typed them. */
export interface PageDraft {
    from: string;
    to: string;
    cc: string;
    bcc: string;
    subject: string;
    /** As plain text, line ends LF. */
    body: string;
    /** Message-IDs with angle brackets; empty when it answers nothing. */
    inReplyTo: string;
    references: string;
    attachments: { name: string; type: string; url: string }[];
    /** What may be attached there cannot be told, and does not come along. */
    filesStay: boolean;
}

/** From a content script. */
export type FromPage =
    /** What the frame shows now; null when it shows no message. */
    | {
          do: "shown";
          account: string;
          adapter: string;
          message: PageMessage | null;
          /** What an answer is sent with; null where mail is not sent in the page's session. */
          session: Record<string, string> | null;
          /** It was said before, to a background that has ended since. */
          again: boolean;
      }
    /** The person pressed the mark and wants to see the verdict of record. */
    | { do: "look"; key: string }
    /** A frame of ours is about to be put into the page, for the message or form with that key. */
    | { do: "frame"; kind: "viewer"; key: string }
    | {
          do: "frame";
          kind: "editor";
          key: string;
          account: string;
          protection: "sign" | "encrypt";
          draft: PageDraft;
          session: Record<string, string> | null;
      }
    /** A form to write mail in is on screen: what is usual for its account? */
    | { do: "form"; key: string; account: string };

/**
 * What the mark in the page says. It never claims anything good (C-58): "look" only points at the
 * toolbar, where the verdict of record is.
 */
export type PageMark = "checking" | "look" | "encrypted" | "warning" | "problem" | "none";

/** To a content script. */
export type ToPage =
    | { mark: PageMark; key: string }
    /** The one-time name of a frame: it opens `<kind>.html#<token>` once, in the same tab. */
    | { frame: "viewer" | "editor"; key: string; token: string }
    /** The person has opened the message with that key; it stays on screen whatever becomes of the background. */
    | { opened: "viewer"; key: string }
    /** The message was sent, or the person went back: the frame goes, and the form when it was sent. */
    | { closed: "editor"; key: string; sent: boolean }
    /** What the form begins with; anything but "none" is written in an editor of ours. */
    | { usual: "none" | "sign" | "encrypt"; key: string }
    /** How high what is in a frame of ours is, in CSS pixels. */
    | { height: number; of: "viewer" | "editor"; key: string };
