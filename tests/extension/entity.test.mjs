// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { source } from "./load.mjs";

const { entityOf, fieldsOf, messageOf, parseAddresses } = await source(
    "transport/entity.ts",
    "transport/message.ts",
    "transport/addresses.ts",
);
const reader = fileURLToPath(new URL("python_email.py", import.meta.url));
const octets = (text) => new TextEncoder().encode(text);
const alice = { name: "Alice Example", address: "alice@example.test" };
const head = { from: alice, to: [], cc: [], subject: "", date: new Date(0), inReplyTo: "", references: "" };

/** What Python's parser makes of a message; it finds no defect. */
function read(message) {
    const found = JSON.parse(execFileSync("python3", [reader], { input: message, maxBuffer: 1 << 28 }));
    assert.deepEqual(found.defects, []);
    return { ...found, fields: Object.fromEntries(found.fields) };
}

const entity = (content) => entityOf({ text: "", html: "", attachments: [], ...content });
const body = (content) => read(messageOf([{ name: "MIME-Version", value: "1.0" }], entity(content))).body;

/** G.12: what no server on the way has a reason to change. */
function assertFit(bytes) {
    const text = Buffer.from(bytes).toString("latin1");
    assert.match(text, /^[\t\r\n\x20-\x7e]*$/);
    assert.doesNotMatch(text, /\r(?!\n)|(?<!\r)\n/);
    const lines = text.split("\r\n");
    assert.deepEqual(lines.filter((line) => line.length > 78 || /^From /.test(line)), []);
    assert.deepEqual(lines.filter((line) => /[ \t]$/.test(line)), []);
}

const texts = {
    "plain lines": "Hello\nworld\n",
    "nothing": "",
    "a line that begins with From": "From here on\nFrom there\n",
    "spaces at ends of lines": "one \ntwo\t\n\n three",
    "umlauts": "Grüße aus Köln – schöne Straße\n",
    "Japanese": "こんにちは、世界。".repeat(30),
    "a long line": "word ".repeat(400),
    "a long line that breaks before From": `${"x".repeat(75)}From ${"y".repeat(80)}`,
    "equals signs": "a=b=c=\n=3D\n",
    "emoji": "👩‍👩‍👧 family\n".repeat(20),
    "a line of dots": ".\n..\n",
    "control characters": "bell \u0007 and nul \u0000\n",
};
for (const [name, text] of Object.entries(texts)) {
    test(`a text with ${name} arrives as it was written`, () => {
        const bytes = entity({ text });
        assertFit(bytes);
        const whole = body({ text });
        assert.equal(whole.type, "text/plain");
        const endless = (lines) => lines.replaceAll("\r\n", "\n").replace(/\n*$/, "");
        assert.equal(endless(whole.text), endless(text));
    });
}

test("text and HTML are alternatives of each other, attachments stand beside them", () => {
    const attachments = [{ name: "a.txt", type: "text/plain", bytes: octets("ä") }];
    const whole = body({ text: "Hi", html: "<p>Hi ü</p>", attachments });
    assert.equal(whole.type, "multipart/mixed");
    const [alternative, file] = whole.parts;
    assert.equal(alternative.type, "multipart/alternative");
    assert.deepEqual(alternative.parts.map(({ type }) => type), ["text/plain", "text/html"]);
    assert.equal(alternative.parts[1].text.trim(), "<p>Hi ü</p>");
    assert.deepEqual([file.name, file.disposition, file.charset], ["a.txt", "attachment", "utf-8"]);
    assertFit(entity({ text: "Hi", html: "<p>Hi ü</p>", attachments }));
});

const names = ["report.pdf", "Übersicht 2026.pdf", "契約書".repeat(20) + ".docx", 'with "quotes" and \\.txt', `${"long ".repeat(30)}.zip`, "100%.txt"];
for (const name of names) {
    test(`an attachment called ${name.slice(0, 30)} keeps its name and its bytes`, () => {
        const bytes = crypto.getRandomValues(new Uint8Array(5000));
        const content = { text: "x", attachments: [{ name, type: "application/pdf", bytes }] };
        assertFit(entity(content));
        const file = body(content).parts[1];
        const expected = name.split(/[/\\]/).at(-1);
        assert.equal(file.name, expected);
        assert.deepEqual(Buffer.from(file.bytes, "base64"), Buffer.from(bytes));
    });
}

test("names cannot lead elsewhere or hide how they end", () => {
    const named = (name) => body({ attachments: [{ name, type: "", bytes: octets("x") }] }).parts[1].name;
    assert.equal(named("../../etc/passwd"), "passwd");
    assert.equal(named("C:\\x\\y.txt"), "y.txt");
    assert.equal(named("invoice\u202efdp.exe"), "invoicefdp.exe");
    assert.equal(named("a\r\nX-Evil: b"), "aX-Evil: b");
    assert.equal(named("\u0000"), "attachment");
});

test("types that are none, or may not be encoded, become application/octet-stream", () => {
    const typed = (type) => body({ attachments: [{ name: "x", type, bytes: octets("x") }] }).parts[1].type;
    for (const type of ["", "text", "message/rfc822", "multipart/mixed", "a/b\r\nX: y", "text/plain evil/x"]) {
        assert.equal(typed(type), "application/octet-stream", type);
    }
    assert.equal(typed("image/PNG; x=y"), "image/png");
});

