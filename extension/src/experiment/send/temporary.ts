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
        for (const { attachment } of this.window.gAttachmentBucket?.itemChildren ?? []) {
            if (isTemporary(attachment.url)) this.paths.add(fileOf(attachment.url).path);
        }
    }

    remove(): void {
        this.note();
        for (const path of this.paths) IOUtils.remove(path, { ignoreAbsent: true }).catch(console.error);
    }
}

/** Whether Thunderbird has made that file of a part of a message. */
export function isTemporary(address: string): boolean {
    const file = fileOf(address);
    return file?.leafName.startsWith("nsmail") && file.parent.equals(Services.dirsvc.get("TmpD", Ci.nsIFile));
}

function fileOf(address: string): any {
    if (!address.startsWith("file:")) return null;
    return Services.io.newURI(address).QueryInterface(Ci.nsIFileURL).file;
}
