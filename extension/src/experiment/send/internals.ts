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
        "fail",
        "notifyListenerOnStopCopy",
        "notifyListenerOnStopSending",
        "sendDeliveryCallback",
        "sendMessageFile",
    ],
    MimeMessage: ["createMessageFile", "_getComposeSecure"],
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
    const methodNames = Object.entries(methods).flatMap(([name, wanted]) => {
        const prototype = found[name as keyof Internals]?.prototype ?? {};
        const lacking = wanted.filter((method) => typeof prototype[method] !== "function");
        return absent.includes(name) ? [] : lacking.map((method) => `${name}.${method}`);
    });
    return [...absent, ...methodNames, ...missingInterfaces()];
}

function missingInterfaces(): string[] {
    if (!Ci.nsIMsgComposeSecure) return ["nsIMsgComposeSecure"];
    const fields = Cc["@mozilla.org/messengercompose/composefields;1"]?.createInstance(Ci.nsIMsgCompFields);
    if (!fields) return ["nsIMsgCompFields"];
    const wanted = ["composeSecure", "forceMsgEncoding", "bcc", "messageId"];
    return wanted.filter((name) => !(name in fields)).map((name) => `nsIMsgCompFields.${name}`);
}
