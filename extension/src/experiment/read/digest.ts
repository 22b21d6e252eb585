// SPDX-License-Identifier: MPL-2.0

/** SHA-256 of what comes in pieces, so that the last of them does not wait for the first. */
export class Digest {
    private readonly hash = Cc["@mozilla.org/security/hash;1"].createInstance(Ci.nsICryptoHash);

    constructor() {
        this.hash.init(Ci.nsICryptoHash.SHA256);
    }

    add(piece: Uint8Array): void {
        this.hash.update(piece, piece.length);
    }

    /** In base64; nothing can be added after. */
    end(): string {
        return this.hash.finish(true);
    }
}
