// SPDX-License-Identifier: MPL-2.0
/** As much of Thunderbird's own code as the privileged part uses to send; files are kept in memory. */
export class FakeThunderbird {
    files = new Map();

    constructor() {
        globalThis.ChromeUtils = { generateQI: () => () => undefined, importESModule: () => ({}) };
        globalThis.Cr = { NS_ERROR_FAILURE: "failed", NS_ERROR_ABORT: "aborted" };
        globalThis.Ci = {
            nsIMsgComposeSecure: {},
            nsIFile: {},
            nsIMsgSend: { nsMsgDeliverNow: 0, nsMsgSaveAsDraft: 4, nsMsgSaveAsTemplate: 6, nsMsgSendUnsent: 3 },
        };
        const fields = { composeSecure: null, forceMsgEncoding: false, bcc: "", messageId: "" };
        globalThis.Cc = {
            "@mozilla.org/messengercompose/composefields;1": { createInstance: () => fields },
            "@mozilla.org/io/string-input-stream;1": {
                createInstance: () => ({
                    setByteStringData(text) {
                        this.text = text;
                    },
                }),
            },
            "@mozilla.org/binaryinputstream;1": {
                createInstance: () => ({
                    setInputStream(stream) {
                        this.stream = stream;
                    },
                    readArrayBuffer(length, buffer) {
                        new Uint8Array(buffer).set(Buffer.from(this.stream.text, "latin1").subarray(0, length));
                    },
                }),
            },
            "@mozilla.org/file/local;1": {
                createInstance: () => ({
                    initWithPath(path) {
                        this.path = path;
                    },
                }),
            },
        };
        globalThis.Components = {
            Exception: (message, result) => Object.assign(new Error(message), { result }),
            isSuccessCode: (code) => code === 0,
        };
        const file = { append: () => undefined, createUnique: () => undefined, path: "temporary" };
        globalThis.Services = { dirsvc: { get: () => ({ ...file }) } };
        globalThis.IOUtils = {
            read: async (path) => new Uint8Array(this.files.get(path)),
            readUTF8: async (path) => this.files.get(path).toString(),
            write: async (path, bytes) => this.files.set(path, Buffer.from(bytes)),
            remove: async (path) => this.files.delete(path),
        };
    }

    mailServices = {
        headerParser: { parseEncodedHeaderW: (text) => text.split(",").map((email) => ({ email })) },
    };

    forget() {
        this.files.clear();
    }

    file(path, text) {
        this.files.set(path, Buffer.from(text));
        return { path };
    }

    written(path) {
        return this.files.get(path)?.toString("latin1");
    }

    /** A message on its way (MessageSend). */
    send({ mode, composeSecure }) {
        const failures = [];
        return {
            failures,
            _deliverMode: mode,
            _compFields: { composeSecure: { wrappedJSObject: composeSecure }, from: "bob@example.test", to: "", cc: "", bcc: "" },
            _userIdentity: { email: "bob@example.test" },
            _sendProgress: progress(),
            _setStatusMessage: () => undefined,
            notifyListenerOnStopSending: () => undefined,
            abort: () => failures.push("aborted"),
            fail: (code, text) => failures.push(text),
        };
    }

    internals() {
        class MessageSend {
            _cleanup() {}
            _deliverMessage() {}
            _deliverAsMail() {}
            _setStatusMessage() {}
            abort() {}
            fail() {}
            notifyListenerOnStopCopy() {}
            notifyListenerOnStopSending() {}
            sendDeliveryCallback() {}
            sendMessageFile() {}
        }
        class MimeMessage {
            createMessageFile() {}
            _getComposeSecure() {}
        }
        const MailServices = { folderLookup: {}, headerParser: {}, outgoingServer: {} };
        return { MessageSend, MimeMessage, MailServices, MsgUtils: { getMsgFolderURIFromPrefs() {} } };
    }
}

function progress() {
    const listeners = new Set();
    return {
        processCanceledByUser: false,
        registerListener: (listener) => listeners.add(listener),
        unregisterListener: (listener) => listeners.delete(listener),
        cancel() {
            this.processCanceledByUser = true;
            for (const listener of listeners) listener.onStateChange();
        },
    };
}
