// SPDX-License-Identifier: MPL-2.0

/** Few enough arguments for one call on every engine. */
const step = 0x8000;

/** RFC 4648 §4, with padding and without line breaks. */
export function toBase64(bytes: Uint8Array): string {
    const native = (bytes as { toBase64?: () => string }).toBase64;
    if (native) return native.call(bytes);
    let binary = "";
    for (let at = 0; at < bytes.length; at += step) {
        binary += String.fromCharCode(...bytes.subarray(at, at + step));
    }
    return btoa(binary);
}

/** The same way back. Throws for what is no base64: the host sends none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
    const native = (Uint8Array as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }).fromBase64;
    if (native) return native(text);
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; ++at) bytes[at] = binary.charCodeAt(at);
    return bytes;
}
