// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { FakeThunderbird } from "./fake_thunderbird.mjs";
import { source } from "./load.mjs";

new FakeThunderbird();
class Channel {
    constructor(address) {
        this.URI = { spec: address };
    }
}
Object.assign(globalThis.Ci, {
    nsIChannel: Channel,
    nsIContentPolicy: { TYPE_DOCUMENT: 6, ACCEPT: "yes", REJECT_REQUEST: "no" },
    nsIMsgMessageUrl: class {},
    nsIArrayBufferInputStream: {},
    nsICryptoHash: {},
    nsIEncryptedSMIMEURIsService: {},
});
const remembered = [];
Object.assign(globalThis.Cc, {
    "@mozilla.org/security/hash;1": { createInstance: () => ({ init() {}, update() {}, finish: () => "digest" }) },
    "@mozilla.org/binaryinputstream;1": {
        createInstance: () => ({
            setInputStream(stream) {
                this.stream = stream;
            },
            readArrayBuffer(count, buffer) {
                new Uint8Array(buffer).set(Buffer.from(this.stream));
            },
        }),
    },
    "@mozilla.org/io/arraybuffer-input-stream;1": {
        createInstance: () => ({
            setData(buffer, offset, length) {
                this.text = Buffer.from(buffer, offset, length).toString();
            },
        }),
    },
    "@mozilla.org/messenger-smime/smime-encrypted-uris-service;1": {
        getService: () => ({ rememberEncrypted: (address) => remembered.push(address) }),
    },
    "@mozilla.org/timer;1": { createInstance: () => ({ initWithCallback() {}, cancel() {} }) },
});
globalThis.Ci.nsITimer = {};
const alerts = [];
Object.assign(globalThis.Services, {
    wm: { getMostRecentWindow: () => null },
    prompt: { asyncAlert: (...given) => alerts.push(given.at(-1)) },
});
// What Thunderbird gives to privileged scripts, and no more.
delete globalThis.TextEncoder;
delete globalThis.TextDecoder;
const { Converter, Exchange, Guard, Plaintexts } = await source(
    "experiment/read/converter.ts",
    "experiment/read/exchange.ts",
    "experiment/read/guard.ts",
    "experiment/read/plaintexts.ts",
);

const sealed = [
    "From: alice",
    "Disposition-Notification-To: alice",
    "Content-Type: application/pkcs7-mime; smime-type=enveloped-data",
    "",
    "ciphertext",
].join("\r\n");
const signed = sealed.replace("enveloped-data", "signed-data");
const octets = (text) => Uint8Array.from(Buffer.from(text)).buffer;
const open = { fields: null, entity: octets("Content-Type: text/plain\r\n\r\nsecret"), opened: true, decrypted: true, restricted: false };
const closed = { ...open, entity: octets("Content-Type: text/plain\r\n\r\nno key für Sie"), opened: false, decrypted: false };

beforeEach(() => alerts.splice(0));

/** What Thunderbird's reader gets of a message, how it ends, and how often our page was asked. */
async function read(message, { answer = open, address = "imap://mail/1", settings = {}, status = 0 } = {}) {
    let asked = 0;
    const onOpen = { fire: async () => (++asked, answer()) };
    const extension = { localizeMessage: (key) => key, messageManager: {}, tabManager: {} };
    const plaintexts = new Plaintexts(() => false, () => null);
    const exchange = new Exchange(extension, onOpen, plaintexts, new Guard());
    const seen = { text: "", ends: [] };
    const inner = {
        QueryInterface: () => inner,
        setMimeOutputType: () => undefined,
        onStartRequest: () => undefined,
        onDataAvailable: (_, stream) => void (seen.text += stream.text),
        onStopRequest: (_, end) => void seen.ends.push(end),
    };
    const converter = new Converter(inner, (...given) => exchange.of(...given), () => false);
    if (settings.outputType) converter.setMimeOutputType(settings.outputType);
    Object.assign(inner, { forwardInline: false, forwardInlineFilter: false, ...settings });
    const channel = new Channel(address);
    converter.onStartRequest(channel);
    converter.onDataAvailable(channel, message, 0, message.length);
    converter.onStopRequest(channel, status);
    for (let turn = 0; turn < 20; ++turn) await new Promise(setImmediate);
    return { ...seen, asked };
}
const giving = (shown) => () => shown;

test("what a filter forwards is never opened; of an encrypted message it says so", async () => {
    const settings = { outputType: 6, forwardInline: true, forwardInlineFilter: true };
    const forwarded = await read(sealed, { answer: giving(open), settings });
    assert.match(forwarded.text, /^From: alice\r\nContent-Type: text\/plain[^]*reading_not_forwarded/);
    assert.deepEqual([forwarded.asked, forwarded.ends], [0, [0]]);
    const asItCame = await read(signed, { answer: giving(open), settings });
    assert.deepEqual([asItCame.text, asItCame.asked], [signed, 0]);
});

test("taking an attachment out of a protected message fails, and says why", async () => {
    for (const message of [sealed, signed]) {
        const address = "imap://mail/1?header=attach&del=1.2";
        const { text, ends, asked } = await read(message, { answer: giving(open), address });
        assert.deepEqual([text, ends, asked], ["", ["failed"], 0]);
    }
    assert.deepEqual(alerts, ["reading_not_stripped", "reading_not_stripped"]);
});

test("of a message that was cut off nobody is asked, and it ends as Thunderbird has it end", async () => {
    const { text, ends, asked } = await read(signed, { answer: giving(open), status: "reset" });
    assert.deepEqual([text, ends, asked], [signed, ["reset"], 0]);
});

test("B.6 a message that is restricted, or stays closed, asks for no receipt", async () => {
    assert.match((await read(sealed, { answer: giving(open) })).text, /Disposition-Notification-To/);
    for (const shown of [{ ...open, restricted: true }, closed]) {
        const { text } = await read(sealed, { answer: giving(shown) });
        assert.match(text, /^From: alice\r\nContent-Type/);
    }
});

test("a draft or template that stays closed opens no window that would be saved over it", async () => {
    for (const outputType of [6, 7]) {
        const { text, ends } = await read(sealed, { answer: giving(closed), settings: { outputType } });
        assert.deepEqual([text, ends, alerts.splice(0)], ["", [], ["no key für Sie"]]);
    }
    const { text } = await read(sealed, { answer: giving({ ...open, restricted: true }), settings: { outputType: 7 } });
    assert.doesNotMatch(text, /secret/);
});

test("an encrypted message says so when our page does not answer", async () => {
    const { text } = await read(sealed, { answer: () => Promise.reject(new Error("gone")) });
    assert.match(text, /reading_closed_unanswered/);
});

test("an opened message without a name keeps no other window from loading pictures", () => {
    const guard = new Guard();
    const mayLoad = (originalMsgURI) =>
        guard.compose.policy.shouldLoad({ scheme: "https" }, { browsingContext: { topChromeWindow: { gMsgCompose: { originalMsgURI } } } });
    guard.block("", "file:///mail.eml");
    guard.block("imap-message://1", "imap://1");
    assert.deepEqual([mayLoad(""), mayLoad("imap-message://2"), mayLoad("imap-message://1")], ["yes", "yes", "no"]);
    assert.ok(remembered.includes("file:///mail.eml"));
});
