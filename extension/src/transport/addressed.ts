// SPDX-License-Identifier: MPL-2.0
import { parseAddresses } from "./addresses";
import { sendError } from "./send_error";
import type { Mail } from "./transport";

const nobody = /^undisclosed-recipients:\s*;$/i;

/**
 * The message for a service that has no envelope and goes by To, Cc and Bcc instead: with fields that
 * name just those who are to get it. Who else is named (in a Bcc recipient's own copy) must be named no
 * more, or would get it twice. The entity, signature and envelope of S/MIME included, stays as it is.
 */
export function addressed({ bytes, envelope }: Mail): Uint8Array<ArrayBuffer> {
    const { fields, rest } = parted(bytes);
    const wanted = new Set(envelope.to.map((each) => each.toLowerCase()));
    const named = namedIn(fields);
    const strangers = [...named].some((each) => !wanted.has(each));
    const others = strangers ? envelope.to : envelope.to.filter((each) => !named.has(each.toLowerCase()));
    const kept = fields.filter((field) => !isOneOf(field, strangers ? ["to", "cc", "bcc"] : ["bcc"]));
    if (strangers) kept.push("To: undisclosed-recipients:;\r\n");
    if (others.length > 0) kept.push(`Bcc: ${others.join(",\r\n ")}\r\n`);
    return joined(kept.join(""), rest);
}

/** Fields as they stand, with their line ends; what follows them begins with the empty line. */
function parted(bytes: Uint8Array): { fields: string[]; rest: Uint8Array } {
    const end = endOfHeader(bytes);
    const head = latin1(bytes.subarray(0, end));
    const fields = head.match(/[^\r\n]+\r\n(?:[ \t][^\r\n]*\r\n)*/g) ?? [];
    // What we have built is ASCII; anything else could not be put together again octet for octet.
    if (fields.join("").length !== head.length || /[^\t\r\n -~]/.test(head)) throw sendError("send.refused", "ASCII");
    return { fields, rest: bytes.subarray(end) };
}

function endOfHeader(bytes: Uint8Array): number {
    for (let at = 0; at + 3 < bytes.length; ++at) {
        if (bytes[at] === 13 && bytes[at + 1] === 10 && bytes[at + 2] === 13 && bytes[at + 3] === 10) return at + 2;
    }
    throw sendError("send.refused", "CRLF");
}

/** Addresses in To and Cc, in lower case. Whom we cannot read, the service might. */
function namedIn(fields: string[]): Set<string> {
    const named = new Set<string>();
    for (const field of fields.filter((each) => isOneOf(each, ["to", "cc"]))) {
        const value = field.slice(field.indexOf(":") + 1).replace(/\r\n(?=[ \t])/g, "").trim();
        if (nobody.test(value)) continue;
        const { mailboxes, bad } = parseAddresses(value);
        if (bad.length > 0) throw sendError("send.refused", bad.join(", "));
        for (const { address } of mailboxes) named.add(address.toLowerCase());
    }
    return named;
}

const isOneOf = (field: string, names: string[]): boolean =>
    names.includes(field.slice(0, field.indexOf(":")).trim().toLowerCase());

const latin1 = (bytes: Uint8Array): string => new TextDecoder("latin1").decode(bytes);

function joined(head: string, rest: Uint8Array): Uint8Array<ArrayBuffer> {
    const start = new TextEncoder().encode(head);
    const whole = new Uint8Array(start.length + rest.length);
    whole.set(start);
    whole.set(rest, start.length);
    return whole;
}
