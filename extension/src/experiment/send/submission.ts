// SPDX-License-Identifier: MPL-2.0
import type { Field } from "./header";
import type { Internals } from "./internals";

/** How a copy is sent: by the same outgoing server, as the same identity as the main message. */
export interface Submission {
    internals: Internals;
    identity: any;
    accountKey: string;
    from: string;
    messageId: string;
    recipient: string;
    identityKey: Field[];
}

/** Rejects with what the server or Thunderbird says. */
export async function submit(submission: Submission, message: Uint8Array): Promise<void> {
    const { internals, identity, from, messageId, recipient } = submission;
    const { outgoingServer, headerParser } = internals.MailServices;
    const server = outgoingServer.getServerByIdentity(identity);
    const to = [headerParser.makeMailboxObject("", recipient)];
    const file = await temporaryFile(message);
    try {
        const done = new Promise<void>((resolve, reject) => {
            const listener = {
                QueryInterface: ChromeUtils.generateQI(["nsIMsgOutgoingListener"]),
                onSendStart: () => undefined,
                onSendStop(_: unknown, exitCode: number, __: unknown, text: string | null) {
                    if (Components.isSuccessCode(exitCode)) resolve();
                    else reject(new Error(text || errorName(exitCode)));
                },
            };
            server.sendMailMessage(file, to, [], identity, from, "", null, false, messageId, listener);
        });
        await done;
    } finally {
        await IOUtils.remove(file.path, { ignoreAbsent: true });
    }
}

/** Gives the header of the message in the Outbox. */
export async function keepInOutbox(submission: Submission, message: Uint8Array): Promise<any> {
    const { MessageSend, MsgUtils, MailServices } = submission.internals;
    const { identity, accountKey, from, messageId } = submission;
    const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
    Object.assign(fields, { from, messageId });
    const send = new MessageSend();
    const mode = Ci.nsIMsgSend.nsMsgQueueForLater;
    const file = await temporaryFile(message);
    try {
        await new Promise<void>((resolve, reject) => {
            // In place of Thunderbird's own, which would ask the person where else to put it.
            send.notifyListenerOnStopCopy = async (status: number) =>
                Components.isSuccessCode(status) ? resolve() : reject(new Error(errorName(status)));
            send.sendMessageFile(identity, accountKey, fields, file, true, false, mode, null, null, "").catch(
                reject,
            );
        });
    } finally {
        send._cleanup();
    }
    const uri = MsgUtils.getMsgFolderURIFromPrefs(identity, mode);
    return MailServices.folderLookup.getFolderForURL(uri).GetMessageHeader(send.messageKey);
}

/** Thunderbird takes out what it has sent, and a person may too. */
export function isInOutbox(header: any): boolean {
    return header.folder.msgDatabase.containsKey(header.messageKey);
}

export async function forgetInOutbox(header: any): Promise<void> {
    if (header && isInOutbox(header)) header.folder.deleteMessages([header], null, true, false, null, false);
}

async function temporaryFile(message: Uint8Array): Promise<any> {
    const file = Services.dirsvc.get("TmpD", Ci.nsIFile);
    file.append("nsemail.eml");
    file.createUnique(Ci.nsIFile.NORMAL_FILE_TYPE, 0o600);
    await IOUtils.write(file.path, message);
    const fresh = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
    fresh.initWithPath(file.path);
    return fresh;
}

function errorName(status: number): string {
    return ChromeUtils.getXPCOMErrorName?.(status) ?? `0x${status.toString(16)}`;
}
