// SPDX-License-Identifier: MPL-2.0

/** SHA-256 in base64. */
export function digestOf(bytes: Uint8Array): string {
    const hash = Cc["@mozilla.org/security/hash;1"].createInstance(Ci.nsICryptoHash);
    hash.init(Ci.nsICryptoHash.SHA256);
    hash.update(bytes, bytes.length);
    return hash.finish(true);
}
