// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { signedAnswer } from "./answers.mjs";
import { FakePort } from "./fake_port.mjs";
import { source } from "./load.mjs";

const { believed, Frames, graphName, KeptStates, MailTabs, measured, pageMark, parseFromPage, parseReading, webSource } = await source(
    "background/web_check.ts",
    "background/frames.ts",
    "background/from_page.ts",
    "background/kept_states.ts",
    "background/mail_tabs.ts",
    "background/outlook_raw.ts",
    "wording/page_mark.ts",
    "protocol/reading.ts",
);
const site = "https://mail.example.org";
const settled = () => new Promise((done) => setImmediate(done));

function reading(changes = {}) {
    return { kind: "reading", host: {}, reading: { ...parseReading(signedAnswer()), ...changes } };
}
const shown = (message) => ({ do: "shown", account: "Alice@Example.org", adapter: "generic", message });
const message = (changes = {}) => ({ key: "1", raw: `${site}/raw?1`, fidelity: "exact", folder: "inbox", ...changes });

test("C-59 of octets that may have been changed only what fits its signature counts", () => {
    for (const signature of ["S-1", "S-2", "S-3"]) assert.equal(believed(reading({ signature }), "lossy").kind, "reading", signature);
    for (const signature of ["S-0", "S-4", "S-7", "S-9", "S-11", null]) {
        assert.deepEqual(believed(reading({ signature }), "lossy").problem, { kind: "altered" }, signature);
        assert.equal(believed(reading({ signature }), "lf").kind, "reading", signature);
        assert.equal(believed(reading({ signature }), "exact").kind, "reading", signature);
    }
    assert.equal(believed(reading({ signature: "S-0", encryption: "ENC-6" }), "lossy").kind, "reading");
    assert.equal(believed(reading({ signature: "S-0", encryption: "ENC-7" }), "lossy").kind, "problem");
});

test("a digest that fits measures a webmail, and restored line ends with it", () => {
    const { reading: fits } = reading({ outcomes: { "V-11": "passed" }, findings: [] });
    assert.equal(measured(fits), "exact");
    assert.equal(measured({ ...fits, findings: [{ reason: "mail.line-ends-converted" }] }), "lf");
    assert.equal(measured({ ...fits, outcomes: { "V-11": "failed" } }), null);
});

test("E-67b the page is told nothing good about a message", () => {
    for (const signature of ["S-1", "S-2", "S-3"]) assert.equal(pageMark(reading({ signature, flags: [] })), "look");
    assert.equal(pageMark(reading({ signature: "S-1", encryption: "ENC-1" })), "encrypted");
    assert.equal(pageMark(reading({ signature: "S-1", flags: ["R-2"] })), "warning");
    assert.equal(pageMark(reading({ signature: "S-0", flags: [] })), "none");
    assert.equal(pageMark({ kind: "problem", problem: { kind: "page" } }), "problem");
});

test("E-82 what a page says is taken by form, and it asks for nothing of another site", () => {
    const said = parseFromPage(shown(message()), site, false);
    assert.deepEqual([said.account, said.message.key, said.message.fidelity], ["alice@example.org", "1", "exact"]);
    assert.equal(parseFromPage(shown(message({ raw: "https://bank.example/statement" })), site, false), null);
    assert.equal(parseFromPage(shown(message({ raw: "file:///etc/passwd" })), site, false), null);
    assert.equal(parseFromPage(shown(message({ key: "x".repeat(5000) })), site, false), null);
    assert.equal(parseFromPage(shown(message({ fidelity: "perfect" })), site, false).message.fidelity, "lossy");
    assert.equal(parseFromPage({ ...shown(null), account: "<script>" }, site, false).account, "");
    for (const wrong of [null, 1, "shown", {}, { do: "decrypt", key: "1" }, { do: "sign" }, { do: "identities" }, { do: "frame", kind: "popup", key: "1" }]) {
        assert.equal(parseFromPage(wrong, site, false), null, JSON.stringify(wrong));
    }
});

test("E-82 a frame of ours opens once, in its own tab, for its own kind and not for long", () => {
    let now = 0;
    const frames = new Frames(() => now);
    const port = (id) => ({ sender: { tab: { id } } });
    const name = () => ({ token: frames.issue("viewer", 7, "mail") });
    assert.equal(frames.redeem("viewer", port(7), { token: "0".repeat(32) }), null);
    assert.equal(frames.redeem("viewer", port(8), name()), null);
    assert.equal(frames.redeem("editor", port(7), name()), null);
    const once = name();
    assert.equal(frames.redeem("viewer", port(7), once), "mail");
    assert.equal(frames.redeem("viewer", port(7), once), null);
    const late = name();
    now = 60_000;
    assert.equal(frames.redeem("viewer", port(7), late), null);
});

