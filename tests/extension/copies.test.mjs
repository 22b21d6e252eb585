// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeThunderbird } from "./fake_thunderbird.mjs";
import { source } from "./load.mjs";

const thunderbird = new FakeThunderbird();
const { Copies, leaveOutBcc } = await source("experiment/send/copies.ts", "experiment/send/outbox.ts");
const [deliverNow, queueForLater] = [0, 1];
Object.assign(globalThis.Ci.nsIMsgSend, { nsMsgDeliverNow: deliverNow, nsMsgQueueForLater: queueForLater });
Object.assign(globalThis.Cr, { NS_OK: 0 });

/** An Outbox that takes so many messages, and what happens in it. */
function outbox(room) {
    const kept = new Set();
    const folder = {
        msgDatabase: { containsKey: (key) => kept.has(key) },
        GetMessageHeader: (messageKey) => ({ folder, messageKey }),
        deleteMessages: ([{ messageKey }]) => kept.delete(messageKey),
    };
    let last = 0;
    class MessageSend {
        async sendMessageFile() {
            if (kept.size >= room) throw new Error("the disk is full");
            kept.add((this.messageKey = ++last));
            this.notifyListenerOnStopCopy(0);
        }
        _cleanup() {}
    }
    const MailServices = { folderLookup: { getFolderForURL: () => folder } };
    return { kept, internals: { MessageSend, MailServices, MsgUtils: { getMsgFolderURIFromPrefs: () => "" } } };
}

const message = {
    outer: [{ name: "To", value: "alice" }],
    entity: new ArrayBuffer(1),
    copies: [{ recipient: "dave", entity: new ArrayBuffer(1) }, { recipient: "erin", entity: new ArrayBuffer(1) }],
};
const fields = { to: "alice", cc: "", bcc: "dave, erin", newsgroups: "", subject: "s", from: "bob", messageId: "m" };

function sendLater(stopped = () => undefined) {
    return { _deliverMode: queueForLater, _compFields: fields, _userIdentity: { key: "id1" }, notifyListenerOnStopCopy: stopped };
}

const copiesIn = ({ internals }) => new Copies(internals, { fire: async () => undefined }, (key, ...args) => [key, ...args].join(" "));

test("E-59 a message that is sent later waits with all its copies, or is not put into the Outbox at all", async () => {
    const roomy = outbox(9);
    const own = await copiesIn(roomy).follow(sendLater(), message, []);
    assert.deepEqual([roomy.kept.size, own.at(-1).name], [2, "X-Sealwright-Copies"]);
    const narrow = outbox(1);
    await assert.rejects(copiesIn(narrow).follow(sendLater(), message, []), /copy_not_kept the disk is full/);
    assert.equal(narrow.kept.size, 0, "a copy waits without its message");
});

test("E-59 no copy stays in the Outbox when the message itself could not be put there", async () => {
    const box = outbox(9);
    const send = sendLater((status) => status);
    await copiesIn(box).follow(send, message, []);
    assert.equal(send.notifyListenerOnStopCopy(1), 1);
    await new Promise(setImmediate);
    assert.equal(box.kept.size, 0);
});

/** What the server was given, and what Thunderbird was told of that. */
function delivery(changes) {
    const told = [];
    const send = {
        _compFields: { ...fields, ...changes },
        _deliverAsMail() {
            told.push(["to the server", this._compFields.to, this._compFields.bcc]);
        },
        sendDeliveryCallback: (_, status) => void told.push(["sent", status]),
    };
    return { send, told };
}

test("E-59 the main message goes to nobody when all its recipients get copies, and is sent by that", () => {
    const all = delivery({ to: "" });
    leaveOutBcc(all.send);
    all.send._deliverAsMail();
    assert.deepEqual(all.told, [["sent", 0]]);
    const some = delivery({});
    leaveOutBcc(some.send);
    some.send._deliverAsMail();
    assert.deepEqual(some.told, [["to the server", "alice", ""]]);
});

test("E-59 copies go out once, though Thunderbird may deliver twice", async () => {
    const box = outbox(9);
    let sent = 0;
    const listener = (...given) => given.at(-1);
    box.internals.MailServices.outgoingServer = {
        getServerByIdentity: () => ({ sendMailMessage: (...given) => (++sent, listener(...given).onSendStop(null, 0, null, "")) }),
    };
    box.internals.MailServices.headerParser = { makeMailboxObject: (_, email) => ({ email }) };
    const { send } = delivery({});
    Object.assign(send, { _deliverMode: deliverNow, _userIdentity: { key: "id1" } });
    await copiesIn(box).follow(send, message, []);
    send.sendDeliveryCallback(null, 0, null, "", true);
    send.sendDeliveryCallback(null, 0, null, "");
    for (let turn = 0; turn < 50; ++turn) await new Promise(setImmediate);
    assert.equal(sent, 2);
});
