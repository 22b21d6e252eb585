// SPDX-License-Identifier: MPL-2.0
import { readFile } from "node:fs/promises";
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

/** As if the minutes between two looks at the host were over. */
async function letTimePass({ extension }) {
    await extension.inside(() => chrome.alarms.create("rest-host", { when: Date.now() }));
    await until(() => extension.inside(async () => !(await chrome.alarms.get("rest-host"))), "the alarm");
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

    async "the background is ended while a mail is shown: its verdict stays, and the mail is not fetched again"(browser) {
        const site = await HostileSite.start(browser.world);
        try {
            await browser.extension.switchOn(site.origin);
            const page = await browser.open(site.address("signed"));
            await browser.extension.title(page, verified);
            await browser.endBackground();
            await browser.extension.popup(page, /Signed by carol/);
            equal(site.asked, ["signed"]);
        } finally {
            await site.stop();
        }
    },

    async "the background is ended after a mail was opened: what was opened stays on screen"(browser) {
        const mailbox = await shown(browser, "sealed");
        const viewer = await OwnFrame.in(mailbox.page, "#open");
        await viewer.press("#open");
        await answerQuestion(browser, "yes");
        await viewer.saying(new RegExp(browser.world.marker));
        await browser.endBackground();
        await browser.extension.popup(mailbox.page, /Encrypted/);
        within(await viewer.text(), browser.world.marker);
    },

    async "the host ends when nobody reads mail, not before, and a mail that is opened later is checked"(browser) {
        const mailbox = await shown(browser, "signed");
        await browser.extension.title(mailbox.page, verified);
        const before = await browser.hosts.running();
        await letTimePass(browser);
        await letTimePass(browser);
        equal(await browser.hosts.running(), before);
        await browser.open("about:blank");
        await letTimePass(browser);
        await letTimePass(browser);
        await until(async () => (await browser.hosts.running()).length === 0, "the end of the host");
        const later = await shown(browser, "opaque");
        await browser.extension.title(later.page, verified);
        await mailbox.page.bringToFront();
        await browser.extension.popup(mailbox.page, /Signed by carol/);
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
            equal(await browser.shows(/confirm/), false);
        } finally {
            await browser.extension.inside(() => chrome.storage.session.remove("confirm"));
        }
    },

    "E-86 a container tab has another login: no message of the ordinary one is taken for what it shows": {
        only: "firefox",
        async run(browser) {
            const container = await browser.puppet.createBrowserContext();
            try {
                const page = await container.newPage();
                const mailbox = new Mailbox(browser, page, browser.world.roundcube);
                await page.goto(mailbox.address);
                await mailbox.login();
                await mailbox.show("signed");
                await browser.extension.title(page, /^Not checked in this window/);
                await browser.extension.popup(page, /Open the message in an ordinary window or tab/);
            } finally {
                await container.close();
            }
        },
    },

    "E-84 three refusals of a key's password at one browser: the other one is told to wait, and nothing asks": {
        only: "chromium",
        async run(browser, open) {
            const { locked } = browser.world;
            const asked = async () => (await readFile(locked.refused, "utf8")).split("\n").length - 1;
            const other = await open("firefox");
            try {
                const viewer = await viewerOf(browser, locked);
                for (let refusal = 1; refusal <= 3; refusal++) {
                    await agree(browser, viewer);
                    await until(async () => (await asked()) === refusal, `dialog number ${refusal}`);
                    await viewer.saying(/The prompt was closed without an answer/);
                }
                const theirs = await viewerOf(other, locked);
                await agree(other, theirs);
                await theirs.saying(/Too many questions/);
                equal(await asked(), 3);
            } finally {
                await other.tidy();
            }
        },
    },
};

/** The frame in which a sealed letter may be opened, with the keys of another home. */
async function viewerOf(browser, home) {
    await browser.hosts.belongTo(home);
    const mailbox = await shown(browser, "sealed");
    return await OwnFrame.in(mailbox.page, "#open");
}

async function agree(browser, viewer) {
    await viewer.press("#open");
    await answerQuestion(browser, "yes");
}