/** Tabs of which `sites` are on, and what was heard of them. */
function tabs(sites = [site]) {
    const heard = [];
    const parts = {
        isOn: async (origin) => sites.includes(origin),
        shown: (tabId, now) => heard.push([tabId, now?.key ?? null]),
        asked: (frame, request) => heard.push([frame.tabId, request.do]),
    };
    return { mail: new MailTabs(parts), heard };
}
const frame = (url, tab = 7, frameId = 0) => new FakePort({ url, tab: { id: tab }, frameId });

test("E-82 a site that is not switched on is heard nothing of", async () => {
    const { mail, heard } = tabs([]);
    const port = frame(`${site}/`);
    mail.accept(port);
    port.say(shown(message()));
    await settled();
    assert.deepEqual(heard, []);
    assert.equal(port.closed, true);
    for (const url of [undefined, "about:blank", "data:text/html,x", "moz-extension://other/x.html"]) {
        const other = frame(url);
        mail.accept(other);
        assert.equal(other.closed, true, url);
    }
});

test("E-86 a message that another frame or the page before showed is not the one on screen", async () => {
    const { mail, heard } = tabs();
    const [list, preview] = [frame(`${site}/`), frame(`${site}/?preview`, 7, 3)];
    for (const port of [list, preview]) mail.accept(port);
    list.say(shown(null));
    preview.say(shown(message()));
    await settled();
    assert.equal(mail.message(7).key, "1");
    preview.say(shown(message({ key: "2", raw: `${site}/raw?2` })));
    await settled();
    preview.say(shown(message({ key: "2", raw: `${site}/raw?2` })));
    await settled();
    preview.go();
    assert.equal(mail.message(7), null);
    assert.deepEqual(heard, [[7, "1"], [7, "2"], [7, null]]);
});

test("E-86 a tab with cookies of its own is shown nothing of the mailbox in ordinary tabs", async () => {
    const session = { token: "t" };
    const draft = { attachments: [{ name: "a.txt", type: "", url: `${site}/a.txt` }] };
    const asked = [];
    const mail = new MailTabs({ isOn: async () => true, shown: () => undefined, asked: (_, request) => asked.push(request) });
    const told = async (tab) => {
        const port = new FakePort({ url: `${site}/`, tab: { id: 7, ...tab }, frameId: 0 });
        mail.accept(port);
        port.say({ ...shown(message()), session });
        port.say({ do: "frame", kind: "editor", key: "1", draft, account: "", session });
        await settled();
        const now = mail.message(7);
        port.go();
        const bytes = webSource(now, { signal: AbortSignal.abort(), told: () => undefined }).bytes(AbortSignal.abort());
        const why = await bytes.catch(({ problem }) => problem.kind);
        return [now.session, asked.at(-1).session, asked.at(-1).draft.attachments[0].url, why];
    };
    const ordinary = [session, session, `${site}/a.txt`, "error"];
    assert.deepEqual(await told({}), ordinary);
    assert.deepEqual(await told({ incognito: false, cookieStoreId: "firefox-default" }), ordinary);
    assert.deepEqual(await told({ incognito: true }), [null, null, "", "apart"]);
    assert.deepEqual(await told({ incognito: false, cookieStoreId: "firefox-container-2" }), [null, null, "", "apart"]);
});

/** What outlives a background. */
function memory() {
    const kept = {};
    return { kept, get: async () => structuredClone(kept), set: async (values) => Object.assign(kept, structuredClone(values)), remove: async (name) => delete kept[name] };
}

test("what was found out about the message on screen outlives the background, and no other message has it", async () => {
    const lasting = memory();
    const about = { id: "a", tabId: 7 };
    new KeptStates(lasting).keep(7, reading(), about);
    const next = new KeptStates(lasting);
    await next.loaded;
    assert.deepEqual([next.take({ id: "b", tabId: 7 }), next.take({ id: "a", tabId: 8 })], [null, null]);
    assert.equal(next.take(about).kind, "reading");
    // Once this background has seen the tab, only what it found itself counts.
    next.keep(7, { kind: "pending" }, about);
    assert.equal(next.take(about), null);
    assert.deepEqual(lasting.kept, {});
});

test("that there is no host is not kept: one may come", async () => {
    const lasting = memory();
    new KeptStates(lasting).keep(7, { kind: "problem", problem: { kind: "missing" } }, { id: "a", tabId: 7 });
    assert.deepEqual(lasting.kept, {});
});

test("an item of Outlook is named to Graph as it stands in no other address", () => {
    assert.equal(graphName("AAQk%2FAB%2BC%3D"), "AAQk-AB_C%3D");
    assert.equal(graphName("..%2F..%2Fme%2Fsend?x"), "..-..-me-send%3Fx");
});
