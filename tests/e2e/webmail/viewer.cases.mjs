// SPDX-License-Identifier: MPL-2.0
import { createHash } from "node:crypto";

import { answerQuestion } from "./consent.mjs";
import { equal, within, without } from "./expect.mjs";
import { Mailbox } from "./mailbox.mjs";
import { OwnFrame } from "./own_frames.mjs";
import { until } from "./until.mjs";

/** Shows a letter and presses the button that opens it in the frame of ours. */
async function ask(browser, name) {
    const mailbox = await Mailbox.open(browser);
    await mailbox.show(name);
    const viewer = await OwnFrame.in(mailbox.page, "#open");
    await viewer.press("#open");
    return { mailbox, viewer };
}

/** The same, and agrees in the window that asks. */
async function open(browser, name) {
    const shown = await ask(browser, name);
    const question = await answerQuestion(browser, "yes");
    return { ...shown, question };
}

/** The frame in a viewer with the mail's own HTML. */
const inner = ({ page, frame }) =>
    until(async () => {
        const found = page.frames().find((each) => each.parentFrame() === frame);
        return found && (await found.evaluate(() => document.body?.innerText)) ? found : null;
    }, "the frame with the mail");

const insides = (frame) =>
    frame.evaluate(() => ({
        text: document.body.innerText,
        parts: [...document.querySelectorAll("form, input, iframe, script, object")].length,
        pictures: [...document.images].map(({ src }) => src),
        links: [...document.links].map(({ href }) => href),
    }));

const sha256 = (octets) => createHash("sha256").update(Buffer.from(octets)).digest("hex");

/** Presses what shows a signed message in a frame of ours; gives the mark. */
async function showFramed(browser, { page }) {
    await browser.extension.title(page, /^Signed by carol/);
    await until(() => page.evaluate(() => document.querySelector("h2.subject + span")?.getBoundingClientRect().width > 250), "the offer to show it");
    const mark = await page.$("h2.subject + span");
    const { width } = await mark.boundingBox();
    await mark.click({ offset: { x: width - 20, y: 12 } });
    return mark;
}

/** How high the mail in a viewer is once the viewer was drawn that many times. */
const heightAfter = (viewer, times) =>
    viewer.frame.evaluate(async (all) => {
        for (let drawn = 0; drawn < all; ++drawn) await new Promise((done) => requestAnimationFrame(done));
        return document.querySelector("iframe.mail").clientHeight;
    }, times);

export const cases = {
    "E-67b an encrypted mail is opened in a frame of ours after the person agreed outside the page": async (browser) => {
        const { mailbox, viewer, question } = await open(browser, "sealed-signed");
        within(question, "carol@example.test", new URL(browser.world.roundcube).host);
        const text = await viewer.saying(new RegExp(browser.world.marker));
        within(text, "Encrypted · Signed by carol@example.test", "sealed-signed", "secret.bin", "Your picture");
        await browser.extension.title(mailbox.page, /^Encrypted · Signed by carol@example\.test/);
        const page = await mailbox.page.evaluate(() => [document.documentElement.outerHTML, window.length, document.querySelectorAll("iframe").length]);
        without(page[0], browser.world.marker);
        equal(page.slice(1), [0, 0]);
        await browser.picture(`viewer-${browser.kind}`, mailbox.page);
    },

    "what was attached to an encrypted mail is saved from the frame, octet for octet": async (browser) => {
        const { viewer } = await open(browser, "sealed-signed");
        await viewer.saying(/secret\.bin/);
        // What the browser would write to the disk.
        const octets = await viewer.frame.evaluate(async () => {
            const kept = [];
            const made = URL.createObjectURL;
            URL.createObjectURL = (blob) => (kept.push(blob), made.call(URL, blob));
            document.querySelector("#attachments button").click();
            return [kept[0].type, [...new Uint8Array(await kept[0].arrayBuffer())]];
        });
        const { attachment } = browser.world;
        equal([octets[0], sha256(octets[1])], ["application/octet-stream", attachment]);
    },

    "HTML of an encrypted mail runs nothing, sends nothing and fetches nothing": async (browser) => {
        const { viewer } = await open(browser, "sealed-pages");
        // A sheet, dots, style, paper, a picture and a larger one, a poster, a frame.
        await viewer.saying(/Not loaded from elsewhere: 8\./);
        const mail = await inner(viewer);
        const { text, parts, pictures, links } = await insides(mail);
        within(text, browser.world.marker, "Bonjour éè");
        equal([parts, pictures, links], [0, [""], [`${browser.world.outside}/link`]]);
        equal(await mail.evaluate(() => document.title), "");
        await viewer.still();
        await mail.click("a");
        await viewer.saying(new RegExp(`This link leads to:\\s+${browser.world.outside}/link`));
        await browser.picture(`viewer-html-${browser.kind}`, viewer.page);
    },

    "what was signed is shown on request, and the page's own view again": async (browser) => {
        const mailbox = await Mailbox.open(browser);
        await mailbox.show("signed-pages");
        const mark = await showFramed(browser, mailbox);
        const mail = await inner(await OwnFrame.in(mailbox.page, "#body"));
        within((await insides(mail)).text, "the meeting is on Tuesday");
        const hidden = () => mailbox.page.evaluate(() => getComputedStyle(document.getElementById("messagebody")).display);
        equal(await hidden(), "none");
        const now = await mark.boundingBox();
        await mark.click({ offset: { x: now.width - 20, y: 12 } });
        await until(async () => (await hidden()) === "block", "the page's own view");
    },

    "a mail that is as high as its frame, with a margin, does not grow": async (browser) => {
        const mailbox = await Mailbox.open(browser);
        await mailbox.show("signed-tall");
        await showFramed(browser, mailbox);
        const viewer = await OwnFrame.in(mailbox.page, "iframe.mail");
        const [early, late] = [await heightAfter(viewer, 20), await heightAfter(viewer, 60)];
        if (early !== late || late > 500) throw new Error(`it is ${early}, then ${late} pixels high`);
    },

    "a mail for somebody else stays closed and says so": async (browser) => {
        const { viewer } = await open(browser, "sealed-elsewhere");
        await viewer.saying(/Not encrypted for you/);
    },

    "E-84 a no is a no: nothing is opened, and the frame says so": async (browser) => {
        const { viewer } = await ask(browser, "sealed");
        await answerQuestion(browser, "no");
        const text = await viewer.saying(/The use of the key was refused/);
        without(text, browser.world.marker);
        within(text, "Open message");
    },

    "the keyboard alone opens a mail": async (browser) => {
        const mailbox = await Mailbox.open(browser);
        await mailbox.show("sealed");
        const viewer = await OwnFrame.in(mailbox.page, "#open");
        await viewer.frame.focus("#open");
        await mailbox.page.keyboard.press("Enter");
        await answerQuestion(browser, "yes");
        await viewer.saying(new RegExp(browser.world.marker));
    },

    "E-82 our pages are empty for whoever opens them without a name": async (browser) => {
        const page = await browser.open(`${browser.base}viewer.html`);
        const bare = () => page.evaluate(() => [document.body.getClientRects().length, document.getElementById("headline").textContent]);
        equal(await bare(), [0, ""]);
        await browser.go(page, `${browser.base}viewer.html?#${"0".repeat(32)}`);
        equal(await bare(), [0, ""]);
    },
};
