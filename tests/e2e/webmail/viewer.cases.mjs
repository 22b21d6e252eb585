// SPDX-License-Identifier: MPL-2.0
import { answerQuestion } from "./consent.mjs";
import { within, without } from "./expect.mjs";
import { Mailbox } from "./mailbox.mjs";
import { OwnFrame } from "./own_frames.mjs";

/** Shows a letter and opens it in the frame of ours, agreeing in the window that asks. */
async function open(browser, name) {
    const mailbox = await Mailbox.open(browser);
    await mailbox.show(name);
    const viewer = await OwnFrame.in(mailbox.page, "#open");
    await viewer.press("#open");
    return { mailbox, viewer };
}

export const cases = {
    "an encrypted mail is opened in a frame of ours after the person agreed outside the page": async (browser) => {
        const { mailbox, viewer } = await open(browser, "sealed-signed");
        await answerQuestion(browser, "yes");
        const text = await viewer.saying(new RegExp(browser.world.marker));
        within(text, "Encrypted", "carol@example.test", "sealed-signed", "secret.bin");
        without(await mailbox.page.evaluate(() => document.documentElement.outerHTML), browser.world.marker);
        await browser.picture(`viewer-${browser.kind}`, mailbox.page);
    },
};
