// SPDX-License-Identifier: MPL-2.0
import type { Protection } from "../experiment/contract";
import type { IdentitySettings } from "../platform/settings";
import type { Problem } from "../protocol/problem";
import type { RecipientState } from "../protocol/recipients";
import type { ComposeState, ComposeWarning } from "../talk/compose";

/** What is remembered of a compose window, for as long as it is open. */
export interface Draft {
    /** By the person; null while the defaults of the identity apply. */
    chosen: Protection | null;
    /** It answers or forwards an encrypted message. */
    quotesProtected: boolean;
    /**
     * Addresses proven to know that text; null when nobody has to. Whom a message says it was
     * encrypted to proves nothing: whoever sends an old ciphertext again can add a recipient.
     */
    readers: string[] | null;
    /** Whom the person has agreed to send decrypted text to. */
    accepted: string[];
}

export const newDraft: Draft = { chosen: null, quotesProtected: false, readers: null, accepted: [] };

/** What is known of the message as it stands. */
export interface Facts {
    account: string;
    defaults: IdentitySettings;
    signing: ComposeState["signing"];
    recipients: RecipientState[];
    missing: string[];
    /** Where it is posted besides, for anybody to read. */
    newsgroups: string[];
    problem: Problem | null;
}

export function protectionOf(draft: Draft, facts: Facts): Protection {
    const { defaults, signing } = facts;
    if (draft.chosen) return draft.chosen;
    if (draft.quotesProtected) return "encrypt";
    if (!signing.possible) return "none";
    if (defaults.encrypt === "when-possible" && canEncrypt(facts)) return "encrypt";
    return defaults.sign === "always" ? "sign" : "none";
}

/** Nobody has a certificate for a newsgroup. */
const canEncrypt = ({ newsgroups, recipients }: Facts): boolean => newsgroups.length === 0 && isForAll(recipients);

const isForAll = (recipients: RecipientState[]): boolean =>
    recipients.length > 0 && recipients.every(({ usable }) => usable);

/** What keeps the message from being sent as it stands; accepted warnings do not. */
export function warningsOf(draft: Draft, facts: Facts): ComposeWarning[] {
    const protection = protectionOf(draft, facts);
    const warnings: ComposeWarning[] = [];
    if (facts.missing.length > 0) warnings.push({ kind: "missing-internals", names: facts.missing });
    const without = facts.recipients.filter(({ usable }) => !usable).map(({ address }) => address);
    if (protection === "encrypt" && without.length > 0) {
        warnings.push({ kind: "no-certificate", addresses: without });
    }
    if (protection === "encrypt" && facts.newsgroups.length > 0) warnings.push({ kind: "newsgroups" });
    if (draft.quotesProtected && protection !== "encrypt") warnings.push({ kind: "quote-in-clear" });
    if (draft.chosen === null) warnings.push(...questions(protection, facts));
    const unknown = unknownReaders(draft, facts);
    if (unknown.length > 0) {
        const accepted = unknown.every((address) => includes(draft.accepted, address));
        warnings.push({ kind: "unknown-recipients", addresses: unknown, accepted });
    }
    return warnings;
}

/** What a person has to decide because of what is usual for them; any choice answers it. */
function questions(protection: Protection, facts: Facts): ComposeWarning[] {
    const { defaults, missing, signing } = facts;
    if (defaults.sign === "always" && !signing.possible) return [{ kind: "cannot-sign" }];
    const asks = defaults.encrypt === "ask" && signing.possible && canEncrypt(facts);
    return asks && missing.length === 0 && protection !== "encrypt" ? [{ kind: "could-encrypt" }] : [];
}

/** Warnings that matter to a message without protection too. */
const always: ComposeWarning["kind"][] = ["quote-in-clear", "could-encrypt", "cannot-sign"];

/** Whether Send may go on; the host checks again what it can. */
export function isReady(draft: Draft, facts: Facts): boolean {
    const open = warningsOf(draft, facts).filter(
        (each) => !(each.kind === "unknown-recipients" && each.accepted),
    );
    if (protectionOf(draft, facts) === "none") return !open.some(({ kind }) => always.includes(kind));
    return open.length === 0 && facts.signing.possible && facts.problem === null;
}

/** C-07: a reply that was sent on by somebody else asks for text its sender cannot read. */
function unknownReaders(draft: Draft, { account, recipients }: Facts): string[] {
    const { quotesProtected, readers } = draft;
    if (!quotesProtected || !readers) return [];
    const known = [account, ...readers];
    return recipients.map(({ address }) => address).filter((address) => !includes(known, address));
}

const includes = (addresses: string[], wanted: string): boolean =>
    addresses.some((address) => address.toLowerCase() === wanted.toLowerCase());
