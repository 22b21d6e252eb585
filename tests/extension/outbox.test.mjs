// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { fakeShelf } from "./fake_shelf.mjs";
import { source } from "./load.mjs";

const { Outbox, ProblemError } = await source("background/outbox.ts", "protocol/problem.ts");

const refused = (code) => new ProblemError({ kind: "error", code, args: [] });
const mail = (to, copy) => ({ bytes: new TextEncoder().encode(to), envelope: { from: "a@x", to: [to] }, ...copy });
const copyOf = (recipient) => ({ recipient, mail: mail(recipient, { copy: true }) });
const parcel = { id: "1", account: "a@x", main: mail("bob@x"), copies: [copyOf("carol@x"), copyOf("dave@x")] };
const sending = { signal: new AbortController().signal };

/** A way to send that fails for whom it is told, and the outbox that uses it. */
function office(failing = {}, shelf = fakeShelf()) {
    const done = [];
    const transport = {
        keepsSent: false,
        submit: async ({ envelope }) => {
            const [to] = envelope.to;
            if (failing[to]) throw failing[to];
            done.push(to);
        },
        keep: async () => {
            if (failing.keep) throw failing.keep;
            done.push("kept");
        },
    };
    return { outbox: new Outbox(shelf, () => undefined), transport, done, shelf };
}

const states = ({ steps }) => steps.map(({ state }) => state);

test("the main message goes first, then each Bcc copy, then the copy is kept, and no bytes are left behind", async () => {
    const { outbox, transport, done, shelf } = office();
    assert.deepEqual(states(await outbox.send(parcel, transport, sending)), ["done", "done", "done", "done"]);
    assert.deepEqual(done, ["bob@x", "carol@x", "dave@x", "kept"]);
    assert.deepEqual(shelf.items.get("1").mails, []);
    assert.deepEqual(await outbox.unfinished("a@x"), []);
    await assert.rejects(outbox.send(parcel, transport, sending), /sent before/);
});

test("when the main message does not go, nothing else does, and the editor keeps it", async () => {
    const { outbox, transport, done, shelf } = office({ "bob@x": refused("send.refused") });
    const posting = await outbox.send(parcel, transport, sending);
    assert.deepEqual(states(posting), ["failed", "waiting", "waiting", "waiting"]);
    assert.equal(posting.steps[0].problem.code, "send.refused");
    assert.deepEqual([done, shelf.items.size], [[], 0]);
});

test("a step that failed is named and can be tried again alone", async () => {
    const failing = { "carol@x": refused("send.unreachable") };
    const { outbox, transport, done, shelf } = office(failing);
    const posting = await outbox.send(parcel, transport, sending);
    assert.deepEqual(states(posting), ["done", "failed", "done", "done"]);
    assert.equal(posting.steps[1].recipient, "carol@x");
    delete failing["carol@x"];
    await outbox.retry("1", 1, transport, sending);
    await outbox.retry("1", 1, transport, sending);
    await outbox.retry("1", 0, transport, sending);
    assert.deepEqual(done, ["bob@x", "dave@x", "kept", "carol@x"]);
    assert.deepEqual(shelf.items.get("1").mails, []);
});

test("what may have been sent is never tried again", async () => {
    const ends = [refused("send.unknown"), refused("request.deadline"), new ProblemError({ kind: "crashed" }), new TypeError("ours")];
    for (const error of ends) {
        const { outbox, transport, done } = office({ "bob@x": error });
        assert.deepEqual(states(await outbox.send(parcel, transport, sending))[0], "unknown");
        transport.submit = async () => done.push("again");
        await outbox.retry("1", 0, transport, sending);
        await assert.rejects(outbox.send(parcel, transport, sending), /sent before/);
        assert.deepEqual(done, []);
    }
});

test("a worker that ends while it sends leaves the message, and the next one sends nothing by itself", async () => {
    const { outbox, transport, done, shelf } = office();
    transport.submit = ({ envelope }) => (envelope.to[0] === "carol@x" ? new Promise(() => undefined) : Promise.resolve());
    void outbox.send(parcel, transport, sending);
    while (shelf.items.get("1")?.steps[1].state !== "going") await new Promise(setImmediate);
    const next = office({}, shelf);
    assert.deepEqual((await next.outbox.unfinished("other@x")), []);
    const [posting] = await next.outbox.unfinished("a@x");
    assert.deepEqual(states(posting), ["done", "unknown", "failed", "failed"]);
    assert.equal(posting.steps[1].problem.code, "send.unknown");
    for (const step of [0, 1, 2, 3]) await next.outbox.retry("1", step, next.transport, sending);
    assert.deepEqual([done, next.done], [[], ["dave@x", "kept"]]);
    await next.outbox.forget("1");
    assert.equal(shelf.items.size, 0);
});

test("the same parcel is not taken twice, also not at the same time", async () => {
    const { outbox, transport, done } = office();
    const both = await Promise.allSettled([outbox.send(parcel, transport, sending), outbox.send(parcel, transport, sending)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    assert.equal(done.filter((to) => to === "bob@x").length, 1);
});

test("where sending keeps a copy by itself there is no step for it", async () => {
    const { outbox, transport, done } = office();
    transport.keepsSent = true;
    const posting = await outbox.send({ ...parcel, copies: [] }, transport, sending);
    assert.deepEqual(posting.steps.map(({ kind }) => kind), ["main"]);
    assert.deepEqual(done, ["bob@x"]);
});
