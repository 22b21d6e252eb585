// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { source } from "./load.mjs";
import { FakeThunderbird } from "./fake_thunderbird.mjs";

const thunderbird = new FakeThunderbird();
const { asCopy, asMainMessage, Collector, Delivery, fromOutbox, missingOf, parseFields, parseHead, writeFields } =
    await source(
        "experiment/send/collector.ts",
        "experiment/send/delivery.ts",
        "experiment/send/header.ts",
        "experiment/send/internals.ts",
        "experiment/send/outbox.ts",
    );

const head = [
    "From: Bob <bob@example.test>\r\n",
    "Subject: Grüße\r\n aus Köln\r\n",
    "Bcc: dave@example.test\r\n",
    "Content-Language: de\r\n",
].join("");
const entity = "Content-Type: text/plain\r\n\r\nhello\r\n";
const settings = { tabId: 3, window: "its window", protection: "sign", chosen: null, quotesProtected: false };

beforeEach(() => thunderbird.forget());

/** A delivery whose host answers with `answer`, and the message Thunderbird has built for it. */
function attempt({ changes = {}, answer, collects = true, mode = 0 }) {
    const wanted = { ...settings, ...changes };
    const collector = new Collector(wanted);
    const asked = [];
    const onProtect = { fire: async (outgoing, bytes) => (asked.push({ outgoing, bytes }), answer?.(outgoing)) };
    const onCancel = { fire: async (sending) => asked.push({ cancelled: sending }) };
    const windows = { settingsOf: () => wanted };
    const copies = { follow: async (send, message, own) => own };
    const internals = { MailServices: thunderbird.mailServices };
    const delivery = new Delivery({ internals, windows, copies, events: { onProtect, onCancel }, say: (key) => key });
    const send = thunderbird.send({ mode, composeSecure: collects ? collector : {} });
    if (collects) {
        collector.beginCryptoEncapsulation();
        collector.mimeCryptoWriteBlock(entity + "left over", entity.length);
        collector.finishCryptoEncapsulation(false);
    }
    return { asked, send, run: () => delivery.prepare(send, thunderbird.file("message", collects ? head : `${head}\r\nhello\r\n`)) };
}

const sealed = "Content-Type: application/pkcs7-mime\r\n\r\n\u00ff\u0000sealed";
const octets = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const outer = [{ name: "From", value: "Bob <bob@example.test>" }, { name: "MIME-Version", value: "1.0" }];
const protectedAs = (text) => () => ({ outer, entity: octets(text).buffer, copies: [] });

const words = (path) => Buffer.from(thunderbird.written(path), "latin1").toString();

test("what is delivered is the host's fields, Thunderbird's own and exactly the host's bytes", async () => {
    const { asked, run } = attempt({ answer: protectedAs(sealed) });
    const file = await run();
    const written = thunderbird.written(file.path);
    assert.equal(written, `From: Bob <bob@example.test>\r\nMIME-Version: 1.0\r\nBcc: dave@example.test\r\n${sealed}`);
    const [{ outgoing, bytes }] = asked;
    assert.equal(Buffer.from(bytes).toString("latin1"), `Content-Language: de\r\n${entity}`);
    assert.deepEqual(outgoing.fields.map(({ name }) => name), ["From", "Subject"]);
    assert.equal(outgoing.tabId, 3);
});

test("a message that was to be protected is not sent when something else has built it", async () => {
    const { asked, run, send } = attempt({ answer: protectedAs(sealed), collects: false });
    await assert.rejects(run(), /sending_elsewhere/);
    assert.deepEqual(asked, []);
    assert.equal(send.failures.at(-1), "sending_elsewhere");
    assert.equal(thunderbird.written("message"), undefined);
});

test("a message that could not be protected is not sent, and says why", async () => {
    const refuse = () => {
        throw new Error("no certificate for erin@example.test");
    };
    const { run, send } = attempt({ answer: refuse });
    await assert.rejects(run(), /erin/);
    assert.deepEqual(send.failures, ["no certificate for erin@example.test"]);
    assert.equal(thunderbird.written("message"), undefined);
});

test("E-58 decrypted text is neither sent readable nor stored readable", async () => {
    const sent = attempt({ changes: { protection: "sign", quotesProtected: true }, answer: protectedAs(sealed) });
    await assert.rejects(sent.run(), /sending_quote_in_clear/);
    assert.deepEqual(sent.asked, []);
    const draft = { changes: { protection: "none", chosen: "none", quotesProtected: true }, answer: protectedAs(sealed), mode: 4 };
    const stored = attempt(draft);
    await stored.run();
    assert.equal(stored.asked[0].outgoing.purpose, "draft");
    assert.match(thunderbird.written("message"), /X-Sealwright-Protection: none; quotes\r\n.*sealed$/s);
});

