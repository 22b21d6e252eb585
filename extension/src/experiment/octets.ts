// SPDX-License-Identifier: MPL-2.0

/** One character per octet. */
export function latin1(bytes: Uint8Array): string {
    let text = "";
    for (let at = 0; at < bytes.length; at += step) {
        text += String.fromCharCode(...bytes.subarray(at, at + step));
    }
    return text;
}

/** The same way back. */
export function octets(text: string): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < text.length; ++at) bytes[at] = text.charCodeAt(at);
    return bytes;
}

// Privileged scripts have neither TextEncoder nor TextDecoder.
export const utf8 = (text: string): Uint8Array<ArrayBuffer> => octets(unescape(encodeURIComponent(text)));

/** What is not UTF-8 is read as one character per octet. */
export function fromUtf8(bytes: Uint8Array): string {
    const text = latin1(bytes);
    try {
        return decodeURIComponent(escape(text));
    } catch {
        return text;
    }
}

export function joined(pieces: Uint8Array[]): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
    }
    return whole;
}

/** Few enough arguments for one call. */
const step = 0x8000;
