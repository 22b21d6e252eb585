// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakePort } from "./fake_port.mjs";
import { source } from "./load.mjs";

globalThis.chrome = { storage: { local: { get: async (initial) => initial } } };
const { Editor, newDraft, WritingState, parseFromPage } = await source(
    "background/editor.ts",
    "background/compose_rules.ts",
    "background/writing_state.ts",
    "background/from_page.ts",
);
const settled = () => new Promise((done) => setTimeout(done));
const certificate = { subject: "Alice", addresses: ["alice@x.test"], not_after: 9e9 };
const known = ({ do: verb, addresses }) => ({
    ok: verb === "identities" ? { identities: [certificate] } : { recipients: addresses.map((address) => ({ address, usable: true })) },
});
const blank = { from: "", to: "", cc: "", bcc: "", subject: "", body: "", inReplyTo: "", references: "", attachments: [], filesStay: false };

/** An editor of a worker; `remembered` is what the next worker knows of it. */
function writing(changes = {}) {
    const remembered = [];
    const parts = {
        link: { ask: async (request) => known(request) },
        confirm: { ask: async () => "yes" },
        drafts: { restore: async () => new TextEncoder().encode("{}") },
        remember: async (about) => void remembered.push(structuredClone(about.rules)),
    };
    const about = { name: "editor-1", tabId: 1, place: null, origin: "https://m", account: "alice@x.test", session: null, rules: { ...newDraft }, draft: blank, quote: null, files: [], ...changes };
    const port = new FakePort({});
    new Editor(port, about, parts);
    return { port, remembered, told: (name) => port.told.filter((said) => name in said) };
}

test("E-58b: what a person decided, and that a restored draft quotes decrypted text, outlives the worker", async () => {
    const { port, remembered, told } = writing();
    port.say({ do: "people", people: { from: "alice@x.test", to: ["eve@x.test"], cc: [], bcc: [] } });
    port.say({ do: "protect", protection: "sign" });
    await settled();
    assert.equal(remembered.at(-1).chosen, "sign");
    port.say({ do: "restore-draft", id: "7" });
    await settled();
    assert.deepEqual([told("restored").length, remembered.at(-1).quotesProtected, remembered.at(-1).readers], [1, true, []]);
    port.say({ do: "accept-unknown" });
    await settled();
    assert.deepEqual(remembered.at(-1).accepted, ["eve@x.test"]);
    port.say({ do: "remove-quote" });
    await settled();
    assert.deepEqual([remembered.at(-1).quotesProtected, remembered.at(-1).readers], [false, null]);
});

test("a file of the page's form that cannot be had is told of, also by a worker that knows nothing of it", async () => {
    for (const attachments of [[], [{ name: "a", type: "", url: "" }], [{ name: "a", type: "", url: "http://127.0.0.1:9/closed" }]]) {
        const { port, told } = writing({ draft: { ...blank, attachments } });
        port.say({ do: "fetch", number: 0 });
        while (told("fetched").length === 0) await settled();
        assert.deepEqual(told("fetched"), [{ fetched: 0 }]);
    }
});

test("a file that lies at another site is not fetched, and not forgotten either", () => {
    const draft = { ...blank, attachments: [{ name: "notes.pdf", type: "", url: "https://elsewhere.test/notes.pdf" }] };
    const said = parseFromPage({ do: "frame", kind: "editor", key: "1", draft, account: "", session: null }, "https://m.test", false);
    assert.deepEqual(said.draft.attachments, [{ name: "notes.pdf", type: "", url: "" }]);
});

test("a send is judged by whom it goes to, also when a later look at the fields ends first", async () => {
    const waiting = [];
    const link = { ask: (request) => new Promise((done) => waiting.push(() => done(known(request)))) };
    const state = new WritingState({ ...newDraft, chosen: "encrypt" }, link, () => undefined);
    const people = (...to) => ({ from: "alice@x.test", to, cc: [], bcc: [] });
    const ready = state.ready(people("bob@x.test"));
    await settled();
    void state.meet(people());
    for (const answer of waiting) answer();
    assert.equal(await ready, "encrypt");
});
