// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeHost, HandTimers } from "./fake_host.mjs";
import { source } from "./load.mjs";

const { Link, hostTransport } = await source("protocol/link.ts", "transport/host.ts");

const server = (port) => ({ host: "mail.example", port, security: "tls", user: "a@b.example", auth: "password" });
const way = { kind: "host", smtp: server(465), imap: server(993), folder: "" };
const mail = { bytes: new Uint8Array(900), envelope: { from: "a@b.example", to: ["c@d.example"] } };
const never = () => new AbortController().signal;
const problemOf = (promise) => promise.then(assert.fail, (error) => error.problem);
const transport = (host, changes = {}, token = undefined) =>
    hostTransport({ ...way, ...changes }, new Link(host.connect, new HandTimers()), token);

test("a submission names envelope and server, and no password", async () => {
    const host = new FakeHost((frame, self) => frame.last && self.say({ id: 1, ok: { accepted: true } }));
    await transport(host).submit(mail, { signal: never() });
    const message = { transfer: 1, size: 900 };
    assert.deepEqual(host.requests, [{ id: 1, do: "submit", envelope: mail.envelope, server: way.smtp, message }]);
});

test("a copy goes to the IMAP server, in the named folder or in none; without a server there is no way", async () => {
    const host = new FakeHost((frame, self) => frame.last && self.say({ id: frame.transfer, ok: { kept: true } }));
    const kept = transport(host, { folder: "Sent Items" });
    await kept.keep(mail.bytes, { signal: never() });
    await transport(host).keep(mail.bytes, { signal: never() });
    assert.deepEqual(host.requests.map(({ server, folder }) => [server.port, folder]), [[993, "Sent Items"], [993, undefined]]);
    assert.equal(transport(host, { imap: null }).keep, undefined);
});

test("a server that takes tokens gets a fresh one", async () => {
    const host = new FakeHost((frame, self) => frame.last && self.say({ id: 1, ok: { accepted: true } }));
    await transport(host, { smtp: { ...server(465), auth: "xoauth2" } }, async () => "tok").submit(mail, { signal: never() });
    assert.equal(host.requests[0].token, "tok");
});

test("progress is what went to the mail server, never more than the message has", async () => {
    const host = new FakeHost((frame, self) => {
        if (!frame.last) return;
        for (const sent of [300, 912]) self.say({ id: 1, sent });
        self.say({ id: 1, ok: { accepted: true } });
    });
    const seen = [];
    await transport(host).submit(mail, { signal: never(), progress: (...told) => seen.push(told) });
    assert.deepEqual(seen, [[300, 900], [900, 900]]);
});

test("a host that went away with a submission leaves it unknown", async () => {
    const host = new FakeHost((frame, self) => frame.last && self.go());
    assert.equal((await problemOf(transport(host).submit(mail, { signal: never() }))).code, "send.unknown");
    const absent = new FakeHost(undefined, (self) => self.go("Specified native messaging host not found."));
    assert.equal((await problemOf(transport(absent).submit(mail, { signal: never() }))).kind, "missing");
});

test("a cancelled submission is over when the host says how it ended", async () => {
    for (const [answer, ends] of [
        [{ error: { code: "request.cancelled" } }, "request.cancelled"],
        [{ error: { code: "send.unknown" } }, "send.unknown"],
        [{ ok: { accepted: true } }, undefined],
    ]) {
        const stop = new AbortController();
        const host = new FakeHost((frame, self) => {
            if (frame.last) stop.abort();
            if (frame.do === "cancel") self.say({ id: 1, ...answer });
        });
        const ended = await transport(host).submit(mail, { signal: stop.signal }).catch((error) => error.problem.code);
        assert.equal(ended, ends);
    }
});
