// SPDX-License-Identifier: MPL-2.0
import { until } from "./until.mjs";

/** The extension in one browser: its pages, its toolbar button and its settings. */
export class Extension {
    constructor(browser) {
        this.browser = browser;
        this.backstage = null;
    }

    /** A tab on one of its pages, such as "options.html". */
    page(name) {
        return this.browser.open(this.browser.base + name);
    }

    /** Waits until the popup of a tab without mail shows what the host said of itself. */
    async greeted() {
        const { id } = await this.inside(() => chrome.tabs.getCurrent());
        await this.popupOf(id, /OpenSSL 3\./i);
    }

    /**
     * What a script gives that may use `chrome` as pages of the extension do. It runs in a tab behind the
     * others, on a picture of the extension, so that no page of it has to be open.
     */
    async inside(script, ...args) {
        return await (await this.stage()).evaluate(script, ...args);
    }

    async stage() {
        if (!this.backstage || this.backstage.isClosed()) {
            this.backstage = await this.browser.puppet.newPage({ type: "tab", background: true });
            await this.browser.go(this.backstage, `${this.browser.base}assets/app-32.png`);
        }
        return this.backstage;
    }

    /** Without a debugger at the worker itself, which would change when it starts and ends. */
    async stopWorker() {
        const session = await (await this.stage()).createCDPSession();
        await session.send("ServiceWorker.enable");
        await session.send("ServiceWorker.stopAllWorkers");
        await session.detach();
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
        const look = async () => wanted.test((title = await this.said(tab)));
        await until(look, `${wanted} on the toolbar button`, limit).catch((error) => {
            throw new Error(`${error.message}; it says "${title}"`);
        });
        return title;
    }

    async said(tab) {
        const title = await this.inside((tabId) => chrome.action.getTitle({ tabId }), tab);
        return withoutIsolates(title).replace(/^Sealwright: /, "");
    }

    /** The popup of a page's tab, itself in a tab behind the others, once its text is as wanted. */
    async popup(page, wanted) {
        return await this.popupOf(await this.tabOf(page), wanted);
    }

    async popupOf(tab, wanted) {
        const page = await this.browser.puppet.newPage({ type: "tab", background: true });
        await this.browser.go(page, `${this.browser.base}popup.html#${tab}`);
        let text;
        const look = async () => wanted.test((text = withoutIsolates(await page.evaluate(() => document.body.innerText))));
        await until(look, `${wanted} in the popup`).catch((error) => {
            throw new Error(`${error.message}; it says "${text}"`);
        });
        return { page, text, mark: await page.evaluate(() => document.body.dataset.mark) };
    }
}

/** Names and addresses stand between marks that keep their direction to themselves. */
const withoutIsolates = (text) => text.replace(/[\u2066-\u2069]/g, "");
