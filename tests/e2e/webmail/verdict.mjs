// SPDX-License-Identifier: MPL-2.0
import { until } from "./until.mjs";

/** The verdict of record about what a mailbox shows, once its headline is as wanted. */
export async function verdictOf({ browser, page }, wanted) {
    await page.bringToFront();
    const tab = await browser.extension.tabOf(page);
    const popup = await browser.extension.page(`popup.html#${tab}`);
    try {
        let seen = {};
        const told = await until(async () => {
            seen = await popup.evaluate(() => ({
                headline: document.getElementById("headline").textContent.replace(/[\u2066-\u2069]/g, ""),
                text: document.body.innerText.replace(/[\u2066-\u2069]/g, ""),
                mark: document.body.dataset.mark,
            }));
            return wanted.test(seen.headline);
        }, `the verdict ${wanted}`).catch((error) => {
            throw new Error(`${error.message}; it is "${seen.headline}"`);
        });
        return told && seen;
    } finally {
        await popup.close();
        await page.bringToFront();
    }
}
