// SPDX-License-Identifier: MPL-2.0
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { answerQuestion, theQuestion } from "./consent.mjs";
import { Editor } from "./editor.mjs";
import { equal } from "./expect.mjs";
import { Mailbox } from "./mailbox.mjs";
import { OwnFrame } from "./own_frames.mjs";
import { until } from "./until.mjs";

const require = createRequire(new URL("../../../extension/package.json", import.meta.url));
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

/** No finding of axe that is serious or worse, in both colour schemes. */
async function examine(browser, page, frame) {
    await frame.evaluate(axe);
    for (const scheme of ["light", "dark"]) {
        await browser.useScheme(page, scheme);
        await until(() => frame.evaluate((wanted) => matchMedia(`(prefers-color-scheme: ${wanted})`).matches, scheme), `the ${scheme} scheme`);
        const findings = await frame.evaluate(async () => {
            const { violations } = await globalThis.axe.run(document, { iframes: false });
            const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
            return bad.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 100)).join(" ")}`);
        });
        equal(findings.map((each) => `${scheme} ${each}`), []);
    }
}

export const cases = {
    async "axe finds nothing serious in the popup, in either colour scheme"(browser) {
        for (const [name, verdict] of [["signed", /Signed by/], ["tampered", /does not match/]]) {
            const mailbox = await Mailbox.open(browser);
            await mailbox.show(name);
            await browser.extension.title(mailbox.page, verdict);
            const { page } = await browser.extension.popup(mailbox.page, verdict);
            await page.bringToFront();
            await examine(browser, page, page.mainFrame());
        }
    },

    async "axe finds nothing serious in an opened message, in either colour scheme"(browser) {
        const mailbox = await Mailbox.open(browser);
        await mailbox.show("sealed-signed");
        const viewer = await OwnFrame.in(mailbox.page, "#open");
        await viewer.press("#open");
        await answerQuestion(browser, "yes");
        await viewer.saying(/secret\.bin/);
        await examine(browser, mailbox.page, viewer.frame);
    },

    async "axe finds nothing serious in the editor, in either colour scheme"(browser) {
        const mailbox = await Mailbox.open(browser);
        await mailbox.compose();
        const editor = await Editor.inPlaceOf(mailbox, "Sign and encrypt");
        for (const named of ["#headline", "#send"]) await editor.says(named, /\w/);
        await examine(browser, mailbox.page, editor.frame);
    },

    async "axe finds nothing serious in the settings, in either colour scheme"(browser) {
        const page = await browser.extension.page("options.html");
        for (const list of ["ways-list", "sites-known", "own", "checks"]) await page.waitForSelector(`#${list} > *`);
        await examine(browser, page, page.mainFrame());
    },

    async "axe finds nothing serious in the first run, in either colour scheme"(browser) {
        const page = await browser.extension.page("welcome.html");
        await page.waitForSelector("#test-0");
        await examine(browser, page, page.mainFrame());
    },

    async "axe finds nothing serious in the window that asks, in either colour scheme"(browser) {
        const mailbox = await Mailbox.open(browser);
        await mailbox.show("sealed");
        const viewer = await OwnFrame.in(mailbox.page, "#open");
        await viewer.press("#open");
        const asking = await theQuestion(browser);
        await until(() => asking.evaluate(() => !document.getElementById("yes").disabled), "a button that may be pressed");
        await examine(browser, asking, asking.mainFrame());
        await answerQuestion(browser, "yes");
    },
};
