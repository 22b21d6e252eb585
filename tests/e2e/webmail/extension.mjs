// SPDX-License-Identifier: MPL-2.0
import { until } from "./until.mjs";

/** The extension in one browser, from the outside: its pages and its toolbar button. */
export class Extension {
    constructor(browser) {
        this.browser = browser;
    }

    /** A tab on one of its pages, such as "host.html". */
    page(name) {
        return this.browser.open(this.browser.base + name);
    }

    /** Waits until a page of it shows what the host said of itself. */
    async greeted() {
        const page = await this.page("host.html");
        await until(() => page.evaluate(() => /OpenSSL 3\./i.test(document.body.innerText)), "the host's versions on the page");
    }

    /** What a script of one of its pages gives; `chrome` is there in both browsers. */
    async inside(script, ...args) {
        const page = await this.page("host.html");
        try {
            return await page.evaluate(script, ...args);
        } finally {
            await page.close();
        }
    }
}
