// SPDX-License-Identifier: MPL-2.0
import { toBase64 } from "../protocol/base64";

/** Octets of text in one encoded word: the line it stands in, with "Subject: ", stays within 76 (RFC 2047 §2). */
const mostOctets = 39;

/** Text of any language in a header field, one word a line; no character is torn apart. */
export function encodedWords(text: string): string {
    const encoder = new TextEncoder();
    const pieces = [""];
    for (const character of text) {
        const piece = pieces.at(-1)! + character;
        if (encoder.encode(piece).length > mostOctets) pieces.push(character);
        else pieces[pieces.length - 1] = piece;
    }
    return pieces.map((piece) => `=?UTF-8?B?${toBase64(encoder.encode(piece))}?=`).join("\r\n ");
}

/** Room for the name of the field on its first line. */
const longestLine = 64;

/** Broken at single spaces, which stay. */
export function folded(text: string): string {
    const lines = [""];
    for (const word of text.split(/(?<=\S)(?= \S)/)) {
        if (lines.at(-1)!.length + word.length > longestLine && lines.at(-1) !== "") lines.push("");
        lines[lines.length - 1] += word;
    }
    return lines.join("\r\n");
}
