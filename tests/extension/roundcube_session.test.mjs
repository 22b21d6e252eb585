// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";

const { sessionTransport, roundcubeTransport } = await source(
    "transport/session/index.ts",
    "transport/session/roundcube.ts",
);
const session = { kind: "roundcube", base: "https://mail.example/rc/", token: "T", sent: "Sent" };
const bytes = new TextEncoder().encode("Message-ID: <1@example.test>\r\n\r\nx");
const mail = { bytes, envelope: { from: "a@x", to: ["bob@x", "dave@x"] } };
const never = { signal: new AbortController().signal };

const said = (text, kind) => JSON.stringify({ exec: `this.display_message(${JSON.stringify(text)},"${kind}",0);` });
const good = {
    import: said("Imported", "confirmation"),
    search: JSON.stringify({ exec: 'this.add_message_row(7,{"subject":"x"});this.add_message_row("9",{});' }),
    bounce: '<script>parent.rcmail.display_message("Message sent.","confirmation",0);</script>',
    delete: "{}",
    mark: "{}",
};

/** A Roundcube that answers as told; what it was asked. */
function webmail(answers = {}) {
    const asked = [];
    const transport = roundcubeTransport(session, async (url, init) => {
        const { pathname, searchParams } = new URL(url);
        const action = searchParams.get("_action");
        asked.push({ action, pathname, query: Object.fromEntries(searchParams), form: init.body, init });
        const answer = { ...good, ...answers }[action];
        if (answer instanceof Error) throw answer;
        return typeof answer === "number" ? new Response("", { status: answer }) : new Response(answer);
    });
    return { transport, asked, actions: () => asked.map(({ action }) => action) };
}

const code = async (promise) => (await promise.then(() => ({ problem: { code: "" } }), (error) => error)).problem.code;

test("a message is imported, found by its Message-ID and resent to the envelope, whose names nobody sees", async () => {
    const { transport, asked, actions } = webmail();
    await transport.submit(mail, never);
    assert.deepEqual(actions(), ["import", "search", "bounce", "mark"]);
    const [imported, search, bounce] = asked;
    assert.equal(await imported.form.get("_file[]").text(), new TextDecoder().decode(bytes));
    assert.equal(imported.init.headers["X-Roundcube-Request"], "T");
    assert.equal(search.query._filter, 'HEADER MESSAGE-ID "<1@example.test>"');
    assert.deepEqual([bounce.query._uid, bounce.form.get("_bcc"), bounce.form.get("_from")], ["9", "bob@x, dave@x", "a@x"]);
    assert.equal(bounce.form.get("_to"), null);
    assert.equal(bounce.form.get("_store_target"), "");
});

test("a copy for a Bcc recipient is not left with the sent mail", async () => {
    const { transport, asked, actions } = webmail();
    await transport.submit({ ...mail, copy: true }, never);
    assert.deepEqual(actions(), ["import", "search", "bounce", "delete"]);
    assert.equal(asked[3].form.get("_uid"), "9");
});

test("when resending is refused the imported copy goes, and the reason is told", async () => {
    const { transport, actions } = webmail({ bounce: said("SMTP Error (550): no", "error") });
    const error = await transport.submit(mail, never).catch((error) => error);
    assert.deepEqual(error.problem, { kind: "error", code: "send.refused", args: ["SMTP Error (550): no"] });
    assert.deepEqual(actions(), ["import", "search", "bounce", "delete"]);
});

test("when nobody says whether it was resent it is unknown, and nothing is deleted", async () => {
    for (const bounce of [new TypeError("gone"), 502, "<html>login</html>"]) {
        const { transport, actions } = webmail({ bounce });
        assert.equal(await code(transport.submit(mail, never)), "send.unknown");
        assert.deepEqual(actions(), ["import", "search", "bounce"]);
    }
});

test("what fails before resending has sent nothing", async () => {
    assert.equal(await code(webmail({ import: new TypeError("gone") }).transport.submit(mail, never)), "send.unreachable");
    assert.equal(await code(webmail({ import: said("Too large", "error") }).transport.submit(mail, never)), "send.refused");
    assert.equal(await code(webmail({ import: 413 }).transport.submit(mail, never)), "send.limit");
    assert.equal(await code(webmail({ search: "{}" }).transport.submit(mail, never)), "send.refused");
});

test("a person who gives up before it is resent has sent nothing", async () => {
    const stop = new AbortController();
    const { transport, actions } = webmail();
    const submitted = transport.submit(mail, { signal: stop.signal, progress: (sent) => sent > 0 && stop.abort() });
    assert.equal(await code(submitted), "request.cancelled");
    assert.deepEqual(actions(), ["import", "search", "delete"]);
});

test("a page cannot have mail sent elsewhere than at its own origin", () => {
    assert.equal(sessionTransport(session, "https://evil.example"), null);
    assert.equal(sessionTransport({ ...session, base: "//evil.example/" }, "https://mail.example"), null);
    assert.equal(sessionTransport({ ...session, token: "" }, "https://mail.example"), null);
    assert.equal(sessionTransport(null, "https://mail.example"), null);
    assert.equal(sessionTransport(session, "https://mail.example").keepsSent, true);
});
