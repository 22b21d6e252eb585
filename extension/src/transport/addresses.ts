// SPDX-License-Identifier: MPL-2.0
import { shown } from "../platform/values";

/** Somebody a message is from or goes to. */
export interface Mailbox {
    /** Display name; empty when there is none. */
    name: string;
    address: string;
}

export interface Addresses {
    mailboxes: Mailbox[];
    /** What is no address, as it was written. */
    bad: string[];
}

/** RFC 5321 §4.5.3.1.3, without the angle brackets. */
const longestAddress = 254;

/**
 * Takes apart what a person, or a page, has put into an address field: mailboxes with or without
 * names, divided by comma, semicolon or line end. Strict: what could be read in two ways is bad.
 */
export function parseAddresses(text: string): Addresses {
    const found: Addresses = { mailboxes: [], bad: [] };
    for (const piece of split(text)) {
        const mailbox = parseMailbox(piece);
        if (!mailbox) found.bad.push(shown(piece));
        else if (!found.mailboxes.some(({ address }) => same(address, mailbox.address))) found.mailboxes.push(mailbox);
    }
    return found;
}

export const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** At dividers outside quotes and angle brackets. */
function split(text: string): string[] {
    const pieces = [""];
    let quoted = false;
    let bracketed = false;
    for (let at = 0; at < text.length; ++at) {
        const character = text[at]!;
        if (quoted && character === "\\") {
            pieces[pieces.length - 1] += text.slice(at, ++at + 1);
            continue;
        }
        if (character === '"') quoted = !quoted;
        else if (!quoted && (character === "<" || character === ">")) bracketed = character === "<";
        if (/[,;\r\n]/.test(character) && !quoted && !bracketed) pieces.push("");
        else pieces[pieces.length - 1] += character;
    }
    return pieces.map((piece) => piece.trim()).filter((piece) => piece !== "");
}

function parseMailbox(piece: string): Mailbox | null {
    const [, phrase = "", bracketed = ""] = /^([^<>]*)<([^<>]*)>$/.exec(piece) ?? [];
    const address = addressOf(bracketed || piece);
    const name = nameOf(phrase.trim());
    return address === null || name === null ? null : { name, address };
}

/** Null for a phrase with a quote too many: what belongs to it and what does not? */
function nameOf(phrase: string): string | null {
    const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(phrase);
    if (quoted) return shown(quoted[1]!.replace(/\\(.)/g, "$1")).trim();
    return phrase.includes('"') ? null : shown(phrase).replace(/\s+/g, " ").trim();
}

/** RFC 5321 dot-string and LDH domain; a domain in another script becomes its ASCII form. Otherwise null. */
export function addressOf(text: string): string | null {
    const at = text.lastIndexOf("@");
    const local = text.slice(0, at).trim();
    const domain = asciiDomain(text.slice(at + 1).trim());
    const address = `${local}@${domain}`;
    const isLocal = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(local);
    return at > 0 && isLocal && local.length <= 64 && domain && address.length <= longestAddress ? address : null;
}

function asciiDomain(domain: string): string {
    const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
    const isLdh = (name: string) => name.split(".").every((each) => label.test(each));
    if (isLdh(domain)) return domain;
    if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) || /^[\x00-\x7f]*$/.test(domain)) return "";
    try {
        const { hostname } = new URL(`http://${domain}`);
        return isLdh(hostname) ? hostname : "";
    } catch {
        return "";
    }
}
