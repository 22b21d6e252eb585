// SPDX-License-Identifier: MPL-2.0
import { theQuestion } from "./consent.mjs";
import { Editor } from "./editor.mjs";
import { equal, within } from "./expect.mjs";
import { Letterbox } from "./letterbox.mjs";
import { Mailbox } from "./mailbox.mjs";
import { until } from "./until.mjs";

/** More than any page of ours has places to stop at. */
const mostStops = 60;
const secret = "birch-harbour-2209";

const focused = (frame) => frame.evaluate(() => document.activeElement?.id || document.activeElement?.tagName);

/** Presses Tab until the wanted place has the focus. */
async function walkTo(keyboard, frame, wanted) {
    const passed = [];
    for (let stop = 0; stop < mostStops; ++stop) {
        const here = await focused(frame);
        if (here === wanted) return;
        passed.push(here);
        await keyboard.press("Tab");
    }
    throw new Error(`Tab does not lead to ${wanted}, but to ${passed.join(", ")}`);
}

export const cases = {
    "the keyboard alone writes a message, chooses what protects it, says yes and sends it": async (browser) => {
        const to = { alice: "bob", bob: "alice" }[browser.user];
        const inbox = new Letterbox(browser.world, to);
        const mailbox = await Mailbox.open(browser);
        await mailbox.compose();
        const editor = await Editor.inPlaceOf(mailbox, "Sign");
        const { keyboard } = mailbox.page;
        await until(async () => (await focused(editor.frame)) === "to", "the focus on the first field to fill");
        await keyboard.type(`${to}@example.test`);
        await walkTo(keyboard, editor.frame, "subject");
        await keyboard.type("By keyboard");
        await walkTo(keyboard, editor.frame, "body");
        await keyboard.type(`The word is ${secret}.`);
        for (let stop = 0; stop < mostStops && !/^choice/.test(await focused(editor.frame)); ++stop) {
            await keyboard.down("Shift");
            await keyboard.press("Tab");
            await keyboard.up("Shift");
        }
        await keyboard.press("ArrowDown");
        await editor.says("#headline", /encrypted/i);
        await walkTo(keyboard, editor.frame, "send");
        await keyboard.press("Enter");
        const question = await theQuestion(browser);
        await until(() => question.evaluate(() => !document.getElementById("yes").disabled), "a button that may be pressed");
        equal(await focused(question), "no");
        await walkTo(question.keyboard, question, "yes");
        // The window closes under the key.
        await question.keyboard.press("Enter").catch(() => {});
        const [letter] = await inbox.arrived();
        within(letter.opened().verified().leaves()[0].text, secret);
    },

    "the keyboard alone reads what a verdict rests on": async (browser) => {
        const mailbox = await Mailbox.open(browser);
        await mailbox.show("signed");
        await browser.extension.title(mailbox.page, /Signed by/);
        const { page } = await browser.extension.popup(mailbox.page, /Signed by/);
        await page.bringToFront();
        await walkTo(page.keyboard, page, "SUMMARY");
        await page.keyboard.press("Enter");
        await until(() => page.evaluate(() => document.activeElement.closest("details")?.open), "what is folded behind the focus");
        await walkTo(page.keyboard, page, "settings");
    },
};
