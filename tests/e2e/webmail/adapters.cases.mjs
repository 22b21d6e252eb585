// SPDX-License-Identifier: MPL-2.0
import { equal } from "./expect.mjs";
import { closedText } from "./shadows.mjs";
import { Sites } from "./sites.mjs";
import { until } from "./until.mjs";

const signed = /^Signed by carol@example\.test/;
const changed = /Signature does not match/;
const unclear = /Cannot be checked/;

/** A fixture site that was just switched on, and what ends it. */
async function at(browser, place, look) {
    const sites = await Sites.start(browser.world);
    try {
        await browser.extension.switchOn(sites.address);
        const page = await browser.open(sites.address + place);
        await look(page, sites);
    } finally {
        sites.stop();
    }
}

const found = (browser, { address }) =>
    browser.extension.inside(async (origin) => (await chrome.storage.local.get("sites")).sites[origin], address);

/** Waits until it is known of the site whose pages these are and what they hand out: it is after the verdict. */
const learnt = (browser, site, adapter, measured) =>
    until(async () => {
        const known = await found(browser, site);
        return known.adapter === adapter && known.measured === measured;
    }, `${adapter}, ${measured}`);

export const cases = {
    "Gmail's pages: each unfolded message can be checked, by Gmail's own original of it": (browser) =>
        at(browser, "/mail/u/0/#inbox/1", async (page, sites) => {
            // The newest is shown first. Nothing bad is said of it before a signed message has shown that originals are exact.
            await browser.extension.title(page, unclear);
            // A closed shadow root takes clicks where it stands.
            const [first, second] = await page.$$(".adn .gD + span");
            await first.click({ offset: { x: 12, y: 10 } });
            await browser.extension.title(page, signed);
            await learnt(browser, sites, "gmail", "exact");
            await second.click({ offset: { x: 12, y: 10 } });
            await browser.extension.title(page, changed);
        }),

    "Outlook's pages: the item that the address names is checked": (browser) =>
        at(browser, "/mail/inbox/id/signed", async (page, sites) => {
            await browser.extension.title(page, signed);
            await until(async () => (await found(browser, sites)).adapter === "outlook", "whose pages these are");
        }),

    "a webmail whose pages load anew: the download of the message is found, not what its sender put there": (browser) =>
        at(browser, "/generic-reload/message.html?tampered", async (page, sites) => {
            await browser.extension.title(page, unclear);
            await page.goto(`${sites.address}/generic-reload/message.html?signed`);
            await browser.extension.title(page, signed);
            await learnt(browser, sites, "generic", "exact");
            await page.goto(`${sites.address}/generic-reload/message.html?tampered`);
            await browser.extension.title(page, changed);
            equal(sites.asked.some((each) => /download_message=unsigned|forwarded/.test(each)), false);
        }),

    "a webmail with frames that gives out lone line feeds: they are restored and measured": (browser) =>
        at(browser, "/generic-frames/index.html?signed", async (page, sites) => {
            await browser.extension.title(page, signed);
            await learnt(browser, sites, "generic", "lf");
            const list = page.frames().find((frame) => /list\.html/.test(frame.url()));
            await list.click("li:last-child a");
            await browser.extension.title(page, changed);
        }),

    "a webmail that changes only the hash: each message is checked, and gone with it": (browser) =>
        at(browser, "/generic-hash/index.html#signed", async (page, sites) => {
            await browser.extension.title(page, signed);
            await learnt(browser, sites, "generic", "exact");
            await closedText(browser, page, /see the toolbar/);
            await page.click("li:last-child a");
            await browser.extension.title(page, changed);
            await page.evaluate(() => (location.hash = ""));
            await browser.extension.title(page, /^Sealwright$/);
        }),

    "a page without a message: nothing of its menu, forms and scripts is asked for": (browser) =>
        at(browser, "/generic-menu/index.html?logout", async (page, sites) => {
            for (const item of ["logout", "source", "post", "delete", "spam"]) {
                await page.goto(`${sites.address}/generic-menu/index.html?${item}`);
                // Once the message that comes later is checked, what was there before had been looked at.
                await page.click("#show");
                await browser.extension.title(page, signed);
            }
            equal(sites.asked.filter((each) => each.startsWith("/act")), []);
        }),

    "a message in a folder of that name is checked all the same": (browser) =>
        at(browser, "/generic-menu/index.html?Trash", async (page) => {
            await page.click("#show");
            await browser.extension.title(page, signed);
        }),

    "C-59 a webmail that changes what it hands out: nothing bad is said of a signed message": (browser) =>
        at(browser, "/generic-hash/index.html?as=lossy#signed", async (page, sites) => {
            await browser.extension.title(page, unclear);
            equal((await found(browser, sites)).measured, null);
        }),
};
