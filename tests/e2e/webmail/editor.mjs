// SPDX-License-Identifier: MPL-2.0
import { answerQuestion } from "./consent.mjs";
import { Mailbox } from "./mailbox.mjs";
import { OwnFrame } from "./own_frames.mjs";
import { clickClosed } from "./shadows.mjs";
import { until } from "./until.mjs";

/** The editor of ours in a page, or in a tab of its own: what a person does in it. */
export class Editor {
    /** The form of Roundcube, and the editor in its place with these fields filled. */
    static async write(browser, label, fields = {}) {
        const mailbox = await Mailbox.open(browser);
        await mailbox.compose();
        const editor = await Editor.inPlaceOf(mailbox, label);
        await editor.fill(fields);
        return { mailbox, editor };
    }

    /** One that answers a letter which was opened: `button` is what is pressed for it. */
    static async answer(browser, letter, button = "#reply") {
        const mailbox = await Mailbox.open(browser);
        await mailbox.show(letter);
        const viewer = await OwnFrame.in(mailbox.page, "#open");
        await viewer.press("#open");
        await answerQuestion(browser, "yes");
        await viewer.saying(new RegExp(browser.world.marker));
        await viewer.press(button);
        return { mailbox, editor: await Editor.inTab(browser) };
    }

    /** In place of the form that the mailbox shows; `label` is what is chosen above it. */
    static async inPlaceOf(mailbox, label) {
        await clickClosed(mailbox.browser, mailbox.page, label);
        return await Editor.in(mailbox.browser, mailbox.page);
    }

    static async in(browser, page) {
        const frame = await until(async () => {
            for (const each of page.frames()) if (await isEditor(each)) return each;
        }, "the editor in the page");
        return new Editor(browser, page, frame);
    }

    /** One that was opened in a tab of its own. */
    static async inTab(browser) {
        const page = await until(async () => {
            for (const each of await browser.tabs()) if (await isEditor(each.mainFrame())) return each;
        }, "the editor in a tab");
        return new Editor(browser, page, page.mainFrame());
    }

    constructor(browser, page, frame) {
        Object.assign(this, { browser, page, frame });
    }

    async fill(fields) {
        for (const [id, text] of Object.entries(fields)) {
            const field = await this.frame.waitForSelector(`#${id}`);
            await field.click({ count: 3 });
            await field.type(text);
        }
    }

    text(selector) {
        return this.frame.evaluate((wanted) => document.querySelector(wanted)?.innerText ?? "", selector);
    }

    async says(selector, wanted, limit) {
        let text;
        const look = async () => wanted.test((text = (await this.text(selector)).replace(/[\u2066-\u2069]/g, "")));
        await until(look, `${wanted} in ${selector}`, limit).catch((error) => {
            throw new Error(`${error.message}; it says "${text}"`);
        });
        return text;
    }

    /** Hands a file over as the dialog of the browser does; that of a driver takes no names but ASCII. */
    async attach(name, bytes) {
        const chosen = (called, data) => {
            const files = new DataTransfer();
            files.items.add(new File([Uint8Array.from(atob(data), (each) => each.charCodeAt(0))], called));
            const pick = document.getElementById("pick");
            pick.files = files.files;
            pick.dispatchEvent(new Event("change"));
        };
        await this.frame.evaluate(chosen, name, bytes.toString("base64"));
    }

    /** As if that had been copied from a page. */
    async paste(html) {
        await this.frame.click("#body");
        await this.frame.evaluate((copied) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", copied);
            // Firefox makes the clipboard's content of the last two alone.
            const copy = { clipboardData, dataType: "text/html", data: copied };
            document.getElementById("body").dispatchEvent(new ClipboardEvent("paste", { ...copy, bubbles: true, cancelable: true }));
        }, html);
    }

    /** Presses Send, and answers the window that asks; gives what that showed. */
    async send(answer = "yes") {
        await this.press("send");
        return await answerQuestion(this.browser, answer);
    }

    press(id) {
        return this.frame.click(`#${id}`);
    }
}

async function isEditor(frame) {
    return await frame.evaluate(() => document.body?.classList.contains("editor") && !document.getElementById("editor").hidden).catch(() => false);
}
