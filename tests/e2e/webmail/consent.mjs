// SPDX-License-Identifier: MPL-2.0
import { until } from "./until.mjs";

/** The window that asks, once it stands. */
export const theQuestion = (browser) => until(() => questionOf(browser), "a window that asks");

/** Presses a button of the window that asks before a key is used, as soon as it takes a click. */
export async function answerQuestion(browser, id) {
    const asking = await theQuestion(browser);
    const text = await asking.evaluate(() => document.body.innerText);
    await until(() => asking.evaluate((button) => !document.getElementById(button).disabled, id), "a button that may be pressed");
    await asking.click(`#${id}`).catch((error) => {
        // The window closes under the click.
        if (!/closed|detached|destroyed|no such/i.test(error.message)) throw error;
    });
    return text;
}

async function questionOf(browser) {
    for (const page of await browser.puppet.pages()) {
        const asks = await page.evaluate(() => /confirm\.html/.test(location.href) && document.getElementById("headline")?.textContent).catch(() => false);
        if (asks) return page;
    }
    return null;
}
