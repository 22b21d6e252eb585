// SPDX-License-Identifier: MPL-2.0
import { encodeBytes, encodeText, type Encoded } from "./encodings";
import { parameter } from "./parameters";

/** What a person wrote and attached. */
export interface Content {
    text: string;
    /** The same as HTML; empty when it is plain text only. */
    html: string;
    attachments: Attachment[];
}

export interface Attachment {
    /** As the file is called; any language. */
    name: string;
    /** As the browser says; empty when it does not know. */
    type: string;
    bytes: Uint8Array<ArrayBuffer>;
}

/** A part as it stands in a message: Content-* fields, empty line, body. ASCII only, CRLF throughout. */
type Part = string;

/** The MIME entity of a message, ready to be signed: 7 bit, short lines, nothing a server would change (G.12). */
export function entityOf({ text, html, attachments }: Content): Uint8Array<ArrayBuffer> {
    const plain = textPart("plain", text);
    const body = html ? multipart("alternative", [plain, textPart("html", html)]) : plain;
    const whole = attachments.length > 0 ? multipart("mixed", [body, ...attachments.map(attached)]) : body;
    return new TextEncoder().encode(whole);
}

function textPart(subtype: "plain" | "html", text: string): Part {
    const charset = /^[\x00-\x7f]*$/.test(text) ? "us-ascii" : "utf-8";
    return part(`text/${subtype}; charset=${charset}`, [], encodeText(text));
}

function attached({ name, type, bytes }: Attachment): Part {
    const called = fileName(name);
    const kind = `${leafType(type)}${charsetOf(type, bytes)}${parameter("name", called)}`;
    return part(kind, [`Content-Disposition: attachment${parameter("filename", called)}`], encodeBytes(bytes));
}

function part(type: string, fields: string[], { encoding, body }: Encoded): Part {
    const head = [`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, ...fields];
    return `${head.join("\r\n")}\r\n\r\n${body}\r\n`;
}

function multipart(subtype: "alternative" | "mixed", parts: Part[]): Part {
    const boundary = boundaryFor(parts);
    const head = `Content-Type: multipart/${subtype};\r\n boundary="${boundary}"\r\n\r\n`;
    return `${head}${parts.map((each) => `--${boundary}\r\n${each}\r\n`).join("")}--${boundary}--\r\n`;
}

/** Nobody can know it beforehand, and it stands in none of the parts. */
function boundaryFor(parts: Part[]): string {
    for (;;) {
        const random = crypto.getRandomValues(new Uint8Array(16));
        const boundary = `=_${Array.from(random, (octet) => octet.toString(16).padStart(2, "0")).join("")}`;
        if (!parts.some((each) => each.includes(boundary))) return boundary;
    }
}

const anyType = "application/octet-stream";

/** RFC 2046 §5: composite types may not be encoded, and a signature within the attachments is none of ours. */
function leafType(type: string): string {
    const [bare = ""] = type.toLowerCase().split(";");
    const isToken = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}$/.test(bare);
    return isToken && !/^(multipart|message)\//.test(bare) && bare.length <= 62 ? bare : anyType;
}

/** Without one, text is taken for ASCII (RFC 2046 §4.1.2). */
function charsetOf(type: string, bytes: Uint8Array): string {
    if (!/^text\//i.test(leafType(type))) return "";
    try {
        new TextDecoder("utf-8", { fatal: true }).decode(bytes);
        return "; charset=utf-8";
    } catch {
        return "";
    }
}

const longestName = 200;

/** The name without a path, and without what could hide its ending from whoever reads it. */
function fileName(name: string): string {
    const [last = ""] = name.split(/[/\\]/).slice(-1);
    const clean = last.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "").trim();
    return clean.length > longestName ? `${clean.slice(0, 100)}…${clean.slice(-60)}` : clean || "attachment";
}
