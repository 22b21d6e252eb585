// SPDX-License-Identifier: MPL-2.0
import type { Outgoing } from "../contract";
import { joined } from "../octets";
import { collectorOf, type Settings } from "./collector";
import { isContent, isPrivate, parseFields, writeFields, type Field } from "./header";
import type { Internals } from "./internals";

export type Purpose = Outgoing["purpose"];

/** A message as Thunderbird has built it. */
export interface Built {
    /** For the recipients. */
    fields: Field[];
    /** For Thunderbird itself. */
    own: Field[];
    entity: Uint8Array<ArrayBuffer>;
}

/** Whether Thunderbird stores the message for the person, rather than for its recipients. */
export function purposeOf(deliverMode: number): Purpose {
    const { nsMsgSaveAsDraft, nsMsgSaveAsTemplate } = Ci.nsIMsgSend;
    return [nsMsgSaveAsDraft, nsMsgSaveAsTemplate].includes(deliverMode) ? "draft" : "send";
}

/** A draft is never signed, and is encrypted where the message will be or holds decrypted text. */
export function isToProtect({ protection, quotesProtected }: Settings, purpose: Purpose): boolean {
    if (purpose === "draft") return protection === "encrypt" || quotesProtected;
    return protection !== "none" || quotesProtected;
}

/** Null when Thunderbird built it without our collector: then `file` is the whole message. */
export async function builtMessage(send: any, file: any): Promise<Built | null> {
    const entity = collectorOf(send._compFields)?.take();
    if (!entity) return null;
    const written = parseFields(await IOUtils.readUTF8(file.path));
    const content = writeFields(written.filter(isContent));
    return {
        fields: written.filter((field) => !isContent(field) && !isPrivate(field)),
        own: written.filter(isPrivate),
        entity: content.length === 0 ? entity : joined([content, entity]),
    };
}

/** What the background page is told of a message. */
export function outgoingOf(
    sending: number,
    send: any,
    settings: Settings,
    fields: Field[],
    { MailServices }: Internals,
): Outgoing {
    const addressesIn = (text: string): string[] =>
        MailServices.headerParser
            .parseEncodedHeaderW(text ?? "")
            .map(({ email }: { email: string }) => email)
            .filter((email: string) => email !== "");
    const { from, to, cc, bcc } = send._compFields;
    return {
        sending,
        tabId: settings.tabId,
        protection: settings.protection,
        purpose: purposeOf(send._deliverMode),
        account: addressesIn(from)[0] ?? send._userIdentity.email,
        to: addressesIn(to),
        cc: addressesIn(cc),
        bcc: addressesIn(bcc),
        fields,
    };
}
