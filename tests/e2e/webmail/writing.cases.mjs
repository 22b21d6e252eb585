// SPDX-License-Identifier: MPL-2.0
import { createHash } from "node:crypto";

import { answerQuestion } from "./consent.mjs";
import { Editor } from "./editor.mjs";
import { equal, within, without } from "./expect.mjs";
import { Letterbox } from "./letterbox.mjs";
import { Mailbox } from "./mailbox.mjs";
import { OwnFrame } from "./own_frames.mjs";
import { clickClosed } from "./shadows.mjs";
import { until } from "./until.mjs";

const others = { alice: "bob", bob: "alice" };
const secret = "walnut-lantern-4410";

const write = Editor.write;
const boxes = (browser, ...users) => users.map((user) => new Letterbox(browser.world, user));
const at = (...users) => users.map((user) => `${user}@example.test`).join(", ");
const back = (mailbox) => mailbox.page.waitForSelector("#messagelist");

export const cases = {
    async "signing takes the text of the page's own form; the signature holds for To and for Bcc, whom nobody sees"(browser) {
        const to = others[browser.user];
        const [inbox, hidden] = boxes(browser, to, "dave");
        const sent = new Letterbox(browser.world, browser.user, "Sent");
        const mailbox = await Mailbox.open(browser);
        await mailbox.compose(`&_to=${to}@example.test&_bcc=dave@example.test&_subject=Minutes`);
        await mailbox.page.type("#composebody", "Dear all,\nFrom now on we meet at nine – grüße.\n");
        const editor = await Editor.inPlaceOf(mailbox, "Sign");
        await editor.says("#headline", /Will be signed/);
        const asked = await editor.send();
        within(asked, "Sign this message and send it?", `${to}@example.test`, "dave@example.test", "Minutes", new URL(browser.world.roundcube).origin);
        await back(mailbox);
        const [letter] = await inbox.arrived();
        within(letter.field("Content-Type"), "multipart/signed");
        const text = letter.verified().leaves()[0].text.replaceAll("\r\n", "\n");
        within(text, "Dear all,\nFrom now on we meet at nine – grüße.\n");
        equal(letter.field("Subject"), "Minutes");
        const [copy] = await hidden.arrived();
        copy.verified();
        for (const each of [letter, ...(await sent.arrived())]) without(each.text, "dave@example.test");
    },

    async "E-59: encrypted to To and Cc, each Bcc recipient gets an own copy; all open it with OpenSSL and check who signed"(browser) {
        const to = others[browser.user];
        const [inbox, second, third] = boxes(browser, to, "carol", "dave");
        const sent = new Letterbox(browser.world, browser.user, "Sent");
        const { mailbox, editor } = await write(browser, "Sign and encrypt", {
            to: at(to),
            cc: at("carol"),
            bcc: at("dave"),
            subject: "Plans",
            body: `The word is ${secret}.`,
        });
        const bytes = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7919) % 256));
        await editor.attach("Übersicht.bin", bytes);
        await editor.says("#files", /Übersicht\.bin\s*50 kB/);
        await editor.says("#bcc-people", /dave@example\.test\s*Certificate valid/);
        await browser.picture(`editor-${browser.kind}`, mailbox.page);
        await editor.send();
        await back(mailbox);
        const letters = [...(await inbox.arrived()), ...(await second.arrived()), ...(await third.arrived())];
        equal(letters.map(({ user }) => user), [to, "carol", "dave"]);
        for (const letter of [...letters, ...(await sent.arrived())]) {
            within(letter.field("Content-Type"), "application/pkcs7-mime");
            without(letter.text, secret, ...(letter.user === "dave" ? [] : ["dave@example.test"]));
            const leaves = letter.opened().verified().leaves();
            within(leaves[0].text, `The word is ${secret}.`);
            equal(leaves[1].name, "Übersicht.bin");
            equal(Buffer.from(leaves[1].bytes, "base64").equals(bytes), true);
        }
        for (const [letter, stranger] of [[letters[0], "dave"], [letters[1], "dave"], [letters[2], "carol"]]) {
            equal(opens(letter, stranger), false);
        }
        equal(sent.fresh().length, 1);
    },

    async "the other person opens in the other browser what was signed and encrypted in this one"(browser, open) {
        const to = others[browser.user];
        const [inbox] = boxes(browser, to);
        const { mailbox, editor } = await write(browser, "Sign and encrypt", { to: at(to), subject: `Across from ${browser.kind}`, body: `Here is ${secret}` });
        await editor.send();
        await back(mailbox);
        await inbox.arrived();
        const other = await open(browser.kind === "chromium" ? "firefox" : "chromium");
        const theirs = await Mailbox.open(other);
        await theirs.showArrived(`Across from ${browser.kind}`);
        const viewer = await OwnFrame.in(theirs.page, "#open");
        await viewer.press("#open");
        await answerQuestion(other, "yes");
        const text = await viewer.saying(new RegExp(secret));
        within(text, `Across from ${browser.kind}`, `${browser.user}@example.test`);
        await other.tidy();
    },

    async "E-58b: an answer quotes what was opened, goes to its author alone, and not in the clear; others are asked about"(browser) {
        const [inbox] = boxes(browser, "carol");
        const { editor } = await Editor.answer(browser, "sealed-signed");
        await editor.says("#headline", /signed and encrypted/);
        await editor.says("#body", new RegExp(browser.world.marker));
        equal(await editor.frame.evaluate(() => ["to", "cc", "subject"].map((id) => document.getElementById(id).value)), ["carol@example.test", "", "Re: sealed-signed"]);
        await editor.press("choice-sign");
        await editor.says("#warnings", /quotes an encrypted one/);
        await editor.press("choice-encrypt");
        await editor.fill({ cc: "dave@example.test" });
        await editor.says("#warnings", /decrypted text to dave@example\.test/);
        await browser.picture(`answer-${browser.kind}`, editor.page);
        await editor.press("send");
        await editor.says("#problem", /was not sent/);
        await editor.fill({ cc: " " });
        await editor.says("#warnings", /^$/);
        await editor.send();
        const [letter] = await inbox.arrived();
        within(letter.opened().verified().leaves()[0].text, `> `, browser.world.marker);
        within(letter.field("In-Reply-To") ?? "", "@");
        without(letter.text, browser.world.marker);
        await until(async () => !(await browser.extension.inside(async () => (await chrome.tabs.query({})).some(({ url }) => /editor\.html/.test(url)))), "the tab of the editor closes");
    },

    async "E-58b C-07: an answer to all goes to everybody the message names, after a question about all but its author"(browser) {
        const other = others[browser.user];
        const [author, reader] = boxes(browser, "carol", other);
        const { editor } = await Editor.answer(browser, "sealed-signed", "#reply-all");
        const values = () => ["to", "cc", "subject"].map((id) => document.getElementById(id).value);
        equal(await editor.frame.evaluate(values), [at("carol", other), "", "Re: sealed-signed"]);
        await editor.says("#warnings", new RegExp(`decrypted text to ${other}@example\\.test`));
        await editor.press("send");
        await editor.says("#problem", /was not sent/);
        await editor.press("accept-unknown");
        await editor.send();
        for (const box of [author, reader]) {
            const [letter] = await box.arrived();
            within(letter.opened().verified().leaves()[0].text, "> ", browser.world.marker);
        }
    },

    async "E-58b C-07: what is sent on takes its attachments along, encrypted, after a question about who gets it"(browser) {
        const [inbox] = boxes(browser, "dave");
        const { editor } = await Editor.answer(browser, "sealed-signed", "#forward");
        await editor.says("#files", /secret\.bin\s*3 kB/);
        await editor.fill({ to: at("dave") });
        await editor.says("#warnings", /decrypted text to dave@example\.test/);
        await editor.press("send");
        await editor.says("#problem", /was not sent/);
        await editor.press("accept-unknown");
        await editor.send();
        const [letter] = await inbox.arrived();
        equal(letter.field("In-Reply-To") ?? "", "");
        const [text, file] = letter.opened().verified().leaves();
        within(text.text, browser.world.marker, "Subject: sealed-signed", "From: carol@example.test");
        equal([file.name, createHash("sha256").update(Buffer.from(file.bytes, "base64")).digest("hex")], ["secret.bin", browser.world.attachment]);
        without(letter.text, browser.world.marker);
    },

    async "bold words and a list go out as HTML beside the text, plain words do not"(browser) {
        const to = others[browser.user];
        const [inbox] = boxes(browser, to);
        const { mailbox, editor } = await write(browser, "Sign", { to: at(to), subject: "Rich" });
        await editor.frame.click("#body");
        await editor.press("tool-bold");
        await editor.frame.type("#body", "important");
        await editor.send();
        await back(mailbox);
        const [letter] = await inbox.arrived();
        const [plain, html] = letter.verified().leaves();
        equal([plain.type, plain.text.trim(), html.type], ["text/plain", "important", "text/html"]);
        if (!/<(b|strong)>important/.test(html.text)) throw new Error(html.text);
    },

    async "what was written in Roundcube's own field for rich text is taken over line by line"(browser) {
        const mailbox = await Mailbox.open(browser);
        await mailbox.compose();
        await mailbox.page.evaluate(() => window.rcmail.command("toggle-editor", { id: "composebody", html: true }));
        const field = await mailbox.page.waitForSelector("#composebody_ifr", { visible: true });
        const rich = await field.contentFrame();
        await rich.waitForSelector("body[contenteditable=true]");
        await rich.click("body");
        await rich.type("body", "First line\nSecond line");
        const editor = await Editor.inPlaceOf(mailbox, "Sign");
        await editor.says("#body", /^First line\n+Second line\s*$/);
        await editor.press("discard");
    },

    async "pasted HTML leaves its words and what the editor can make itself, and nothing that loads or runs"(browser) {
        const { editor } = await write(browser, "Sign");
        await editor.paste(`<p onclick="x()">Dear <b style="color:red">all</b></p><img src="${browser.world.outside}/pasted" onerror="document.title='ran'">
            <a href="javascript:document.title='ran'">no</a> <a href="https://example.test/yes">yes</a><script>document.title = "ran"</script><iframe src="${browser.world.outside}/pasted"></iframe>`);
        await editor.says("#body", /Dear all/);
        const left = await editor.frame.evaluate(() => ({
            title: document.title,
            tags: [...new Set([...document.querySelectorAll("#body *")].map(({ localName }) => localName))].filter((name) => !["p", "div", "b", "strong", "a", "br"].includes(name)),
            attributes: [...document.querySelectorAll("#body *")].flatMap(({ attributes }) => [...attributes].map(({ name, value }) => `${name}=${value}`)),
        }));
        equal(left, { title: "Sealwright", tags: [], attributes: ["href=https://example.test/yes"] });
        await editor.press("discard");
    },

    async "a link is made of the marked words, with an address that browsers open, and goes out as HTML and as text"(browser) {
        const to = others[browser.user];
        const [inbox] = boxes(browser, to);
        const { mailbox, editor } = await write(browser, "Sign", { to: at(to), subject: "Link", body: "minutes" });
        const link = async (target) => {
            await editor.frame.click("#body", { count: 3 });
            await editor.press("tool-link");
            await editor.fill({ target });
            await editor.frame.focus("#target");
            await editor.page.keyboard.press("Enter");
        };
        await link("javascript:alert(1)");
        equal(await editor.frame.evaluate(() => document.querySelector("#body a")), null);
        await link("https://example.test/minutes");
        await editor.send();
        await back(mailbox);
        const [letter] = await inbox.arrived();
        const [plain, html] = letter.verified().leaves();
        within(plain.text, "minutes <https://example.test/minutes>");
        within(html.text, '<a href="https://example.test/minutes">minutes</a>');
    },

    async "whoever says no in the window sends nothing and keeps everything"(browser) {
        const [inbox] = boxes(browser, others[browser.user]);
        const { editor } = await write(browser, "Sign and encrypt", { to: at(others[browser.user]), subject: "No", body: "stays here" });
        await editor.send("no");
        await editor.says("#problem", /was not sent.*still here.*refused/s);
        within(await editor.text("#body"), "stays here");
        equal(inbox.fresh(), []);
    },

    async "what the server refuses is told, stays in the editor, and leaves nothing with the sent mail"(browser) {
        const sent = new Letterbox(browser.world, browser.user, "Sent");
        const { mailbox, editor } = await write(browser, "Sign", { to: "somebody@elsewhere.invalid", subject: "Refused", body: "still mine" });
        await editor.send();
        await editor.says("#problem", /mail server refused the message/);
        within(await editor.text("#body"), "still mine");
        await until(() => sent.fresh().length === 0, "no copy with the sent mail");
        await editor.fill({ to: at(others[browser.user]) });
        await editor.says("#to-people", new RegExp(others[browser.user]));
        await editor.send();
        await back(mailbox);
        equal((await sent.arrived()).length, 1);
    },

    async "the background is ended while a person writes: nothing is lost, and the message goes"(browser) {
        const to = others[browser.user];
        const [inbox] = boxes(browser, to);
        const { mailbox, editor } = await write(browser, "Sign and encrypt", { to: at(to), subject: "Ended", body: "before " });
        await browser.endBackground();
        await editor.frame.type("#body", "and after");
        await editor.fill({ cc: at("carol") });
        await editor.says("#cc-people", /Certificate valid/);
        await editor.send();
        await back(mailbox);
        const [letter] = await inbox.arrived();
        within(letter.opened().verified().leaves()[0].text, "before and after");
    },

    async "the background is ended while its window asks: nothing went out, which is said, and Send works again"(browser) {
        const to = others[browser.user];
        const [inbox] = boxes(browser, to);
        const { mailbox, editor } = await write(browser, "Sign and encrypt", { to: at(to), subject: "Cut off", body: "once" });
        await editor.press("send");
        await editor.says("#busy", /A window asks/);
        await browser.endBackground();
        await editor.says("#problem", /interrupted before it began to send/);
        equal(inbox.fresh(), []);
        await until(async () => !(await browser.shows(/confirm\.html/)), "the window that asked closes");
        await editor.send();
        await back(mailbox);
        equal((await inbox.arrived()).length, 1);
    },

    async "the background is ended before Send is pressed: the message goes, and nobody says that it did not"(browser) {
        const to = others[browser.user];
        const [inbox] = boxes(browser, to);
        const { mailbox, editor } = await write(browser, "Sign and encrypt", { to: at(to), subject: "Woken", body: "first thing" });
        await editor.says("#kept", /Draft kept/);
        await browser.endBackground();
        await editor.press("send");
        await editor.says("#busy", /A window asks/);
        equal(await editor.text("#problem"), "");
        await answerQuestion(browser, "yes");
        await back(mailbox);
        equal((await inbox.arrived()).length, 1);
    },

    async "E-58: quoted text goes as a whole, also after the formatting; without it the answer may go readable"(browser) {
        const [inbox] = boxes(browser, "carol");
        const { editor } = await Editor.answer(browser, "sealed-signed");
        await editor.frame.type("#body", "Thank you.");
        await editor.press("tool-plain");
        await editor.says("#body", new RegExp(browser.world.marker));
        await editor.press("choice-sign");
        await editor.says("#warnings", /quotes an encrypted one/);
        await editor.press("remove-quote");
        await editor.says("#warnings", /^$/);
        without(await editor.text("#body"), browser.world.marker);
        await editor.send();
        const [letter] = await inbox.arrived();
        within(letter.verified().leaves()[0].text, "Thank you.");
        without(letter.text, browser.world.marker);
    },

    async "E-58: quoted text that stands in no quotation any more does not go readable before the person has taken it out"(browser) {
        const { editor } = await Editor.answer(browser, "sealed-signed");
        await editor.frame.evaluate(() => document.querySelector("blockquote").replaceWith(...document.querySelector("blockquote").childNodes));
        await editor.press("choice-sign");
        await editor.says("#warnings", /quotes an encrypted one/);
        await editor.press("remove-quote");
        await editor.says("#dialog", /Is all quoted text gone\?/);
        await editor.press("dialog-no");
        await editor.says("#warnings", /quotes an encrypted one/);
        await editor.press("send");
        await editor.says("#problem", /was not sent/);
        await editor.fill({ body: "Mine alone." });
        await editor.press("remove-quote");
        await editor.press("dialog-yes");
        await editor.says("#warnings", /^$/);
        await editor.press("discard");
    },

    async "what cannot be encrypted to somebody is said before Send, and does not go"(browser) {
        const { editor } = await write(browser, "Sign and encrypt", { to: "nobody@example.test", subject: "x", body: "x" });
        await editor.says("#to-people", /No certificate/);
        await editor.says("#warnings", /cannot be encrypted to nobody@example\.test/);
        await editor.press("send");
        await editor.says("#problem", /was not sent/);
    },

    async "E-63: a draft is kept on this computer, encrypted to its author; nothing of it reaches the page or its server"(browser) {
        const to = others[browser.user];
        const there = new Letterbox(browser.world, browser.user, "Drafts");
        const { mailbox, editor } = await write(browser, "Sign and encrypt", { to: at(to), subject: "Later", body: `Not yet: ${secret}` });
        await editor.says("#kept", /Draft kept on this computer only, encrypted to you/);
        // Other cases may have left some.
        const left = (await drafts(browser)) - 1;
        const page = await mailbox.page.evaluate(() => JSON.stringify([...document.querySelectorAll("input, textarea, select")].map((each) => each.value)) + document.body.innerText);
        without(page, secret, "Later");
        await editor.press("close");
        await mailbox.page.waitForSelector("#composebody", { visible: true });
        equal(there.fresh(), []);
        without(await stored(browser), secret, "Later");
        await clickClosed(browser, mailbox.page, "Sign and encrypt");
        const again = await Editor.in(browser, mailbox.page);
        await again.frame.click('[id^="restore-"]');
        await answerQuestion(browser, "yes");
        await again.says("#body", new RegExp(secret));
        equal(await again.frame.evaluate(() => document.getElementById("subject").value), "Later");
        await again.press("discard");
        await mailbox.page.waitForSelector("#composebody", { visible: true });
        await until(async () => (await drafts(browser)) === left, "no draft is left of it");
    },
};

function opens(letter, user) {
    try {
        letter.opened(user);
        return true;
    } catch {
        return false;
    }
}

const drafts = async (browser) => (await stored(browser)).split('"saved":').length - 1;

/** All that the extension has written down for the editor, as text. */
function stored(browser) {
    return browser.extension.inside(async () => {
        const open = indexedDB.open("sealwright", 1);
        await new Promise((done) => (open.onsuccess = done));
        const database = open.result;
        const all = await Promise.all(
            [...database.objectStoreNames].map((name) => {
                const request = database.transaction(name).objectStore(name).getAll();
                return new Promise((done) => (request.onsuccess = () => done(request.result)));
            }),
        );
        database.close();
        const readable = (_, value) => (value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) : value);
        return JSON.stringify([all, await chrome.storage.local.get(), await chrome.storage.session.get()], readable);
    });
}
