// SPDX-License-Identifier: MPL-2.0
import { fromUtf8, utf8 } from "../octets";

/** The value stands as it does in the message, folding included. */
export interface Field {
    name: string;
    value: string;
}

/** The fields of a header block with or without the empty line that ends it. */
export function parseFields(head: string): Field[] {
    return head
        .split(/\r?\n(?![ \t])/)
        .filter((line) => line !== "")
        .map((line) => {
            const colon = line.indexOf(":");
            if (colon < 1) throw new Error(`no header field: ${line.slice(0, 40)}`);
            return { name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, "") };
        });
}

export function writeFields(fields: Field[]): Uint8Array {
    return utf8(fields.map(({ name, value }) => `${name}: ${value}\r\n`).join(""));
}

/** The header block of a whole message, and where its body begins. */
export function parseHead(message: Uint8Array): { fields: Field[]; end: number } {
    let end = 0;
    while (end < message.length && !endsHead(message, end)) ++end;
    return { fields: parseFields(fromUtf8(message.subarray(0, end))), end };
}

/** What Thunderbird writes into messages it keeps, for itself: it goes to nobody, the host included. */
export function isPrivate({ name }: Field): boolean {
    return /^(bcc|fcc|x-identity-key|x-account-key|x-mozilla-.*|x-sealwright-.*)$/i.test(name);
}

/** Belongs to the entity that follows, not to the message around it. */
export const isContent = ({ name }: Field): boolean => /^content-/i.test(name);

export const isNamed =
    (name: string) =>
    (field: Field): boolean =>
        field.name.toLowerCase() === name.toLowerCase();

function endsHead(message: Uint8Array, at: number): boolean {
    const isEnd = (from: number) => message[from] === 13 && message[from + 1] === 10;
    return isEnd(at) && isEnd(at + 2);
}
