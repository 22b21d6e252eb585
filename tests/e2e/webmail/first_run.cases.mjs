// SPDX-License-Identifier: MPL-2.0
import { equal } from "./expect.mjs";
import { Mailbox } from "./mailbox.mjs";
import { until } from "./until.mjs";

const steps = (page) => page.evaluate(() => [...document.querySelectorAll("#steps > li")].map(({ className }) => className));

export const cases = {
    "the first run ticks off webmail, program, certificate and a signed message that was opened": async (browser) => {
        const before = await browser.extension.inside(async () => {
            const { sites } = await chrome.storage.local.get("sites");
            await chrome.storage.local.set({ sites: {} });
            return sites;
        });
        const page = await browser.extension.page("welcome.html");
        await until(async () => (await steps(page)).join() === "now,done,done,now", "a host and a certificate");
        await browser.picture(`welcome-start-${browser.kind}`, page);
        // These tests' sites need not be asked for.
        await page.type("#site", new URL(browser.world.roundcube).origin);
        await page.keyboard.press("Enter");
        await until(async () => (await steps(page))[0] === "done", "the webmail");
        const mailbox = await Mailbox.open(browser);
        await mailbox.show("signed");
        await until(async () => (await steps(page))[3] === "done", "the signed message");
        equal(await steps(page), ["done", "done", "done", "done"]);
        await browser.picture(`welcome-end-${browser.kind}`, page);
        const options = await browser.extension.page("options.html");
        await until(() => options.evaluate(() => /came unchanged/.test(document.getElementById("sites-known").innerText)), "what was found of the webmail");
        await browser.picture(`options-${browser.kind}`, options);
        await browser.extension.inside((sites) => chrome.storage.local.set({ sites }), before);
    },
};
