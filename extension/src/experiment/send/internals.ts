// SPDX-License-Identifier: MPL-2.0

/** What of Thunderbird's own code is used to send. */
export interface Internals {
    MessageSend: any;
    MimeMessage: any;
    MailServices: any;
    MsgUtils: any;
}

const modules = {
    MessageSend: "resource:///modules/MessageSend.sys.mjs",
    MimeMessage: "resource:///modules/MimeMessage.sys.mjs",
    MailServices: "resource:///modules/MailServices.sys.mjs",
    MsgUtils: "resource:///modules/MimeMessageUtils.sys.mjs",
};

const methods = {
    MessageSend: [
        "_cleanup",
        "_deliverMessage",
        "_deliverAsMail",
        "_setStatusMessage",
        "abort",
        "fail",
        "notifyListenerOnStopCopy",
        "notifyListenerOnStopSending",
        "sendDeliveryCallback",
        "sendMessageFile",
    ],
    MimeMessage: ["createMessageFile", "_getComposeSecure"],
};

const members = {
    MailServices: ["folderLookup", "headerParser", "outgoingServer"],
    MsgUtils: ["getMsgFolderURIFromPrefs"],
};

/** Modules that are not there are undefined. */
export function internals(): Internals {
    const load = ([name, address]: [string, string]) => {
        try {
            return [name, ChromeUtils.importESModule(address)[name]];
        } catch {
            return [name, undefined];
        }
    };
    return Object.fromEntries(Object.entries(modules).map(load)) as unknown as Internals;
}

/** Names what this Thunderbird lacks, as its own code calls it. */
export function missingOf(found: Internals): string[] {
    const absent = Object.keys(modules).filter((name) => !found[name as keyof Internals]);
    const lacking = (names: Record<string, string[]>, from: (module: any) => any) =>
        Object.entries(names)
            .filter(([name]) => !absent.includes(name))
            .flatMap(([name, wanted]) => {
                const there = from(found[name as keyof Internals]);
                return wanted.filter((each) => !(each in there)).map((each) => `${name}.${each}`);
            });
    const inPrototypes = lacking(methods, ({ prototype }) => prototype);
    return [...absent, ...inPrototypes, ...lacking(members, (module) => module), ...missingInterfaces()];
}

function missingInterfaces(): string[] {
    if (!Ci.nsIMsgComposeSecure) return ["nsIMsgComposeSecure"];
    const fields = Cc["@mozilla.org/messengercompose/composefields;1"]?.createInstance(Ci.nsIMsgCompFields);
    if (!fields) return ["nsIMsgCompFields"];
    const wanted = ["composeSecure", "forceMsgEncoding", "bcc", "messageId"];
    return wanted.filter((name) => !(name in fields)).map((name) => `nsIMsgCompFields.${name}`);
}
