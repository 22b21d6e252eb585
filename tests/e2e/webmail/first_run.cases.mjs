// SPDX-License-Identifier: MPL-2.0
import { answerQuestion } from "./consent.mjs";
import { equal, within } from "./expect.mjs";
import { Mailbox } from "./mailbox.mjs";
import { until } from "./until.mjs";

const steps = (page) => page.evaluate(() => [...document.querySelectorAll("#steps > li")].map(({ className }) => className));

export const cases = {
    "the first run ticks off webmail, program, certificate and a test that came back whole, and sets what is usual": async (browser) => {
        const before = await browser.extension.inside(async () => {
            const { sites, identities } = await chrome.storage.local.get({ sites: {}, identities: {} });
            await chrome.storage.local.set({ sites: {}, identities: {}, tests: {} });
            return { sites, identities };
        });
        try {
            await takeFirstSteps(browser);
        } finally {
            await browser.extension.inside((settings) => chrome.storage.local.set(settings), before);
        }
    },

    "a test for the webmail's own session says what it needs where no webmail is open": async (browser) => {
        const page = await browser.extension.page("welcome.html");
        const button = await page.waitForSelector("#test-0");
        await button.click();
        await until(() => page.evaluate(() => /No way to send/.test(document.getElementById("test-said").innerText)), "that there is no way");
    },
};

async function takeFirstSteps(browser) {
    const page = await browser.extension.page("welcome.html");
    await until(async () => (await steps(page)).join() === "now,done,done,now", "a host and a certificate");
    await browser.picture(`welcome-start-${browser.kind}`, page);
    await page.click("#sign-all");
    const chosen = () => browser.extension.inside(async (address) => (await chrome.storage.local.get("identities")).identities[address]?.sign, browser.address);
    await until(async () => (await chosen()) === "always", "what is usual");
    // These tests' sites need not be asked for.
    await page.type("#site", new URL(browser.world.roundcube).origin);
    await page.keyboard.press("Enter");
    await until(async () => (await steps(page))[0] === "done", "the webmail");
    const mailbox = await Mailbox.open(browser);
    await mailbox.show("signed");
    await browser.extension.title(mailbox.page, /^Signed by carol/);
    // What it shows of the webmail makes that step taller, and moves the button below it.
    await until(() => page.evaluate(() => /came unchanged/.test(document.getElementById("step-site").innerText)), "what was found of the webmail");
    // A message of somebody else shows nothing of the way to send.
    equal(await steps(page), ["done", "done", "done", "now"]);
    await page.bringToFront();
    await page.click("#test-0");
    within(await answerQuestion(browser, "yes"), new URL(browser.world.roundcube).host, browser.address);
    await until(() => page.evaluate(() => /^Sent\./.test(document.getElementById("test-said").innerText)), "the test to go");
    await mailbox.page.bringToFront();
    await mailbox.showArrived("Test from Sealwright");
    await browser.extension.popup(mailbox.page, new RegExp(`Your test came back whole: signed by ${browser.address}`));
    await until(async () => (await steps(page))[3] === "done", "the test that came back");
    equal(await steps(page), ["done", "done", "done", "done"]);
    await browser.picture(`welcome-end-${browser.kind}`, page);
    const options = await browser.extension.page("options.html");
    await until(() => options.evaluate(() => /came unchanged/.test(document.getElementById("sites-known").innerText)), "what was found of the webmail");
    await browser.picture(`options-${browser.kind}`, options);
}
