// SPDX-License-Identifier: MPL-2.0
import { toBase64 } from "../protocol/base64";

/** RFC 2045 §6.7 and §6.8: no encoded line is longer. */
export const longestLine = 76;

export type TransferEncoding = "7bit" | "quoted-printable" | "base64";

/** A body in which nothing needs a wider channel than RFC 5321 promises; CRLF throughout. */
export interface Encoded {
    encoding: TransferEncoding;
    /** ASCII only. */
    body: string;
}

/** As it is where that is possible, otherwise in whichever encoding is shorter. */
export function encodeText(text: string): Encoded {
    const lines = text.split(/\r\n|\r|\n/);
    if (lines.every(isPlain)) return { encoding: "7bit", body: lines.join("\r\n") };
    const octets = new TextEncoder().encode(lines.join("\r\n"));
    const quoted = lines.map(quotedPrintable).join("\r\n");
    if (quoted.length <= octets.length * 1.4) return { encoding: "quoted-printable", body: quoted };
    return encodeBytes(octets);
}

export function encodeBytes(octets: Uint8Array): Encoded {
    const text = toBase64(octets);
    const lines: string[] = [];
    for (let at = 0; at < text.length; at += longestLine) lines.push(text.slice(at, at + longestLine));
    return { encoding: "base64", body: lines.join("\r\n") };
}

/** Nothing on the way may want to change such a line: no "From " at its start, no space at its end (G.12). */
const isPlain = (line: string): boolean =>
    line.length <= longestLine && /^[\t\x20-\x7e]*$/.test(line) && !/[\t ]$/.test(line) && !/^From /.test(line);

/** One line of text as one or more of at most 76 characters. */
function quotedPrintable(line: string): string {
    const octets = new TextEncoder().encode(line);
    const out: string[] = [];
    let row = "";
    for (let at = 0; at < octets.length; ++at) {
        const last = at === octets.length - 1;
        let code = quotedOctet(octets[at]!, last);
        // One place is for the "=" of the soft line break.
        if (row.length + code.length > longestLine - (last ? 0 : 1)) {
            out.push(`${row}=`);
            row = "";
        }
        if (row === "" && startsFrom(octets, at)) code = "=46";
        row += code;
    }
    return [...out, row].join("\r\n");
}

function quotedOctet(octet: number, last: boolean): string {
    const isSpace = octet === 0x20 || octet === 0x09;
    const isLiteral = (octet > 0x20 && octet < 0x7f && octet !== 0x3d) || (isSpace && !last);
    return isLiteral ? String.fromCharCode(octet) : `=${octet.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** Programs that keep mail in one file, and webmails that read such files, would split there. */
const startsFrom = (octets: Uint8Array, at: number): boolean =>
    [0x46, 0x72, 0x6f, 0x6d, 0x20].every((octet, index) => octets[at + index] === octet);
