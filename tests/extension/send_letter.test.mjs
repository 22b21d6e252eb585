// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";

globalThis.chrome = {};
const { sendLetter, ProblemError, WritingState, newDraft } = await source(
    "background/send_letter.ts",
    "protocol/problem.ts",
    "background/writing_state.ts",
    "background/compose_rules.ts",
);
const who = (name) => ({ name: "", address: `${name}@x.test` });
const letter = {
    from: who("alice"), to: [who("bob")], cc: [who("carol")], bcc: [who("dave"), who("bob")],
    subject: "s", inReplyTo: "", references: "",
};
const bytes = (text) => new TextEncoder().encode(text);
const text = (octets) => new TextDecoder().decode(octets);
const errand = { id: "1", letter, entity: bytes("Content-Type: text/plain\r\n\r\nplain\r\n"), protection: "encrypt", tabId: 1, site: "https://m" };
const watching = { signal: new AbortController().signal, doing: () => undefined };

/** A host that seals as told, a person who answers, and what came of it. */
function office({ consent = "yes", copies = ["dave@x.test"], transport = async () => ({}), fail } = {}) {
    const seen = { asked: [], questions: [], parcels: [] };
    const parts = {
        link: {
            ask: async (request, body) => {
                seen.asked.push({ request, body });
                if (fail) throw fail;
                const entity = { transfer: 1, size: 6 };
                const made = copies.map((recipient) => ({ recipient, entity: { transfer: 2, size: 4 } }));
                const bodies = new Map([[1, bytes("sealed")], [2, bytes("copy")]]);
                return { ok: { outer: [{ name: "Subject", value: "..." }], entity, copies: made }, bodies };
            },
        },
        confirm: { ask: async (question) => (seen.questions.push(question), consent) },
        outbox: { send: async (parcel) => (seen.parcels.push(parcel), { id: "1", account: "a", steps: [] }) },
        transport,
    };
    return { seen, send: (changes = {}) => sendLetter({ ...errand, ...changes }, parts, watching) };
}

const code = async (promise) => (await promise.catch((error) => error)).problem?.code;

test("E-59: To and Cc get the main message, each Bcc recipient a copy; nobody gets two", async () => {
    const { seen, send } = office();
    await send();
    const [{ main, copies }] = seen.parcels;
    assert.deepEqual(main.envelope, { from: "alice@x.test", to: ["bob@x.test", "carol@x.test"] });
    assert.equal(text(main.bytes), "Subject: ...\r\nsealed");
    assert.deepEqual(copies.map(({ recipient, mail }) => [recipient, mail.envelope.to, mail.copy, text(mail.bytes)]), [
        ["dave@x.test", ["dave@x.test"], true, "Subject: ...\r\ncopy"],
    ]);
    const { request } = seen.asked[0];
    assert.deepEqual([request.recipients, request.bcc], [["bob@x.test", "carol@x.test"], ["dave@x.test"]]);
    assert.doesNotMatch(JSON.stringify(request.fields), /dave/);
});

test("a signed message goes once to everybody, and names no Bcc recipient", async () => {
    const { seen, send } = office({ copies: [] });
    await send({ protection: "sign" });
    assert.deepEqual(seen.parcels[0].main.envelope.to, ["bob@x.test", "carol@x.test", "dave@x.test"]);
    assert.deepEqual([seen.asked[0].request.bcc, seen.asked[0].request.sign, seen.asked[0].request.encrypt], [[], true, false]);
});

test("the window is told all who get the message, before the host is asked", async () => {
    const { seen, send } = office({ consent: "no" });
    assert.equal(await code(send()), "key.denied");
    assert.deepEqual(seen.questions[0].people, ["bob@x.test", "carol@x.test", "dave@x.test"]);
    assert.deepEqual([seen.asked, seen.parcels], [[], []]);
});

test("without a way to send nobody is asked for a key", async () => {
    const transport = async () => Promise.reject(new ProblemError({ kind: "error", code: "send.no-way", args: [] }));
    const { seen, send } = office({ transport });
    assert.equal(await code(send()), "send.no-way");
    assert.deepEqual([seen.questions, seen.asked], [[], []]);
});

test("when protecting fails nothing is sent, also not in the clear", async () => {
    for (const fail of [new ProblemError({ kind: "error", code: "key.none", args: [] }), new ProblemError({ kind: "crashed" })]) {
        const { seen, send } = office({ fail });
        await assert.rejects(send());
        assert.deepEqual(seen.parcels, []);
    }
    const { seen, send } = office({ copies: [] });
    await assert.rejects(send(), /unknown/);
    assert.deepEqual(seen.parcels, []);
});

test("without protection no key is used and the host sees nothing", async () => {
    const { seen, send } = office();
    await send({ protection: "none" });
    assert.deepEqual([seen.questions, seen.asked], [[], []]);
    assert.match(text(seen.parcels[0].main.bytes), /\r\nMIME-Version: 1\.0\r\nContent-Type: text\/plain\r\n\r\nplain\r\n$/);
});

test("E-58, E-58b: decrypted text goes neither out readable nor to strangers that nobody has agreed to", async () => {
    globalThis.chrome.storage = { local: { get: async (initial) => initial } };
    const certificate = { subject: "Alice", addresses: ["alice@x.test"], not_after: 9e9 };
    const link = {
        ask: async ({ do: verb, addresses }) => ({
            ok: verb === "identities" ? { identities: [certificate] } : { recipients: addresses.map((address) => ({ address, usable: true })) },
        }),
    };
    const state = new WritingState({ ...newDraft, quotesProtected: true, readers: ["bob@x.test"] }, link, () => undefined);
    const people = (...to) => ({ from: "alice@x.test", to, cc: [], bcc: [] });
    assert.equal(await state.ready(people("bob@x.test")), "encrypt");
    assert.equal(await state.ready(people("bob@x.test", "eve@x.test")), null);
    state.change(state.withAccepted());
    assert.equal(await state.ready(people("bob@x.test", "eve@x.test")), "encrypt");
    state.change({ chosen: "sign" });
    assert.equal(await state.ready(people("bob@x.test")), null);
    state.change({ quotesProtected: false, readers: null });
    assert.equal(await state.ready(people("bob@x.test")), "sign");
});
