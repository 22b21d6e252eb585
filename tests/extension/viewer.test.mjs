// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { signedAnswer } from "./answers.mjs";
import { FakePort } from "./fake_port.mjs";
import { source } from "./load.mjs";

const { Arrivals, Desk, Frames, MailTabs, originOf, parseContents, parseReading, Viewers } = await source(
    "background/viewers.ts",
    "background/desk.ts",
    "background/frames.ts",
    "background/mail_tabs.ts",
    "protocol/arrivals.ts",
    "protocol/contents.ts",
    "protocol/reading.ts",
    "ui/sites_view.ts",
);
const settled = () => new Promise((done) => setImmediate(done));
const message = { id: "a", tabId: 7, key: "1" };
const octets = (text) => new TextEncoder().encode(text);

function world({ encryption = "ENC-6", after = "ENC-1", consent = "yes", front = true } = {}) {
    const reading = { ...parseReading(signedAnswer()), encryption };
    const it = { shown: "a", asked: [], opened: [], learned: [], toPage: [], watchers: [], stops: [] };
    const answer = { ok: { leaves: [{ kind: "text", type: "text/plain", transfer: 3, size: 5 }] }, bodies: new Map([[3, octets("hello")]]) };
    it.state = { kind: "reading", reading, host: {} };
    it.frame = { tabId: 7, message, tell: (said) => it.toPage.push(said) };
    it.viewers = new Viewers({
        frames: new Frames(),
        desk: {
            about: (tabId, { id }) => (tabId === 7 && id === it.shown ? it.state : null),
            learn: (tabId, about, state) => it.learned.push(state.kind),
            watch: (watcher) => (it.watchers.push(watcher), () => undefined),
        },
        isInFront: async () => front,
        consent: async (...given) => (it.asked.push(given), consent),
        open: (verb, about, signal) => {
            it.opened.push(verb);
            it.stops.push(signal);
            return it.never ? new Promise(() => undefined) : Promise.resolve({ state: { ...it.state, reading: { ...reading, encryption: after } }, answer });
        },
        reply: null,
    });
    return it;
}

/** The frame that a content script of that message puts into its page. */
function viewer(it) {
    it.viewers.mount(it.frame, "1");
    const port = new FakePort({ tab: { id: 7 } });
    it.viewers.serve(port);
    port.say({ token: it.toPage.at(-1).token });
    return port;
}
const problem = (port) => port.told.at(-1).failed?.code ?? port.told.at(-1).failed?.kind;

test("E-82 a frame without its one-time name is told nothing", () => {
    const it = world();
    const port = new FakePort({ tab: { id: 7 } });
    it.viewers.serve(port);
    port.say({ do: "open" });
    assert.deepEqual([port.told, port.closed, it.opened], [[], true, []]);
});

test("no frame is handed out for a message that is not on screen", () => {
    const it = world();
    it.viewers.mount(it.frame, "another");
    assert.deepEqual(it.toPage, []);
});

test("an encrypted message is opened after consent, and travels in pieces", async () => {
    const it = world();
    const port = viewer(it);
    port.say({ do: "open" });
    await settled();
    assert.deepEqual([it.asked.length, it.opened, it.learned], [1, ["decrypt"], ["reading"]]);
    const arrivals = new Arrivals();
    const opened = port.told.find((said) => said.opened);
    let contents;
    arrivals.expect(opened.opened, (answer) => (contents = parseContents(answer)));
    for (const piece of port.told.filter((said) => said.transfer)) arrivals.take(piece.transfer, piece);
    assert.equal(new TextDecoder().decode(contents.leaves[0].bytes), "hello");
});

test("a message that stays closed shows why, and nothing else", async () => {
    for (const after of ["ENC-5", "ENC-7"]) {
        const port = viewer(world({ after }));
        port.say({ do: "open" });
        await settled();
        assert.equal(port.told.some((said) => said.opened || said.transfer), false);
        assert.equal(port.told.at(-1).state.kind, "reading");
    }
});

