// SPDX-License-Identifier: MPL-2.0
import { equal, within } from "./expect.mjs";
import { Mailbox } from "./mailbox.mjs";
import { closedText, marksOn } from "./shadows.mjs";
import { until } from "./until.mjs";

const carol = "carol@example.test";
const verified = new RegExp(`^Signed by ${carol} \\(not fully checked\\)`);

/** Shows a letter, and waits for what the toolbar button and the popup say of it. */
async function look(browser, name, title, limit) {
    const mailbox = await Mailbox.open(browser);
    await mailbox.show(name);
    await browser.extension.title(mailbox.page, title, limit);
    const popup = await browser.extension.popup(mailbox.page, new RegExp(title.source.replace("^", "")));
    return { mailbox, popup };
}

export const cases = {
    async "a signed mail: the popup names the proven address and what was not checked, the page only points there"(browser) {
        const { mailbox, popup } = await look(browser, "signed", verified);
        within(popup.text, `Proven address\n${carol}`, "Confirmed by\nSealwright Test CA", "What was not checked");
        equal(popup.mark, "signed-partly");
        const mark = await closedText(browser, mailbox.page, /\w/);
        if (/signed by|verified|valid|genuine|carol/i.test(mark)) throw new Error(`the mark claims "${mark}"`);
        await browser.picture(`signed-${browser.kind}`, mailbox.page);
        await browser.picture(`popup-${browser.kind}`, popup.page);
    },

    async "a tampered mail: its signature does not match"(browser) {
        const { popup } = await look(browser, "tampered", /^Signature does not match/);
        within(popup.text, "Treat it like an unsigned message.", "The text is not the one that was signed.");
    },

    async "a mail signed by another address: both are named"(browser) {
        const { popup } = await look(browser, "wrong-address", /^Signed by someone else/);
        within(popup.text, `The signature belongs to mallory@example.net, but the message says it is from ${carol}.`);
    },

    async "an unsigned mail: the toolbar says so, the page has no mark"(browser) {
        const { mailbox } = await look(browser, "unsigned", /^Not signed/);
        equal(await marksOn(mailbox.page), []);
    },

    async "E-69 mail without the sender's usual signature warns, until the person says that they asked"(browser) {
        const missing = /The usual signature is missing/;
        const { mailbox, popup } = await look(browser, "missing", missing);
        within(popup.text, "hanna@example.test normally signs messages to you.", "Have you asked the sender");
        await browser.picture(`missing-${browser.kind}`, popup.page);
        await popup.page.bringToFront();
        await popup.page.click("#genuine");
        await browser.extension.title(mailbox.page, /^Not signed/);
        await mailbox.show("signed");
        await browser.extension.title(mailbox.page, verified);
        await mailbox.show("missing");
        await browser.extension.title(mailbox.page, /^Not signed/);
        const { page } = await browser.extension.popup(mailbox.page, /checks passed/);
        await page.evaluate(() => (document.querySelector("details").open = true));
        await until(() => page.evaluate(() => /you said that you asked the sender/.test(document.body.innerText)), "what the person said");
    },

    async "an opaque signed mail is verified"(browser) {
        await look(browser, "opaque", verified);
    },

    async "a signed mail from a webmail that gives out bare line feeds is verified"(browser) {
        const mailbox = await Mailbox.open(browser, browser.world.bareLineFeeds);
        await mailbox.show("signed");
        await browser.extension.title(mailbox.page, verified);
    },

    async "a signed mail of 20 MB is verified"(browser) {
        await look(browser, "big", verified, 60_000);
    },

    async "an encrypted mail stays closed until a person opens it"(browser) {
        await look(browser, "sealed", /^Encrypted, not opened yet/);
    },

    async "a mail beside the list is judged as one on a page of its own, and so is the next one"(browser) {
        const mailbox = await Mailbox.open(browser);
        await mailbox.select("signed");
        await browser.extension.title(mailbox.page, verified);
        await mailbox.choose("tampered");
        await browser.extension.title(mailbox.page, /^Signature does not match/);
    },
};
