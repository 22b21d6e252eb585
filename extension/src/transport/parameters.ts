// SPDX-License-Identifier: MPL-2.0

/** A parameter takes a line of its own; with its name and quotes it stays below 76 characters. */
const longestValue = 55;

/** "; name=value" on lines of their own, by RFC 2231 where the value is long or not ASCII. */
export function parameter(name: string, value: string): string {
    const isShort = value.length <= longestValue && /^[\x20-\x7e]*$/.test(value);
    if (isShort) return `;\r\n ${name}="${value.replace(/["\\]/g, "\\$&")}"`;
    const pieces = cut(percent(value));
    if (pieces.length === 1) return `;\r\n ${name}*=UTF-8''${pieces[0]}`;
    return pieces.map((piece, index) => `;\r\n ${name}*${index}*=${index === 0 ? "UTF-8''" : ""}${piece}`).join("");
}

/** RFC 2231 §7 attribute-char; everything else as %XX of UTF-8. */
function percent(value: string): string[] {
    const literal = /^[A-Za-z0-9!#$&+\-.^_`{|}~]$/;
    const octets = new TextEncoder().encode(value);
    return Array.from(octets, (octet) => {
        const character = String.fromCharCode(octet);
        return literal.test(character) ? character : `%${octet.toString(16).toUpperCase().padStart(2, "0")}`;
    });
}

function cut(codes: string[]): string[] {
    const pieces = [""];
    for (const code of codes) {
        if (pieces.at(-1)!.length + code.length > longestValue) pieces.push("");
        pieces[pieces.length - 1] += code;
    }
    return pieces;
}
