// SPDX-License-Identifier: MPL-2.0
import type { Mailbox } from "./addresses";
import { encodedWords, folded } from "./encoded_words";

/** As it stands in the message, folding included. */
export interface Field {
    name: string;
    value: string;
}

/** What the header of a message says. Bcc never stands there. */
export interface Head {
    from: Mailbox;
    to: Mailbox[];
    cc: Mailbox[];
    subject: string;
    date: Date;
    /** Message-IDs with angle brackets; empty when it answers nothing. */
    inReplyTo: string;
    references: string;
    /** With angle brackets; a new one when it is left out. */
    messageId?: string | undefined;
}

/** The complete header fields of a message, without those of its entity. */
export function fieldsOf({ from, to, cc, subject, date, inReplyTo, references, messageId }: Head): Field[] {
    const fields = [
        { name: "Date", value: date.toUTCString().replace("GMT", "+0000") },
        { name: "From", value: mailboxes([from]) },
        // RFC 5322 wants somebody named, also when all get it as Bcc.
        { name: "To", value: mailboxes(to) || (cc.length > 0 ? "" : "undisclosed-recipients:;") },
        { name: "Cc", value: mailboxes(cc) },
        { name: "Subject", value: unstructured(subject) },
        { name: "Message-ID", value: messageId ?? newMessageId(from.address) },
        { name: "In-Reply-To", value: messageIds(inReplyTo).slice(0, 1).join("") },
        { name: "References", value: shortened(messageIds(references)).join("\r\n ") },
        { name: "MIME-Version", value: "1.0" },
    ];
    return fields.filter(({ value }) => value !== "");
}

/** Fields, then the entity, which begins with fields of its own. */
export function messageOf(fields: Field[], entity: Uint8Array): Uint8Array<ArrayBuffer> {
    const head = new TextEncoder().encode(fields.map(({ name, value }) => `${name}: ${value}\r\n`).join(""));
    const message = new Uint8Array(head.length + entity.length);
    message.set(head);
    message.set(entity, head.length);
    return message;
}

/** Names nothing but the domain that the address gives away anyhow. */
export const newMessageId = (address: string): string =>
    `<${crypto.randomUUID()}@${address.slice(address.lastIndexOf("@") + 1)}>`;

const mailboxes = (list: Mailbox[]): string => list.map(mailbox).join(",\r\n ");

function mailbox({ name, address }: Mailbox): string {
    if (name === "") return address;
    const shown = phrase(name);
    return shown.length + address.length > 60 ? `${shown}\r\n <${address}>` : `${shown} <${address}>`;
}

/** RFC 5322 §3.2.5, and RFC 2047 §5 (3) where that does not do. */
function phrase(name: string): string {
    const isShort = name.length <= 60 && !name.includes("=?");
    if (isShort && /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+$/.test(name)) return name;
    if (isShort && /^[\x20-\x7e]+$/.test(name)) return `"${name.replace(/["\\]/g, "\\$&")}"`;
    return encodedWords(name);
}

function unstructured(text: string): string {
    const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
    const isPlain = /^[\x20-\x7e]*$/.test(line) && !line.includes("=?") && !/\S{60}/.test(line);
    return isPlain ? folded(line) : encodedWords(line);
}

/** Longer ones are not ours to repeat: a line holds 998 octets (RFC 5322 §2.1.1). */
const longestId = 250;
const messageIds = (text: string): string[] =>
    (text.match(/<[!-;=?-~]+@[!-;=?-~]+>/g) ?? []).filter((id) => id.length <= longestId);

/** Enough for every thread that people follow. */
const mostReferences = 20;
/** RFC 5537 §3.4.4: the first one and the latest stay. */
const shortened = (ids: string[]): string[] =>
    ids.length > mostReferences ? [ids[0]!, ...ids.slice(1 - mostReferences)] : ids;
