// SPDX-License-Identifier: MPL-2.0
import { ComposePolicy } from "./compose_policy";

const contract = "@mozilla.org/messenger-smime/smime-encrypted-uris-service;1";

/** Keeps what was decrypted from loading anything from elsewhere, on screen and in quotes. */
export class Guard {
    /** Names only; they stay for as long as a window could still quote the message. */
    private readonly secret = new Set<string>();
    private readonly compose = new ComposePolicy((uri) => this.secret.has(uri));

    missing(): string[] {
        const known = contract in Cc && "nsIEncryptedSMIMEURIsService" in Ci;
        return [...(known ? [] : [contract]), ...this.compose.missing()];
    }

    install(): void {
        this.compose.install();
    }

    remove(): void {
        this.compose.remove();
    }

    /**
     * Of the message `uri`, shown as the document `address`. Thunderbird keeps a list of documents made
     * of encrypted mail and lets them load nothing, whatever the person allowed for sender or all mail.
     */
    block(uri: string, address: string): void {
        // A window that quotes nothing has no name either, and may load what it likes.
        if (uri !== "") this.secret.add(uri);
        Cc[contract].getService(Ci.nsIEncryptedSMIMEURIsService).rememberEncrypted(address);
    }
}
