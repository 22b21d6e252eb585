// SPDX-License-Identifier: MPL-2.0
import path from "node:path";

import { answerQuestion } from "./consent.mjs";
import { equal, within } from "./expect.mjs";
import { HostileSite } from "./hostile_site.mjs";
import { Mailbox } from "./mailbox.mjs";
import { OwnFrame } from "./own_frames.mjs";
import { until } from "./until.mjs";

const verified = /^Signed by carol@example\.test/;

async function shown(browser, name) {
    const mailbox = await Mailbox.open(browser);
    await mailbox.show(name);
    return mailbox;
}

export const cases = {
    async "the background is ended while it waits for a message: the verdict comes all the same"(browser) {
        const site = await HostileSite.start(browser.world);
        try {
            await browser.extension.switchOn(site.origin);
            site.keepBack("signed");
            const page = await browser.open(site.address("signed"));
            await until(() => site.kept.signed.length > 0, "the question for the octets");
            await browser.endBackground();
            await until(() => site.kept.signed.length > 1, "the same question of the next background");
            await site.release("signed");
            await browser.extension.title(page, verified);
        } finally {
            await site.stop();
        }
    },

    async "the background is ended while the host takes in a message: the verdict comes all the same"(browser) {
        await browser.hosts.count();
        const mailbox = await shown(browser, "big");
        await until(async () => (await browser.hosts.counted()).includes("verify"), "the question to the host");
        await browser.endBackground();
        await browser.extension.title(mailbox.page, verified, 60_000);
    },

    async "the host goes away in the middle of a message: another one checks it"(browser) {
        const flag = path.join(browser.world.work, `stumbled-${browser.kind}`);
        await browser.hosts.use("stumble", flag, browser.world.host);
        const mailbox = await shown(browser, "big");
        await browser.extension.title(mailbox.page, verified, 60_000);
    },

    async "the host is killed between two messages: the next one is checked"(browser) {
        const mailbox = await shown(browser, "signed");
        await browser.extension.title(mailbox.page, verified);
        await browser.hosts.kill();
        await mailbox.show("opaque");
        await browser.extension.title(mailbox.page, verified);
    },

    async "without a host the toolbar says what to install, and the verdict comes once it is there"(browser) {
        await browser.hosts.remove();
        const mailbox = await shown(browser, "signed");
        await browser.extension.title(mailbox.page, /^Sealwright is not installed/);
        const { text } = await browser.extension.popup(mailbox.page, /not installed/);
        within(text, "Install Sealwright from its package");
        await browser.hosts.settle();
        await browser.extension.title(mailbox.page, verified, 60_000);
    },

    async "a host that is too old is named, with what to do"(browser) {
        await browser.hosts.use("old");
        const mailbox = await shown(browser, "signed");
        await browser.extension.title(mailbox.page, /^Sealwright is too old/);
        const { text } = await browser.extension.popup(mailbox.page, /too old/);
        within(text, "Update the Sealwright program on this computer.");
    },

    async "E-84 after three refusals in a row no question comes for a while"(browser) {
        try {
            const mailbox = await shown(browser, "sealed");
            const viewer = await OwnFrame.in(mailbox.page, "#open");
            for (let refusal = 0; refusal < 3; refusal++) {
                await viewer.press("#open");
                await answerQuestion(browser, "no");
                await viewer.saying(/refused/);
            }
            await viewer.press("#open");
            await viewer.saying(/Too many questions/);
            equal((await browser.tabs()).filter((page) => /confirm/.test(page.url())).length, 0);
        } finally {
            await browser.extension.inside(() => chrome.storage.session.remove("confirm"));
        }
    },
};
