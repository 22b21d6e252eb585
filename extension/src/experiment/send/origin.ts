// SPDX-License-Identifier: MPL-2.0
import type { Origin } from "../contract";
import { isReady } from "./windows";

/** The interface of Thunderbird names the message before that one when a draft is itself an answer. */
export async function originOf(
    window: any,
    extension: any,
    isDecrypted: (uri: string) => Promise<boolean>,
): Promise<Origin | null> {
    await isReady(window);
    const uri: string = window.gOriginalMsgURI;
    const { Draft, EditTemplate, ForwardAsAttachment, Template } = Ci.nsIMsgCompType;
    // What is attached is the message as it came: nothing of it was opened.
    if (!uri || window.gComposeType === ForwardAsAttachment) return null;
    return {
        messageId: messageIdOf(window, uri, extension),
        own: [Draft, EditTemplate, Template].includes(window.gComposeType),
        decrypted: await isDecrypted(uri),
    };
}

function messageIdOf(window: any, uri: string, extension: any): number | null {
    try {
        return extension.messageManager.convert(window.gMessenger.msgHdrFromURI(uri)).id;
    } catch {
        return null; // a message that lies in no folder
    }
}
