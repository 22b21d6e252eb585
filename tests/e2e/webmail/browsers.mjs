// SPDX-License-Identifier: MPL-2.0
import { once } from "node:events";
import { createRequire } from "node:module";
import path from "node:path";

import { Extension } from "./extension.mjs";
import { Hosts } from "./hosts.mjs";
import { Late, limited } from "./until.mjs";

const require = createRequire(new URL("../../../extension/package.json", import.meta.url));
const puppeteer = require("puppeteer-core");

const programs = { chromium: "/usr/bin/chromium", firefox: "/usr/bin/firefox-esr" };
// Firefox otherwise draws one for each profile; a test has to know the address of our pages.
const mozillaUuid = "11111111-2222-4333-8444-555555555555";
const size = { width: 1200, height: 850 };

/** One browser with the extension and the host of the person at it; its tabs. */
export class Browser {
    static async start(kind, world) {
        const browser = new Browser(kind, world);
        await browser.hosts.install(world.host);
        await browser.begin();
        return browser;
    }

    constructor(kind, world) {
        this.kind = kind;
        this.world = world;
        /** The name of who sits there. */
        this.user = world.seats[kind];
        this.address = world.people[this.user].address;
        this.home = world.homes[this.user];
        this.profile = path.join(world.work, `profile-${kind}`);
        this.extension = new Extension(this);
        this.hosts = new Hosts(this);
        this.base =
            kind === "chromium" ? `chrome-extension://${world.ids.chromium}/` : `moz-extension://${mozillaUuid}/`;
    }

    /** Starts it, with the webmails of the tests switched on. */
    async begin() {
        await this.launch();
        await this.extension.switchOn(this.world.roundcube, this.world.bareLineFeeds);
    }

    /** Another one in its place, whatever it does; what it had stored may be gone. */
    async beginAnew() {
        const process = this.puppet.process();
        if (process.exitCode === null) {
            const ended = once(process, "exit");
            process.kill("SIGKILL");
            await ended;
        }
        this.extension.backstage = null;
        await this.hosts.settle();
        await this.begin();
    }

    async launch(settings = {}) {
        this.puppet = await this[this.kind](settings);
    }

    async chromium(settings) {
        const browser = await puppeteer.launch({
            executablePath: programs.chromium,
            userDataDir: this.profile,
            pipe: true,
            enableExtensions: true,
            args: [...(process.getuid() === 0 ? ["--no-sandbox"] : []), "--lang=en-US", "--no-first-run"],
            ...this.common(),
            ...settings,
        });
        await browser.installExtension(this.world.extensions.chromium);
        return browser;
    }

    async firefox(settings) {
        const browser = await puppeteer.launch({
            browser: "firefox",
            executablePath: programs.firefox,
            // BiDi opens no page of an extension without it.
            args: ["-remote-allow-system-access"],
            extraPrefsFirefox: {
                "extensions.webextensions.uuids": JSON.stringify({ [this.world.ids.gecko]: mozillaUuid }),
                "extensions.webextOptionalPermissionPrompts": false,
                "intl.accept_languages": "en-US",
            },
            ...this.common(),
            ...settings,
        });
        await browser.installExtension(this.world.extensions.firefox);
        return browser;
    }

    common() {
        const env = { ...process.env, HOME: this.home, LANG: "en_US.UTF-8", LANGUAGE: "en", MOZ_CRASHREPORTER_DISABLE: "1" };
        for (const name of ["DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_CONFIG_HOME", "XDG_DATA_HOME"]) delete env[name];
        return { headless: true, env, defaultViewport: size, protocolTimeout: 120_000 };
    }

    /** A new tab on a page, in front. */
    async open(url) {
        const page = await this.puppet.newPage();
        page.setDefaultTimeout(30_000);
        await this.go(page, url);
        return page;
    }

    /** Loads a page; in Firefox puppeteer's own way never ends for pages of extensions. */
    async go(page, url) {
        if (this.kind === "chromium" || !url.startsWith(this.base)) return void (await page.goto(url));
        await this.puppet.connection.send("browsingContext.navigate", { context: page.mainFrame()._id, url, wait: "complete" });
    }

    /** Of one page, or of the newest. */
    async picture(name, page = null) {
        const shown = page ?? (await this.tabs()).at(-1);
        const target = { path: path.join(this.world.work, `${name}.png`) };
        await shown?.screenshot(target).catch((error) => console.log(`no picture: ${error.message}`));
    }

    /** All but the one in which scripts of the tests run. */
    async tabs() {
        return (await this.puppet.pages()).filter((page) => page !== this.extension.backstage);
    }

    /** Whether a tab or window shows an address like this; one that is being made has none yet. */
    async shows(address) {
        const urls = (await this.tabs()).map((page) => {
            try {
                return page.url();
            } catch {
                return "about:blank";
            }
        });
        return urls.some((url) => address.test(url));
    }

    /** As it was before a case; one empty tab is left, so that the browser stays. */
    async tidy() {
        await this.hosts.settle();
        const [first, ...rest] = await this.tabs();
        for (const page of rest) await close(page);
        // What was written in it is given up.
        first?.once("dialog", (dialog) => dialog.accept().catch(() => {}));
        await first?.goto("about:blank").catch(() => {});
    }

    /** Ends the service worker or event page, as the browser does when it wants the memory. */
    async endBackground() {
        if (this.kind === "chromium") return await this.extension.stopWorker();
        await this.asFirefox((id) => WebExtensionPolicy.getByID(id).extension.terminateBackground({ disableResetIdleForTest: true }), this.world.ids.gecko);
    }

    /** Makes a page, and frames in it, "light" or "dark". */
    async useScheme(page, scheme) {
        if (this.kind === "chromium") return await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await this.asFirefox((name) => Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", name === "dark" ? 0 : 1), scheme);
    }

    /** Runs with Firefox's own rights; `word` is all it is given. */
    async asFirefox(script, word) {
        const { result } = await this.puppet.connection.send("browsingContext.getTree", { "moz:scope": "chrome" });
        await this.puppet.connection.send("script.callFunction", {
            functionDeclaration: String(script),
            arguments: [{ type: "string", value: word }],
            target: { context: result.contexts[0].context },
            awaitPromise: true,
        });
    }

    async stop() {
        await this.puppet?.close();
    }
}

/** Chromium forgets that a tab is to close when the tab comes to another page at that moment. */
async function close(page) {
    for (let times = 0; times < 3; ++times) {
        try {
            return await limited(page.close(), "closing a tab", 5_000);
        } catch (error) {
            if (!(error instanceof Late)) return; // it has gone by itself
            console.log(`${page.url()} is told again to close`);
        }
    }
}
