// SPDX-License-Identifier: MPL-2.0
import { until } from "./until.mjs";

/** The extension in one browser: its pages, its toolbar button and its settings. */
export class Extension {
    constructor(browser) {
        this.browser = browser;
        this.backstage = null;
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

    /**
     * What a script gives that may use `chrome` as pages of the extension do. It runs in a tab behind the
     * others, on a picture of the extension, so that no page of it has to be open.
     */
    async inside(script, ...args) {
        if (!this.backstage || this.backstage.isClosed()) {
            this.backstage = await this.browser.puppet.newPage({ type: "tab", background: true });
            await this.browser.go(this.backstage, `${this.browser.base}assets/app-32.png`);
        }
        return await this.backstage.evaluate(script, ...args);
    }

    /** As a person does who switches a webmail on. */
    async switchOn(...addresses) {
        const origins = addresses.map((each) => new URL(each).origin);
        await this.inside(async (wanted) => {
            const { sites } = await chrome.storage.local.get({ sites: {} });
            for (const origin of wanted) sites[origin] ??= { measured: null };
            await chrome.storage.local.set({ sites });
        }, origins);
        const registered = () => this.inside(async () => (await chrome.scripting.getRegisteredContentScripts()).length);
        await until(registered, "the content script of a site that was switched on");
    }

    /** The browser's number of the tab with that page. */
    async tabOf(page) {
        const found = await this.inside(async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id, page.url());
        if (found === undefined) throw new Error(`no tab shows ${page.url()}`);
        return found;
    }

    /** What the toolbar button says of a tab, once it is as wanted. */
    async title(page, wanted, limit) {
        const tab = await this.tabOf(page);
        let title;
        const look = async () => wanted.test((title = await this.inside((tabId) => chrome.action.getTitle({ tabId }), tab)));
        await until(look, `${wanted} on the toolbar button`, limit).catch((error) => {
            throw new Error(`${error.message}; it says "${title}"`);
        });
        return title;
    }

    /** A tab behind the others with the popup of a tab, once its text is as wanted. */
    async popup(page, wanted = /./) {
        const popup = await this.browser.puppet.newPage({ type: "tab", background: true });
        await this.browser.go(popup, `${this.browser.base}popup.html#${await this.tabOf(page)}`);
        const text = () => popup.evaluate(() => document.body.innerText);
        await until(async () => wanted.test(await text()), `${wanted} in the popup`).catch(async (error) => {
            throw new Error(`${error.message}; it says "${await text()}"`);
        });
        return { page: popup, text: await text() };
    }

    /** What the person does in the popup or the settings; that the browser lets us in was answered before. */
    switchOn(origin) {
        return this.inside((site) => chrome.storage.local.set({ sites: { [site]: { measured: null } }, welcomed: true }), origin);
    }

    /** The number of the tab that a page is in. */
    tabOf(page) {
        return this.inside(async (url) => (await chrome.tabs.query({})).find((tab) => tab.url === url)?.id, page.url());
    }
}
