// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";

const head = await source("experiment/read/head.ts");
const { Factories, Plaintexts, cellName, marks, showBar, sortOf } = await source(
    "experiment/read/bar.ts",
    "experiment/read/factories.ts",
    "experiment/read/plaintexts.ts",
    "experiment/list/marks.ts",
);
const octets = (text) => new TextEncoder().encode(text);

test("the header block ends at the first empty line, whatever the line ends", () => {
    assert.equal(head.bodyStart(octets("A: b\r\n\r\nbody")), 8);
    assert.equal(head.bodyStart(octets("X-Mozilla-Status: 1\nA: b\r\n\r\nbody")), 28);
    assert.equal(head.bodyStart(octets("A: b\n\nbody")), 6);
    assert.equal(head.bodyStart(octets("A: b\r\nC: d\r\n")), -1);
});

test("only mail that announces S/MIME at its top is held", () => {
    const announced = [
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature";\r\n boundary=x',
        "content-type:application/x-pkcs7-mime",
        "Subject: a\r\nContent-Type: (what) application/pkcs7-mime; smime-type=enveloped-data",
        "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=smime.p7m",
        "Content-Type: text/plain\r\nContent-Type: application/pkcs7-mime",
    ];
    const ordinary = [
        "Content-Type: text/plain",
        'Content-Type: multipart/signed; protocol="application/pgp-signature"',
        "Content-Type: multipart/mixed; boundary=application/pkcs7-mime",
        "Subject: Content-Type: application/pkcs7-mime",
        "Content-Type: application/octet-stream; name=smime.zip",
        "",
    ];
    for (const block of announced) assert.equal(head.announcesSmime(block), true, block);
    for (const block of ordinary) assert.equal(head.announcesSmime(block), false, block);
});

test("what needs no key to be shown is told from what does", () => {
    const type = (value) => head.announcesEncryption(`Content-Type: ${value}`);
    assert.equal(type("application/pkcs7-mime; smime-type=enveloped-data"), true);
    assert.equal(type("application/pkcs7-mime; name=smime.p7m"), true);
    assert.equal(type('application/pkcs7-mime; smime-type="signed-data"'), false);
    assert.equal(type("multipart/signed; protocol=application/pkcs7-signature"), false);
});

test("the outer fields are kept with their folds, but for those of the body", () => {
    const block = "X-Mozilla-Status: 1\nSubject: a\r\n b\r\nContent-Type: x/y;\r\n z=1\r\nTo: c\r\n\r\n";
    assert.equal(head.outerFields(block), "X-Mozilla-Status: 1\r\nSubject: a\r\n b\r\nTo: c\r\n");
});

test("what Thunderbird notes in a message does not make it another one", () => {
    const note = (status) => `X-Mozilla-Status: ${status}\nX-Mozilla-Keys: \nSubject: a\r\n b\r\nTo: c\r\n\r\n`;
    assert.equal(head.withoutNotes(note("0000")), head.withoutNotes(note("0001")));
    assert.notEqual(head.withoutNotes(note("0000")), head.withoutNotes(note("0000").replace("To: c", "To: d")));
});

/** Timers that fire when the test says so. */
function plaintexts(inUse) {
    const timers = [];
    globalThis.Ci = { nsITimer: {} };
    globalThis.Cc = {
        "@mozilla.org/timer;1": {
            createInstance: () => ({
                initWithCallback: (then) => timers.push(then),
                cancel: () => timers.pop(),
            }),
        },
    };
    return { timers, it: new Plaintexts((uri) => inUse.has(uri), (plaintext) => plaintext?.size ?? null) };
}

test("a message is opened once, however many parts of it are asked for at the same time", async () => {
    const { it } = plaintexts(new Set(["a"]));
    let opened = 0;
    const open = async () => ({ size: ++opened });
    const all = await Promise.all([it.get("a", "1", open), it.get("a", "1", open)]);
    await it.get("a", "1", open);
    assert.deepEqual([opened, all[0] === all[1]], [1, true]);
    await it.get("a", "2", open);
    assert.equal(opened, 2);
});

