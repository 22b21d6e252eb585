// SPDX-License-Identifier: MPL-2.0
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

import { Extension } from "./extension.mjs";
import { until } from "./until.mjs";

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
        await browser.installHost(world.host);
        await browser.launch();
        return browser;
    }

    constructor(kind, world) {
        this.kind = kind;
        this.world = world;
        /** The name of who sits there. */
        this.user = world.seats[kind];
        this.address = world.people[this.user].address;
        this.home = world.homes[this.user];
        this.extension = new Extension(this);
        this.profile = path.join(world.work, `profile-${kind}`);
        this.base =
            kind === "chromium" ? `chrome-extension://${world.ids.chromium}/` : `moz-extension://${mozillaUuid}/`;
    }

    async launch(settings = {}) {
        this.puppet = await this[this.kind](settings);
    }

    chromium(settings) {
        return puppeteer.launch({
            executablePath: programs.chromium,
            userDataDir: this.profile,
            pipe: true,
            enableExtensions: [this.world.extensions.chromium],
            args: [...(process.getuid() === 0 ? ["--no-sandbox"] : []), "--lang=en-US", "--no-first-run"],
            ...this.common(),
            ...settings,
        });
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

    /** The native-host manifest as the installers write it, where this browser looks. */
    async installHost(program) {
        const [family, folder] =
            this.kind === "chromium"
                ? ["chromium", path.join(this.profile, "NativeMessagingHosts")]
                : ["mozilla", path.join(this.home, ".mozilla/native-messaging-hosts")];
        const written = await readFile(path.join(this.world.top, `manifests/native/${family}.json.in`), "utf8");
        const manifest = written
            .replace("@HOST_PATH@", program)
            .replace("@CHROMIUM_ID@", this.world.ids.chromium)
            .replace("@GECKO_ID@", this.world.ids.gecko);
        await mkdir(folder, { recursive: true });
        this.manifest = path.join(folder, `${JSON.parse(manifest).name}.json`);
        await writeFile(this.manifest, manifest);
    }

    removeHost() {
        return rm(this.manifest);
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

    async picture(name) {
        const pages = await this.puppet.pages();
        const shown = pages.at(-1);
        await shown?.screenshot({ path: path.join(this.world.work, `${name}.png`) }).catch((error) => console.log(`no picture: ${error.message}`));
    }

    /** One empty tab is left, so that the browser stays. */
    async tidy() {
        const [first, ...rest] = await this.puppet.pages();
        for (const page of rest) await page.close().catch(() => {});
        await first?.goto("about:blank").catch(() => {});
    }

    async stop() {
        await this.puppet?.close();
    }
}
