// SPDX-License-Identifier: MPL-2.0
import { Editor } from "./editor.mjs";
import { equal } from "./expect.mjs";
import { clickClosed } from "./shadows.mjs";
import { Sites } from "./sites.mjs";

/** The editor in place of the form of a fixture page, with what stood in that. */
async function taken(browser, place, wanted) {
    const sites = await Sites.start(browser.world);
    try {
        await browser.extension.switchOn(sites.address);
        const page = await browser.open(sites.address + place);
        await clickClosed(browser, page, "Sign");
        const editor = await Editor.in(browser, page);
        await editor.says("#body", /At noon\?/);
        const values = () => ["from", "to", "subject"].map((id) => document.getElementById(id).value);
        equal(await editor.frame.evaluate(values), wanted);
        await editor.says("#notices", /Files that were attached.* do not come along/);
        await editor.press("choice-encrypt");
        await editor.says("#headline", /signed and encrypted/);
        const typed = "walnut-lantern-9921";
        await editor.frame.type("#body", typed);
        equal(await page.evaluate((word) => document.documentElement.outerHTML.includes(word), typed), false);
        await editor.press("discard");
        await page.waitForSelector('[role="textbox"]', { visible: true });
    } finally {
        sites.stop();
    }
}

export const cases = {
    "Gmail's form: the editor takes over what stands in it, and nothing comes back": (browser) =>
        taken(browser, "/gmail/compose.html", [browser.address, "carol@example.test, bob@example.test", "Lunch"]),

    "Outlook's form: the editor takes over what stands in it, and nothing comes back": (browser) =>
        taken(browser, "/outlook/compose.html", [browser.address, "bob@example.test", "Lunch"]),
};
