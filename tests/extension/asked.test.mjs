// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { FakeHost, HandTimers } from "./fake_host.mjs";
import { FakePort } from "./fake_port.mjs";
import { source } from "./load.mjs";

const { noteGenuine, servePopup, Link } = await source("background/genuine.ts", "background/serve_popup.ts", "protocol/link.ts");

const mail = new TextEncoder().encode("From: a\r\n\r\npay today");
const digest = createHash("sha256").update(mail).digest("hex");
const context = { account: "bob@example.org", folder: "inbox" };
const message = { bytes: async () => mail, context: async () => context };

function hostThat(answers) {
    const host = new FakeHost((frame, self) => frame.last && self.say({ id: frame.transfer, ...answers }));
    return { host, link: new Link(host.connect, new HandTimers()) };
}

const asked = ({ requests }) => requests.filter((frame) => frame.do === "genuine");

test("E-69 that the sender was asked is told to the host with the message and where it lies", async () => {
    const { host, link } = hostThat({ ok: {} });
    await noteGenuine(message, digest, link);
    assert.deepEqual(asked(host).map((frame) => frame.context), [context]);
    assert.deepEqual(Buffer.concat(host.frames.filter(({ data }) => data).map(({ data }) => Buffer.from(data, "base64"))), Buffer.from(mail));
});

test("E-86 nothing is said of another message than the person saw", async () => {
    const { host, link } = hostThat({ ok: {} });
    await assert.rejects(noteGenuine(message, "0".repeat(64), link), ({ problem }) => problem.kind === "stale");
    assert.deepEqual(asked(host), []);
});

test("the popup hears why it could not be remembered that the sender was asked", async () => {
    const port = new FakePort();
    const desk = { watch: () => () => undefined, state: () => ({ kind: "empty" }) };
    const { link } = hostThat({ error: { code: "people.store", text: "", args: [], retry: true } });
    const told = [];
    servePopup(port, desk, { refresh: async () => undefined, genuine: async (tab, wanted) => (told.push([tab, wanted]), noteGenuine(message, wanted, link)) });
    const answered = new Promise((resolve) => (port.postMessage = resolve));
    port.say({ tab: 3, genuine: digest });
    assert.equal((await answered).failed.code, "people.store");
    assert.deepEqual(told, [[3, digest]]);
});
