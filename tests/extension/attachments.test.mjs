// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { signedAnswer } from "./answers.mjs";
import { FakePort } from "./fake_port.mjs";
import { FakeThunderbird } from "./fake_thunderbird.mjs";
import { source } from "./load.mjs";

new FakeThunderbird();
const saved = { cancelled: false, downloads: [], blobs: [], revoked: [], names: [] };
const createDownload = async (details) => ({ start: async () => void saved.downloads.push(details) });
globalThis.ChromeUtils.importESModule = () => ({ Downloads: { createDownload } });
Object.assign(globalThis.Ci, { nsIFilePicker: { modeSave: 1, filterAll: 1, returnOK: 0, returnCancel: 1 } });
globalThis.Cc["@mozilla.org/filepicker;1"] = {
    createInstance: () => ({
        init() {},
        appendFilters() {},
        file: { path: "/chosen" },
        open(done) {
            saved.names.push(this.defaultString);
            done(saved.cancelled ? 1 : 0);
        },
    }),
};
const { Attachments, attachmentsOf, parseReading, saveAs } = await source(
    "background/attachments.ts",
    "experiment/read/saving.ts",
    "protocol/contents.ts",
    "protocol/reading.ts",
);
const settled = () => new Promise((done) => setImmediate(done));
const octets = (text) => new TextEncoder().encode(text);
const leaf = (transfer, changes) => ({ kind: "attachment", type: "application/pdf", name: "", content_id: "", inline: false, transfer, size: 5, ...changes });

/** Tab 7 with a restricted message, and a popup over it. */
function world({ restricted = true, encryption = "ENC-2", leaves = [leaf(1, { name: "bill.pdf" }), leaf(2), leaf(3, { kind: "text" })] } = {}) {
    const it = { message: restricted ? { id: "a" } : null, opened: 0, saved: [], watchers: [], signal: null };
    const state = { kind: "reading", reading: { ...parseReading(signedAnswer()), encryption }, host: {} };
    const bodies = new Map([[1, octets("first")], [2, octets("other")], [3, octets("hello")]]);
    it.answer = async () => ({ state, answer: { ok: { leaves }, bodies } });
    it.attachments = new Attachments({
        desk: { watch: (watcher) => it.watchers.push(watcher) },
        restricted: async (tabId) => (tabId === 7 ? it.message : null),
        open: (tabId, message, signal) => (++it.opened, (it.signal = signal), it.answer()),
        save: async (tabId, { bytes }, index) => void it.saved.push([index, new TextDecoder().decode(bytes)]),
    });
    it.port = new FakePort({});
    it.attachments.serve(it.port);
    it.say = async (said) => (it.port.say({ tab: 7, ...said }), await settled(), it.port.told.at(-1));
    return it;
}

test("B.6 attachments of a restricted message are opened on a click only, and listed by name and size", async () => {
    const it = world();
    assert.deepEqual(await it.say({ do: "known" }), { attachments: "unopened" });
    assert.deepEqual(await it.say({ do: "save", index: 0 }), { attachments: "unopened" });
    assert.equal(it.opened, 0);
    const listed = { attachments: [{ name: "bill.pdf", octets: 5 }, { name: "", octets: 5 }] };
    assert.deepEqual(await it.say({ do: "look" }), listed);
    assert.deepEqual(await it.say({ do: "known" }), listed);
    assert.deepEqual([it.opened, it.saved], [1, []]);
});

test("of a message that is not restricted nothing is opened here", async () => {
    const it = world({ restricted: false });
    for (const said of [{ do: "known" }, { do: "look" }, { do: "save", index: 0 }]) assert.deepEqual(await it.say(said), { attachments: "none" });
    assert.deepEqual([it.opened, it.saved], [0, []]);
});

test("the attachment that was asked for is saved, and none for a number that is not in the list", async () => {
    const it = world();
    await it.say({ do: "look" });
    for (const index of [1, 2, -1, 0.5, "0", null]) await it.say({ do: "save", index });
    assert.deepEqual(it.saved, [[1, "other"]]);
});

test("E-86 what was opened goes when the tab shows another message", async () => {
    const it = world();
    await it.say({ do: "look" });
    for (const watcher of it.watchers) watcher(7, { kind: "pending" }, { id: "a" });
    assert.equal((await it.say({ do: "known" })).attachments.length, 2);
    for (const watcher of it.watchers) watcher(7, { kind: "pending" }, { id: "b" });
    assert.deepEqual([await it.say({ do: "save", index: 0 }), it.saved], [{ attachments: "unopened" }, []]);
});

test("E-86 what was opened of one message is not given out for another that is on screen meanwhile", async () => {
    const it = world();
    await it.say({ do: "look" });
    it.message = { id: "b" };
    assert.deepEqual([await it.say({ do: "known" }), await it.say({ do: "save", index: 0 }), it.saved], [{ attachments: "unopened" }, { attachments: "unopened" }, []]);
});

test("an answer that comes after the person has gone on is not listed", async () => {
    const it = world();
    const { answer } = it;
    let come;
    it.answer = () => new Promise((done) => (come = () => void answer().then(done)));
    assert.deepEqual(await it.say({ do: "look" }), { attachments: "opening" });
    it.attachments.leave(7);
    assert.equal(it.signal.aborted, true);
    come();
    await settled();
    assert.deepEqual(it.port.told.at(-1), { attachments: "unopened" });
});

test("a look that failed, or found the message closed, says why, and the next one tries again", async () => {
    const problem = { kind: "error", code: "key.cancelled", args: [] };
    const it = world();
    const { answer } = it;
    it.answer = async () => ({ state: { kind: "problem", problem }, answer: null });
    assert.deepEqual(await it.say({ do: "look" }), { failed: problem });
    it.answer = answer;
    assert.equal((await it.say({ do: "look" })).attachments.length, 2);
    assert.equal("failed" in (await world({ encryption: "ENC-7" }).say({ do: "look" })), true);
});

test("a picture that stands inside of a page is none of the attachments", () => {
    const picture = { kind: "attachment", type: "image/png", contentId: "dot", inline: true };
    const [page, bill] = [{ kind: "html" }, { kind: "attachment", type: "application/pdf", contentId: "", inline: true }];
    assert.deepEqual(attachmentsOf([page, picture, bill]), [bill]);
    assert.deepEqual(attachmentsOf([picture, bill]), [picture, bill]);
});

test("octets are written to the file that the person chose, and nowhere when they chose none", async () => {
    const window = {
        browsingContext: {},
        Blob: class { constructor(parts, { type }) { saved.blobs.push([Buffer.from(parts[0]).toString(), type]); } },
        URL: { createObjectURL: () => "blob:1", revokeObjectURL: (address) => saved.revoked.push(address) },
    };
    saved.cancelled = true;
    await saveAs(window, "Save", "bill.pdf", octets("first").buffer);
    assert.deepEqual([saved.names, saved.blobs, saved.downloads], [["bill.pdf"], [], []]);
    saved.cancelled = false;
    await saveAs(window, "Save", "bill.pdf", octets("first").buffer);
    assert.deepEqual(saved.downloads, [{ source: "blob:1", target: "/chosen" }]);
    assert.deepEqual([saved.blobs, saved.revoked], [[["first", "application/octet-stream"]], ["blob:1"]]);
});
