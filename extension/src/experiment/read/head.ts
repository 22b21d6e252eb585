// SPDX-License-Identifier: MPL-2.0

/** A header block longer than this belongs to no mail we take apart. */
export const longestHead = 1 << 20;

/** Where the body begins, or -1 while the header block has not ended. Line ends may be mixed. */
export function bodyStart(bytes: Uint8Array): number {
    for (let at = bytes.indexOf(lf); at >= 0; at = bytes.indexOf(lf, at + 1)) {
        if (bytes[at + 1] === lf) return at + 2;
        if (bytes[at + 1] === cr && bytes[at + 2] === lf) return at + 3;
    }
    return -1;
}

/**
 * Whether any Content-Type of a header block announces S/MIME at the top. Whether it is S/MIME the
 * host says: this only decides which mails it is asked about.
 */
export const announcesSmime = (head: string): boolean => smimeTypes(head).length > 0;

/** Thunderbird shows nothing of such a message unless it has the key itself. */
export function announcesEncryption(head: string): boolean {
    return smimeTypes(head).some((type) => !isMultipart.test(type) && !isReadable.test(type));
}

/** The header fields as they stand, but for those that describe the body. */
export function outerFields(head: string): string {
    return fields(head)
        .filter((field) => !/^content-/i.test(field))
        .map((field) => field + "\r\n")
        .join("");
}

/** The same without what asks the reader's program to tell that it was read (B.6). */
export const withoutReceipts = (head: string): string => outerFields(fields(head).filter(asksNoReceipt).join("\r\n"));

/** The same without what Thunderbird notes in mail that it keeps in a file, such as that it was read. */
export const withoutNotes = (head: string): string =>
    fields(head)
        .filter((field) => !/^x-mozilla-/i.test(field))
        .join("\r\n");

const asksNoReceipt = (field: string): boolean =>
    !/^(disposition-notification-(to|options)|return-receipt-to)[ \t]*:/i.test(field);

const lf = 10;
const cr = 13;
const isMultipart = /^multipart\//i;
const isReadable = /smime-type\s*=\s*"?(signed-data|certs-only|compressed-data)/i;

function smimeTypes(head: string): string[] {
    const content = fields(head).filter((field) => /^content-/i.test(field)).map(unfold);
    const namesEnvelope = content.some((field) => /\.p7m\b/i.test(field));
    return content
        .flatMap((field) => /^content-type[ \t]*:\s*(?:\([^)]*\)\s*)*(.*)$/i.exec(field)?.[1] ?? [])
        .filter((type) => isSmime(type, namesEnvelope));
}

function isSmime(type: string, namesEnvelope: boolean): boolean {
    if (/^multipart\/signed\b/i.test(type)) return /pkcs7-signature/i.test(type);
    if (/^application\/(x-)?pkcs7-mime\b/i.test(type)) return true;
    return namesEnvelope && /^application\/octet-stream\b/i.test(type);
}

/** Each with its folds, without its last line end. */
function fields(head: string): string[] {
    return head.split(/\r?\n(?![ \t])/).filter((field) => field.trim());
}

const unfold = (field: string): string => field.replace(/\r?\n[ \t]+/g, " ");