test("what was only signed is shown without asking for a key", async () => {
    const it = world({ encryption: "ENC-0" });
    viewer(it).say({ do: "open" });
    await settled();
    assert.deepEqual([it.asked.length, it.opened], [0, ["verify"]]);
});

test("E-84 nothing is opened without consent, nor for a tab behind another one", async () => {
    for (const [given, code] of [[{ consent: "no" }, "key.denied"], [{ consent: "busy" }, "key.busy"], [{ consent: "limited" }, "key.limited"], [{ front: false }, "behind"]]) {
        const it = world(given);
        const port = viewer(it);
        port.say({ do: "open" });
        await settled();
        assert.deepEqual([it.opened, problem(port)], [[], code]);
    }
});

test("E-84 clicks while a message is being opened change nothing; stopping ends it", async () => {
    const it = world();
    it.never = true;
    const port = viewer(it);
    for (let click = 0; click < 200; ++click) port.say({ do: "open" });
    await settled();
    assert.deepEqual([it.asked.length, it.opened.length], [1, 1]);
    port.say({ do: "stop" });
    assert.equal(it.stops[0].aborted, true);
});

test("E-86 a frame is emptied when the page shows another message", () => {
    const it = world();
    const port = viewer(it);
    for (const watcher of it.watchers) watcher(7, { kind: "pending" }, { id: "b" });
    assert.deepEqual(port.told.at(-1), { gone: true });
});

test("E-86 a frame of one page is told nothing of what another frame of the same tab shows", async () => {
    const it = world();
    it.shown = "b";
    const port = viewer(it);
    assert.deepEqual(port.told, [{ gone: true }]);
    port.say({ do: "open" });
    await settled();
    assert.deepEqual([port.told.length, it.asked, it.opened], [1, [], []]);
});

/** Two frames of one tab, each with a message of its own; the second one speaks last. */
async function twoFrames() {
    const parts = { isInFront: async () => true, consent: async () => "no", reply: null };
    const desk = new Desk({ check: async ({ key }) => ({ kind: "reading", about: key }), paint: () => undefined, displayed: async (tabId) => mail.message(tabId) });
    const mail = new MailTabs({
        isOn: async () => true,
        shown: (tabId, message) => (message ? void desk.show(tabId, message) : desk.select(tabId, [])),
        asked: (frame, { key }) => viewers.mount(frame, key),
    });
    const viewers = new Viewers({ frames: new Frames(), desk, ...parts });
    const speak = async (key, frameId) => {
        const url = `https://mail.example.org/${key}`;
        const port = new FakePort({ url, tab: { id: 7 }, frameId });
        mail.accept(port);
        port.say({ do: "shown", account: "", adapter: "generic", session: null, message: { key, raw: url, fidelity: "exact", folder: "inbox" } });
        await settled();
        return port;
    };
    return { viewers, first: await speak("first", 1), second: await speak("second", 2) };
}

test("E-86 of two frames in one tab, the one that spoke before gets no viewer with the other's verdict", async () => {
    const { viewers, first, second } = await twoFrames();
    const told = [];
    for (const [port, key] of [[first, "first"], [second, "second"]]) {
        port.say({ do: "frame", kind: "viewer", key });
        await settled();
        const frame = new FakePort({ tab: { id: 7 } });
        viewers.serve(frame);
        frame.say({ token: port.told.at(-1).token });
        told.push(frame.told.at(-1));
    }
    assert.deepEqual(told, [{ gone: true }, { state: { kind: "reading", about: "second" }, answerable: false }]);
});

test("a webmail is known by its origin, however it was typed", () => {
    assert.equal(originOf(" mail.example.org/inbox "), "https://mail.example.org");
    assert.equal(originOf("http://localhost:8080/?_task=mail"), "http://localhost:8080");
    for (const wrong of ["", "   ", "a b", "javascript:alert(1)", "https://"]) assert.equal(originOf(wrong), "", wrong);
});