test("boundaries are drawn anew and stand in no part", () => {
    const boundary = () => /boundary="(.*?)"/.exec(Buffer.from(entity({ text: "a", html: "b" })).toString())[1];
    const [one, other] = [boundary(), boundary()];
    assert.notEqual(one, other);
    const drawn = [1, 1, 1, 2];
    const real = crypto.getRandomValues;
    crypto.getRandomValues = (array) => array.fill(drawn.shift());
    try {
        const first = `=_${"01".repeat(16)}`;
        const text = Buffer.from(entity({ text: `--${first}`, html: "b" })).toString();
        assert.match(text, new RegExp(`boundary="=_${"02".repeat(16)}"`));
    } finally {
        crypto.getRandomValues = real;
    }
});

test("20 MB of attachment take no more than half a minute, on any machine", () => {
    const bytes = new Uint8Array(20_000_000);
    const begun = performance.now();
    assert.ok(entity({ attachments: [{ name: "x", type: "", bytes }] }).length > 27_000_000);
    assert.ok(performance.now() - begun < 30_000);
});

const message = (changes) => {
    const fields = fieldsOf({ ...head, ...changes });
    const bytes = messageOf(fields, entity({ text: "x" }));
    assertFit(bytes);
    return read(bytes);
};

test("names of any language are read as they were given", () => {
    const given = [
        { name: "Jürgen Groß", address: "j@example.test" },
        { name: "山田太郎".repeat(12), address: "y@example.test" },
        { name: 'O"Neil, Jr. \\', address: "o@example.test" },
        { name: "=?UTF-8?B?eA==?=", address: "w@example.test" },
        { name: "", address: "bare@example.test" },
    ];
    const { decoded } = message({ to: given });
    const names = ["Jürgen Groß", "山田太郎".repeat(12), '"O\\"Neil, Jr. \\\\"', "=?UTF-8?B?eA==?="];
    const expected = given.map(({ address }, index) => (names[index] ? `${names[index]} <${address}>` : address));
    assert.equal(decoded.replace(/\s+/g, " "), expected.join(", "));
});

const subjects = ["Hello", "Über uns", "日本語の件名".repeat(20), "word ".repeat(40).trim(), "x".repeat(200), "=?utf-8?q?x?=", "two  spaces", "👍".repeat(50)];
for (const subject of subjects) {
    test(`the subject "${subject.slice(0, 20)}" is read as it was written`, () => {
        assert.equal(message({ subject }).fields.Subject, subject);
    });
}

test("a subject cannot bring header fields with it", () => {
    const { fields } = message({ subject: "a\r\nBcc: eve@example.test\u2028b" });
    assert.equal(fields.Subject, "a Bcc: eve@example.test b");
    assert.equal("Bcc" in fields, false);
});

test("the header has what RFC 5322 wants, and no Bcc", () => {
    const to = [{ name: "", address: "bob@example.test" }];
    const references = Array.from({ length: 40 }, (_, index) => `<${index}@x>`).join(" ");
    const { fields } = message({ to, subject: "s", inReplyTo: "<39@x> evil", references });
    assert.deepEqual(Object.keys(fields).filter((name) => !/^Content-/.test(name)), [
        "Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "MIME-Version",
    ]);
    assert.equal(fields.Date, "Thu, 01 Jan 1970 00:00:00 +0000");
    assert.match(fields["Message-ID"], /^<[0-9a-f-]{36}@example\.test>$/);
    assert.equal(fields["In-Reply-To"], "<39@x>");
    const ids = fields.References.split(/\s+/);
    assert.deepEqual([ids.length, ids[0], ids.at(-1)], [20, "<0@x>", "<39@x>"]);
});

test("a message to nobody but Bcc recipients names no one", () => {
    const found = message({});
    assert.match(found.fields.To, /undisclosed-recipients:\s*;/);
});

test("address fields are taken apart as people and pages write them", () => {
    const { mailboxes, bad } = parseAddresses('"Doe, Jane" <jane@example.test>, bob@example.test; Carol C. <carol@example.test>\n');
    assert.deepEqual(bad, []);
    assert.deepEqual(mailboxes, [
        { name: "Doe, Jane", address: "jane@example.test" },
        { name: "", address: "bob@example.test" },
        { name: "Carol C.", address: "carol@example.test" },
    ]);
});

test("each address counts once, and domains of other scripts get their ASCII form", () => {
    const { mailboxes } = parseAddresses("a@x.test, A@X.test, b@bücher.test");
    assert.deepEqual(mailboxes.map(({ address }) => address), ["a@x.test", "b@xn--bcher-kva.test"]);
});

const hostile = [
    "no address", "@x.test", "a@", "a@b@c.test", "a b@x.test", "<a@x.test> b@y.test", 'x" <a@x.test>',
    "a@x.test\u0000", "a@-x.test", ".a@x.test", "<a@x.test><b@x.test>", "ä@x.test", `${"a".repeat(65)}@x.test`,
    "a@x.test>", "a@[127.0.0.1]", "evil\u202e@x.test", "a@x..test",
];
for (const text of hostile) {
    test(`what could be read in two ways is no address: ${JSON.stringify(text)}`, () => {
        const { mailboxes, bad } = parseAddresses(text);
        assert.deepEqual(mailboxes, []);
        assert.equal(bad.length, 1);
    });
}

test("a name cannot turn the line or bring an address of its own into the field", () => {
    const [found] = parseAddresses('"ceo@bank.test\u202e, x\r\nBcc: y@z" <evil@x.test>').mailboxes;
    assert.equal(found.address, "evil@x.test");
    const { to, fields } = message({ to: [found] });
    assert.equal(to.length, 1);
    assert.equal(to[0][1], "evil@x.test");
    assert.equal("Bcc" in fields, false);
});
