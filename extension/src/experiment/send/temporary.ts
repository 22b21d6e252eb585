// SPDX-License-Identifier: MPL-2.0

/**
 * Thunderbird opens a draft, or forwards, by way of a file for each attachment, and keeps those
 * until it ends. What was decrypted is not to lie there longer than its window is open.
 */
export class TemporaryFiles {
    private readonly paths = new Set<string>();

    constructor(private readonly window: any) {}

    /** Remembers them also for when the attachment has been taken out of the message. */
    note(): void {
        const folder = Services.dirsvc.get("TmpD", Ci.nsIFile);
        for (const { attachment } of this.window.gAttachmentBucket?.itemChildren ?? []) {
            const file = fileOf(attachment.url);
            if (file?.leafName.startsWith("nsmail") && file.parent.equals(folder)) this.paths.add(file.path);
        }
    }

    remove(): void {
        this.note();
        for (const path of this.paths) IOUtils.remove(path, { ignoreAbsent: true }).catch(console.error);
    }
}

function fileOf(address: string): any {
    if (!address.startsWith("file:")) return null;
    return Services.io.newURI(address).QueryInterface(Ci.nsIFileURL).file;
}
