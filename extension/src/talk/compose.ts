// SPDX-License-Identifier: MPL-2.0
import type { Copy, Protection } from "../experiment/contract";
import type { Problem } from "../protocol/problem";
import type { RecipientState } from "../protocol/recipients";

/** What the panel of a compose window shows. Plain data: it travels from the background page. */
export interface ComposeState {
    protection: Protection;
    /** The addr-spec of the identity the message is sent as. */
    account: string;
    /** Whether that identity can sign; otherwise why not, to be shown. */
    signing: { possible: boolean; why: Problem | null; certificate: string };
    /** To, Cc and Bcc as they stand; empty certificates say why encrypting is not possible. */
    recipients: RecipientState[];
    /** A person has to decide before Send works: shown above everything else. */
    warnings: ComposeWarning[];
    /** The message answers or forwards one that was encrypted: it does not go out in the clear. */
    quotesProtected: boolean;
    /** The host is asked at this moment. */
    busy: boolean;
    problem: Problem | null;
    copies: Copy[];
}

export type ComposeWarning =
    | { kind: "no-certificate"; addresses: string[] }
    /** C-07: decrypted text would go to somebody who is not known to have been an addressee. */
    | { kind: "unknown-recipients"; addresses: string[]; accepted: boolean }
    /** It is to be encrypted, and posted where anybody reads. */
    | { kind: "newsgroups" }
    | { kind: "quote-in-clear" }
    /** The identity asks before something goes out readable that could be encrypted. */
    | { kind: "could-encrypt" }
    /** The identity signs always, and cannot now. */
    | { kind: "cannot-sign" }
    | { kind: "missing-internals"; names: string[] };

/** What the panel asks of the background page; the page answers each with a new ComposeState. */
export type ComposeRequest =
    | { do: "show"; tab: number }
    | { do: "protect"; tab: number; protection: Protection }
    | { do: "accept-unknown"; tab: number }
    | { do: "remove-quote"; tab: number }
    | { do: "cancel"; tab: number }
    | { do: "retry-copy"; tab: number; copy: number };
