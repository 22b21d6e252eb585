// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakePort } from "./fake_port.mjs";
import { source } from "./load.mjs";

globalThis.chrome = { runtime: { getURL: (path) => `moz-extension://x/${path}` } };
const { fetchRaw, largestMessage, MailTabs, PageFetches } = await source("background/page_fetches.ts", "background/mail_tabs.ts", "background/raw.ts");
const site = "https://mail.example.org";
const settled = () => new Promise((done) => setTimeout(done, 5));

/** A tab of Firefox that shows a message; what its page says, and how its octets are fetched. */
async function tab(origin = site) {
    const fetches = new PageFetches(({ tabId, frameId }) => mail.frameAt(tabId, frameId));
    const mail = new MailTabs({ isOn: async () => true, shown: () => undefined, asked: (frame, said) => fetches.take(frame, said) });
    const page = (frameId) => {
        const port = new FakePort({ url: `${origin}/`, tab: { id: 7 }, frameId });
        mail.accept(port);
        return port;
    };
    const [port, other] = [page(0), page(1)];
    port.say({ do: "shown", account: "", adapter: "generic", session: null, message: { key: "1", raw: `${origin}/raw`, fidelity: "exact", folder: "inbox" } });
    await settled();
    const stop = new AbortController();
    const fetched = fetches.by(mail.message(7));
    const start = () => fetchRaw(`${origin}/raw`, { signal: stop.signal, told: () => undefined, fetched });
    return { port, other, stop, fetched, start };
}
const head = (changes = {}) => ({ do: "octets", of: 1, head: { status: 200, type: "message/rfc822", length: "", ...changes } });
const piece = (text) => ({ do: "octets", of: 1, piece: new TextEncoder().encode(text) });
const problemOf = (promise) => promise.then(() => "none", (error) => error.problem?.code ?? error.problem?.kind ?? error);

test("in Firefox a message is fetched by its page, whose tab may have cookies of its own", async () => {
    const { port, other, start } = await tab();
    const octets = start();
    await settled();
    assert.deepEqual(port.told, [{ fetch: 1, url: `${site}/raw` }]);
    // Another frame was not asked, so that it is not heard.
    other.say(head());
    other.say(piece("forged"));
    for (const said of [head(), piece("From: a\r\n"), piece("\r\nb"), { do: "octets", of: 1, end: "whole" }]) port.say(said);
    assert.equal(new TextDecoder().decode(await octets), "From: a\r\n\r\nb");
});

test("a page that is too large, breaks off, answers with a login or is wanted no longer gives no message", async () => {
    const cases = [
        ["large", [head({ length: String(largestMessage + 1) })]],
        ["page", [head(), piece("From: a"), { do: "octets", of: 1, end: "broken" }]],
        ["page", [{ do: "octets", of: 1, end: "broken" }]],
        ["page", [head({ type: "text/html" })]],
        ["page", [head({ status: 403 })]],
    ];
    for (const [problem, answers] of cases) {
        const { port, start } = await tab();
        const octets = problemOf(start());
        await settled();
        for (const said of answers) port.say(said);
        assert.equal(await octets, problem, JSON.stringify(answers));
        // Whoever could go on is told to stop.
        if (!answers.some(({ end }) => end)) assert.deepEqual(port.told.at(-1), { stop: 1 });
    }
    const { port, stop, start } = await tab();
    const octets = problemOf(start());
    await settled();
    port.say(head());
    stop.abort();
    assert.equal(await octets, "request.cancelled");
    assert.deepEqual(port.told.at(-1), { stop: 1 });
});

test("a webmail that sends on to another host is fetched from the background", async () => {
    const { fetched } = await tab("https://mail.google.com");
    assert.equal(fetched, undefined);
});