test("the same octets are opened once under whatever name, and kept while one of them is in use", async () => {
    const inUse = new Set(["copy"]);
    const { it, timers } = plaintexts(inUse);
    let opened = 0;
    const open = async () => ({ size: ++opened });
    await it.get("part 1.2", "1", open);
    await it.get("copy", "1", open);
    timers[0]();
    assert.equal(await it.of("part 1.2"), await it.of("copy"));
    assert.deepEqual([opened, it.has("copy"), it.has("other")], [1, true, false]);
    it.drop("1");
    await it.get("copy", "1", open);
    assert.equal(opened, 2);
});

test("what stayed closed, or failed, is asked for again", async () => {
    const { it } = plaintexts(new Set(["a"]));
    assert.equal(await it.get("a", "1", async () => null), null);
    await assert.rejects(it.get("a", "1", () => Promise.reject(new Error("gone"))));
    assert.deepEqual(await it.get("a", "1", async () => ({ size: 1 })), { size: 1 });
});

test("plaintext goes when its message is neither shown nor answered any more", async () => {
    const inUse = new Set(["a"]);
    const { it, timers } = plaintexts(inUse);
    let opened = 0;
    const open = async () => ({ size: ++opened });
    await it.get("a", "1", open);
    timers[0]();
    await it.get("a", "1", open);
    assert.equal(opened, 1);
    inUse.clear();
    timers[0]();
    await it.get("a", "1", open);
    assert.equal(opened, 2);
});

test("plaintext of many or large messages makes room for the newest", async () => {
    const { it } = plaintexts(new Set());
    const opened = [];
    const get = (uri, size) => it.get(uri, `digest of ${uri}`, async () => (opened.push(uri), { size }));
    await get("a", 40 << 20);
    await get("b", 40 << 20);
    await get("b", 40 << 20);
    await get("a", 40 << 20);
    await get("huge", 100 << 20);
    await get("huge", 100 << 20);
    assert.deepEqual(opened, ["a", "b", "a", "huge", "huge"]);
});

test("a message that is to be looked at again is opened again", async () => {
    const { it } = plaintexts(new Set(["a"]));
    let opened = 0;
    const open = async () => ({ size: ++opened });
    await it.get("a", "1", open);
    it.forget("a");
    await it.get("a", "1", open);
    assert.equal(opened, 2);
});

test("no name of a picture in the list is part of another, and the urgent sort first", () => {
    const names = marks.map(cellName);
    for (const name of names) assert.deepEqual(names.filter((other) => other.includes(name)), [name]);
    assert.equal(cellName("something"), "");
    assert.ok(sortOf("alarm") < sortOf("signed") && sortOf("signed") < sortOf(""));
});

test("the progress line above a message has a name for who cannot see it", async () => {
    const element = () => ({ attributes: {}, setAttribute(name, value) { this.attributes[name] = value; } });
    const shown = [];
    const msgNotificationBar = {
        getNotificationWithValue: () => null,
        appendNotification: async () => ({ messageText: { append: (...nodes) => shown.push(...nodes) } }),
    };
    const window = { gMessageNotificationBar: { msgNotificationBar }, document: { createElement: element } };
    await showBar(window, "Opening", "progress", {});
    assert.equal(shown.at(-1).attributes["aria-label"], "Opening");
});

test("a Thunderbird without its converter or one of its interfaces is told by name", () => {
    const contract = (output) => `@mozilla.org/streamconv;1?from=message/rfc822&to=${output}`;
    globalThis.Cc = { [contract("text/html")]: {}, [contract("*/*")]: {} };
    globalThis.Ci = { nsIMimeStreamConverter: {} };
    const missing = new Factories(async () => "as it is", () => false).missing();
    assert.deepEqual(missing, [contract("application/xhtml+xml"), "nsIArrayBufferInputStream"]);
});
