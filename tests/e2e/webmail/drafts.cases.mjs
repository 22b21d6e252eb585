// SPDX-License-Identifier: MPL-2.0
import { answerQuestion } from "./consent.mjs";
import { Editor } from "./editor.mjs";
import { equal, within } from "./expect.mjs";
import { clickClosed } from "./shadows.mjs";
import { until } from "./until.mjs";

const others = { alice: "bob", bob: "alice" };
const to = (browser) => `${others[browser.user]}@example.test`;

/** Presses what leaves the editor, and waits for the page's own form. */
async function leave({ editor, mailbox }, id) {
    await editor.press(id);
    await mailbox.page.waitForSelector("#composebody", { visible: true });
}

async function again({ mailbox }, browser, label = "Sign and encrypt") {
    await clickClosed(browser, mailbox.page, label);
    return { mailbox, editor: await Editor.in(browser, mailbox.page) };
}

async function goOn({ editor }, browser) {
    await editor.frame.click('[id^="restore-"]');
    await answerQuestion(browser, "yes");
}

/** Leaves no draft behind. */
async function discardAll(writing, browser) {
    const { editor, mailbox } = await again(writing, browser);
    await until(async () => {
        const [found] = await editor.frame.$$('[id^="delete-"]');
        await found?.click();
        return !found;
    }, "no draft any more");
    await leave({ editor, mailbox }, "discard");
}

export const cases = {
    async "E-63: a draft that is gone on with is kept until it is kept again: closed at once, it is offered again"(browser) {
        const writing = await Editor.write(browser, "Sign and encrypt", { to: to(browser), subject: "Later", body: "half a thought" });
        await writing.editor.says("#kept", /Draft kept/);
        await leave(writing, "close");
        const next = await again(writing, browser);
        await goOn(next, browser);
        await next.editor.says("#body", /half a thought/);
        await leave(next, "close");
        const last = await again(writing, browser);
        await goOn(last, browser);
        await last.editor.says("#body", /half a thought/);
        equal(await last.editor.frame.evaluate(() => document.querySelectorAll('[id^="restore-"]').length), 0);
        await leave(last, "discard");
    },

    async "E-63: a draft is not put in place of what was written meanwhile without a question"(browser) {
        const writing = await Editor.write(browser, "Sign and encrypt", { body: "the older text" });
        await leave(writing, "close");
        const next = await again(writing, browser);
        await next.editor.fill({ body: "the newer text" });
        await next.editor.frame.click('[id^="restore-"]');
        await next.editor.says("#dialog", /Replace what you wrote here/);
        await next.editor.press("dialog-no");
        within(await next.editor.text("#body"), "the newer text");
        await leave(next, "discard");
        await discardAll(writing, browser);
    },

    async "E-63: a restored draft that quotes decrypted text keeps its guard over the end of the background and another round"(browser) {
        const writing = await Editor.answer(browser, "sealed-signed");
        await writing.editor.frame.type("#body", "my answer");
        await writing.editor.says("#kept", /Draft kept/);
        await writing.editor.press("close");
        const { mailbox, editor } = await Editor.write(browser, "Sign");
        await goOn({ editor }, browser);
        await editor.says("#body", new RegExp(browser.world.marker));
        await editor.press("choice-sign");
        await editor.says("#warnings", /quotes an encrypted one/);
        await browser.endBackground();
        await editor.frame.type("#body", "more");
        await editor.press("send");
        await editor.says("#problem", /was not sent/);
        await editor.says("#warnings", /quotes an encrypted one/);
        await leave({ editor, mailbox }, "discard");
    },

    async "Close keeps what nobody can keep in the editor until the person says otherwise: the host is away"(browser) {
        const writing = await Editor.write(browser, "Sign and encrypt", { to: to(browser) });
        await writing.editor.says("#to-people", /Certificate valid/);
        await browser.hosts.remove();
        await writing.editor.fill({ body: "nowhere else" });
        await writing.editor.says("#kept", /could not be kept.*not installed/);
        await writing.editor.press("close");
        await writing.editor.says("#dialog", /lose what you wrote.*not installed/s);
        await writing.editor.press("dialog-no");
        within(await writing.editor.text("#body"), "nowhere else");
        await writing.editor.press("close");
        await leave(writing, "dialog-yes");
    },

    async "Close asks before attachments are lost that are too large for a draft"(browser) {
        const writing = await Editor.write(browser, "Sign and encrypt", { body: "see attachment" });
        await writing.editor.attach("large.bin", Buffer.alloc(9_000_000, 7));
        await writing.editor.says("#files", /large\.bin\s*9 MB/);
        await writing.editor.press("close");
        await writing.editor.says("#dialog", /Not all attachments are kept/);
        await leave(writing, "dialog-yes");
        await discardAll(writing, browser);
    },

    async "a draft is kept of somebody who does not stop writing"(browser) {
        const writing = await Editor.write(browser, "Sign and encrypt", { body: "on " });
        const kept = () => writing.editor.text("#kept");
        const begun = Date.now();
        while (!(await kept())) {
            await writing.editor.frame.type("#body", "and on ");
            if (Date.now() - begun > 25_000) throw new Error("no draft is kept while somebody writes");
        }
        await leave(writing, "discard");
    },

    async "a page that is left with something unsent in the editor is left only after a question"(browser) {
        const { mailbox, editor } = await Editor.write(browser, "Sign and encrypt", { body: "not yet" });
        const asked = new Promise((done) => mailbox.page.once("dialog", (dialog) => dialog.accept().then(() => done(dialog.type()))));
        await editor.frame.type("#body", "!");
        await mailbox.page.close({ runBeforeUnload: true });
        equal(await asked, "beforeunload");
    },
};