test("E-63 a draft that is to be signed is stored as Thunderbird built it, without a signature", async () => {
    const { asked, run } = attempt({ changes: { chosen: "sign" }, mode: 4 });
    await run();
    assert.deepEqual(asked, []);
    assert.match(thunderbird.written("message"), /X-Sealwright-Protection: sign\r\nContent-Language: de\r\nContent-Type/);
});

test("E-63 a draft keeps what the person chose, also no protection, and nothing where the defaults apply", async () => {
    const kept = async (changes, collects) => {
        const { run } = attempt({ changes, answer: protectedAs(sealed), mode: 4, collects });
        await run();
        return /X-Sealwright-Protection: (.*)\r\n/.exec(thunderbird.written("message"))?.[1];
    };
    assert.equal(await kept({ protection: "sign" }), undefined);
    assert.equal(await kept({ protection: "encrypt" }), undefined);
    assert.equal(await kept({ protection: "encrypt", quotesProtected: true }), "default; quotes");
    // Thunderbird builds alone what nothing is to be done to.
    assert.equal(await kept({ protection: "none", chosen: "none" }, false), "none");
    assert.equal(words("message"), `${head}X-Sealwright-Protection: none\r\n\r\nhello\r\n`);
});

test("no field of ours is in a message without protection that is sent", async () => {
    const { run } = attempt({ changes: { protection: "none", chosen: "none" }, collects: false });
    assert.equal(words((await run()).path), `${head}\r\nhello\r\n`);
});

test("a message to a newsgroup is not encrypted", async () => {
    const { asked, run, send } = attempt({ changes: { protection: "encrypt" }, answer: protectedAs(sealed) });
    send._compFields.newsgroups = "comp.mail.misc";
    await assert.rejects(run(), /compose_warn_newsgroups/);
    assert.deepEqual(asked, []);
});

test("Cancel while the host works ends the attempt, also at the host", async () => {
    const { asked, run, send } = attempt({ answer: () => new Promise(() => undefined) });
    const done = run();
    await new Promise(setImmediate);
    send._sendProgress.cancel();
    await assert.rejects(done, { result: "aborted" });
    assert.equal(asked[1].cancelled, asked[0].outgoing.sending);
    assert.deepEqual(send.failures, []);
    assert.equal(thunderbird.written("message"), undefined);
});

test("the Cancel of the panel ends the attempt in Thunderbird too", async () => {
    const { run, send } = attempt({ answer: () => null });
    await assert.rejects(run(), { result: "aborted" });
    assert.deepEqual(send.failures, ["aborted"]);
    assert.equal(thunderbird.written("message"), undefined);
});

test("each internal that is missing is named", () => {
    const whole = thunderbird.internals();
    assert.deepEqual(missingOf(whole), []);
    const { MessageSend: _, ...without } = whole;
    assert.deepEqual(missingOf(without), ["MessageSend"]);
    delete whole.MessageSend.prototype._deliverMessage;
    assert.deepEqual(missingOf(whole), ["MessageSend._deliverMessage"]);
    delete whole.MailServices.outgoingServer;
    assert.deepEqual(missingOf(whole), ["MessageSend._deliverMessage", "MailServices.outgoingServer"]);
});

test("a window that was to protect its mail cannot send once the extension is gone", () => {
    const collector = new Collector(settings);
    assert.equal(collector.requiresCryptoEncapsulation(), true);
    collector.leave();
    assert.throws(() => collector.requiresCryptoEncapsulation(), /removed/);
});

test("header fields keep their folds and letters on the way through", () => {
    const fields = parseFields(head);
    assert.deepEqual(fields[1], { name: "Subject", value: "Grüße\r\n aus Köln" });
    assert.equal(Buffer.from(writeFields(fields)).toString(), head);
    assert.throws(() => parseFields("no field\r\n"));
    const message = Buffer.from(`${head}\r\nbody\r\n\r\n`);
    assert.equal(message.subarray(parseHead(message).end).toString(), "\r\n\r\nbody\r\n\r\n");
});

test("E-59 a copy in the Outbox names its recipient alone until it is sent", () => {
    const fields = [{ name: "To", value: "alice" }, { name: "Cc", value: "carol" }, { name: "Subject", value: "s" }];
    const kept = asCopy(fields, "dave");
    const asSentWithoutUs = kept.filter(({ name }) => ["To", "Cc", "Bcc"].includes(name));
    assert.deepEqual(asSentWithoutUs.map(({ value }) => value), ["undisclosed-recipients:;", "dave"]);
    const restored = fromOutbox(kept).fields.filter(({ name }) => name !== "Bcc");
    assert.deepEqual(restored, fields);
    assert.deepEqual(fromOutbox(asMainMessage(fields)), { kind: "main", fields });
    assert.equal(fromOutbox(fields), null);
});
