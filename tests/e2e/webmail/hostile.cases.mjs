// SPDX-License-Identifier: MPL-2.0
import { answerQuestion } from "./consent.mjs";
import { Editor } from "./editor.mjs";
import { equal, within, without } from "./expect.mjs";
import { HostileSite, turnTo } from "./hostile_site.mjs";
import { OwnFrame } from "./own_frames.mjs";
import { clickClosed, closedText, closedTexts, marksOn } from "./shadows.mjs";
import { until } from "./until.mjs";

const verified = /^Signed by carol@example\.test/;
const broken = /^Signature does not match/;

/** A case that visits the hostile site, which the person has switched on unless said otherwise. */
function hostile(run, { on = true } = {}) {
    return async (browser) => {
        const site = await HostileSite.start(browser.world);
        try {
            if (on) await browser.extension.switchOn(site.origin);
            await run(browser, site);
        } finally {
            await site.stop();
        }
    };
}

export const cases = {
    "E-67b a page that hides, moves and clones our mark and draws a better one changes no verdict": hostile(async (browser, site) => {
        const page = await browser.open(site.address("tampered"));
        await browser.extension.title(page, broken);
        await closedText(browser, page, /\w/);
        equal(await page.evaluate(imitate), { marks: 1, text: "" });
        const popup = await browser.extension.popup(page, /Signature does not match/);
        without(popup.text, "ceo@example.test");
        for (const text of await closedTexts(browser, page)) without(text.toLowerCase(), "signed by", "verified", "ceo");
        await browser.picture(`imitation-${browser.kind}`, page);
    }),

    "E-67b text that a page edits after the verification is in none of our frames": hostile(async (browser, site) => {
        const page = await browser.open(site.address("signed"));
        await browser.extension.title(page, verified);
        await page.evaluate(() => {
            document.querySelector("h2.subject").textContent = "Pay at once";
            document.querySelector("#sender").textContent = "ceo@example.test";
            document.querySelector("#messagebody").textContent = "Pay 10,000 to mallory.";
        });
        await closedText(browser, page, /^Checked/);
        await clickClosed(browser, page, "Show what was signed");
        const viewer = await OwnFrame.in(page, "#body");
        within(await viewer.saying(/the meeting is on/), "carol@example.test", "Tuesday");
        const text = await viewer.text();
        without(text, "ceo@example.test", "Pay at once");
        const { text: popup } = await browser.extension.popup(page, /Signed by/);
        without(popup, "ceo@example.test", "Pay at once");
    }),

    "E-67b a page finds neither window nor element nor request of our frames": hostile(async (browser, site) => {
        const page = await browser.open(site.address("sealed"));
        await OwnFrame.in(page, "#open");
        const seen = await page.evaluate(() => ({
            windows: window.length,
            frames: document.querySelectorAll("iframe, object, embed").length,
            roots: [...document.querySelectorAll("*")].filter((each) => each.shadowRoot).length,
            requests: performance.getEntriesByType("resource").filter(({ name }) => /extension:/.test(name)).length,
        }));
        equal(seen, { windows: 0, frames: 0, roots: 0, requests: 0 });
    }),

    "E-82 what a page posts, sends, frames and fetches reaches neither the host nor our pages": hostile(async (browser, site) => {
        await browser.hosts.count();
        const page = await browser.open(site.address("unsigned"));
        await browser.extension.title(page, /^Not signed/);
        const before = await browser.hosts.counted();
        const frames = await page.evaluate(besiege, browser.base, browser.world.ids.chromium);
        equal(frames, []);
        for (const frame of page.frames().slice(1)) {
            equal(await frame.evaluate(toUse).catch(() => []), []);
        }
        // The host answers in turn, so what came before would have been noted.
        await page.evaluate(turnTo, "signed");
        await browser.extension.title(page, verified);
        const asked = (await browser.hosts.counted()).slice(before.length);
        equal(asked.filter((verb) => verb !== "verify"), []);
        equal(asked.length, 1);
    }),

    "E-82 a site that is not switched on gets nothing, whatever it looks like": hostile(
        async (browser, site) => {
            await browser.hosts.count();
            const page = await browser.open(site.address("signed"));
            const other = await HostileSite.start(browser.world);
            try {
                await browser.extension.switchOn(other.origin);
                const trusted = await browser.open(other.address("signed"));
                await browser.extension.title(trusted, verified);
            } finally {
                await other.stop();
            }
            equal((await browser.hosts.counted()).filter((verb) => verb === "verify").length, 1);
            equal(await browser.extension.said(await browser.extension.tabOf(page)), "Sealwright");
            equal(await marksOn(page), []);
        },
        { on: false },
    ),

    "E-84 200 clicks that scripts make in hidden tabs open no question and reach no key": hostile(async (browser, site) => {
        await browser.hosts.count();
        const windows = await browser.extension.inside(async () => (await chrome.windows.getAll()).length);
        const front = await browser.open(site.address("unsigned"));
        for (let tab = 0; tab < 5; tab++) {
            const page = await browser.puppet.newPage({ type: "tab", background: true });
            await browser.go(page, site.address("sealed"));
            const frame = await until(() => hiddenViewer(page), "the frame of ours in a hidden tab");
            await frame.evaluate(() => {
                for (let click = 0; click < 40; click++) document.querySelector("#open").click();
            });
            await page.evaluate(clickEverything);
        }
        await browser.extension.inside(askByName, 200);
        await front.evaluate(turnTo, "signed");
        await browser.extension.title(front, verified);
        equal((await browser.hosts.counted()).filter((verb) => !["verify", "hello"].includes(verb)), []);
        equal(await browser.extension.inside(async () => (await chrome.windows.getAll()).length), windows);
    }),

    "E-63 a page that takes the editor away leaves the person the choice, and a draft of what was written": hostile(async (browser, site) => {
        const page = await editorAt(browser, site, "not for this page");
        await page.evaluate(() => document.querySelector("#compose-content").previousElementSibling.remove());
        await wentOn(browser, page, /not for this page/);
    }),

    "E-63 a page that draws its form anew leaves the person the choice, and a draft of what was written": hostile(async (browser, site) => {
        const page = await editorAt(browser, site, "still mine");
        await page.evaluate(() => {
            const form = document.querySelector("#compose-content");
            const copy = form.cloneNode(true);
            copy.style.removeProperty("display");
            form.replaceWith(copy);
        });
        await wentOn(browser, page, /still mine/);
    }),

    "a page that keeps taking the choice away is left at that": hostile(async (browser, site) => {
        const page = await browser.open(site.form(browser.address));
        await closedText(browser, page, /Sign and encrypt/);
        const taken = await page.evaluate(async () => {
            let times = 0;
            const take = () => {
                const choice = document.querySelector("#compose-content").previousElementSibling;
                if (choice) ++times;
                choice?.remove();
            };
            new MutationObserver(take).observe(document.querySelector("#page"), { childList: true });
            take();
            for (let before = -1; before !== times; await new Promise((later) => setTimeout(later, 500))) before = times;
            return times;
        });
        equal(taken, 20);
    }),

    "E-86 an answer about a message that the page has left is not painted": hostile(async (browser, site) => {
        site.keepBack("signed");
        const page = await browser.open(site.address("signed"));
        await until(() => site.kept.signed.length > 0, "the question for the octets");
        await page.evaluate(turnTo, "tampered");
        await browser.extension.title(page, broken);
        await site.release("signed");
        await browser.extension.popup(page, /Signature does not match/);
        await browser.extension.title(page, broken);
    }),

    "E-86 octets that change between check and opening: the verdict is that of what is shown": hostile(async (browser, site) => {
        const page = await browser.open(site.address("signed"));
        await browser.extension.title(page, verified);
        site.instead.signed = "tampered";
        await closedText(browser, page, /^Checked/);
        await clickClosed(browser, page, "Show what was signed");
        const viewer = await OwnFrame.in(page);
        await viewer.saying(/Signature does not match/);
        await browser.extension.title(page, broken);
    }),
};

/** The editor in place of the site's form, with a draft of `text`. */
async function editorAt(browser, site, text) {
    const page = await browser.open(site.form(browser.address));
    await clickClosed(browser, page, "Sign");
    const editor = await Editor.in(browser, page);
    await editor.says("#headline", /\w/);
    await editor.frame.type("#body", text);
    await editor.says("#kept", /Draft kept/);
    return page;
}

/** What was written is offered by the next editor, and opens there. */
async function wentOn(browser, page, text) {
    await closedText(browser, page, /took the editor away/);
    await clickClosed(browser, page, "Sign");
    const editor = await Editor.in(browser, page);
    await editor.frame.click('[id^="restore-"]');
    await answerQuestion(browser, "yes");
    await editor.says("#body", text);
    for (const each of await closedTexts(browser, page)) without(each, "took the editor away");
    await editor.press("discard");
    await page.waitForSelector("#composebody", { visible: true });
}

/** Runs in a frame: what of a page of ours a person could use there. */
function toUse() {
    if (!/extension:/.test(location.protocol)) return [];
    const inside = [...document.querySelectorAll("main, button, input, .cue")];
    return inside.filter((each) => each.getClientRects().length).map((each) => each.outerHTML);
}

/** The frame of ours that offers to open a message, in a tab in which nothing is drawn. */
async function hiddenViewer(page) {
    for (const frame of page.frames()) {
        const offers = () => document.querySelector("#open")?.hidden === false && !document.body.hidden;
        if (await frame.evaluate(offers).catch(() => false)) return frame;
    }
    return null;
}

/** Runs in the page; gives how many marks it found, and what it could read in them. */
function imitate() {
    const ours = [...document.querySelectorAll("span")].filter((each) => /: initial !important/.test(each.getAttribute("style") ?? ""));
    for (const mark of ours) {
        document.body.append(mark.cloneNode(true));
        mark.style.setProperty("opacity", "0", "important");
        document.body.prepend(mark);
    }
    const fake = document.createElement("div");
    fake.textContent = "✔ Signed by ceo@example.test";
    fake.style.color = "green";
    document.querySelector("h2.subject").after(fake);
    const text = ours.map((each) => each.innerText + (each.shadowRoot?.textContent ?? "")).join("");
    return { marks: ours.length, text };
}

/** Runs in the page; gives what of ours loaded in a way that the page can read. */
async function besiege(base, id) {
    const asked = [
        { do: "verify" }, { do: "decrypt" }, { do: "sign" }, { do: "open" }, { do: "frame", kind: "viewer", key: "INBOX/sealed" },
        { do: "shown", message: { key: "1", raw: location.href } }, { id: 1, do: "identities" }, { token: "0".repeat(32) },
    ];
    for (const said of asked) {
        window.postMessage(said, "*");
        window.dispatchEvent(new CustomEvent("message", { detail: said }));
        document.dispatchEvent(new CustomEvent("sealwright", { detail: said }));
        for (const runtime of [window.chrome?.runtime, window.browser?.runtime]) {
            try {
                runtime?.sendMessage?.(id, said, () => runtime.lastError);
                runtime?.connect?.(id, { name: "mail" })?.postMessage(said);
            } catch {
                // That is what should happen.
            }
        }
    }
    const readable = [];
    for (const name of ["viewer", "editor", "popup", "options", "confirm"]) {
        const frame = document.createElement("iframe");
        const loaded = new Promise((done) => (frame.onload = frame.onerror = done));
        frame.src = `${base}${name}.html#${"0".repeat(32)}`;
        document.body.append(frame);
        await Promise.race([loaded, new Promise((late) => setTimeout(late, 2000))]);
        for (const said of asked) frame.contentWindow?.postMessage(said, "*");
        try {
            if (frame.contentDocument?.body?.innerText) readable.push(name);
        } catch {
            // Another origin's.
        }
    }
    return readable;
}

/** Runs in the page. */
function clickEverything() {
    for (const each of document.querySelectorAll("*")) {
        each.click?.();
        each.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    }
}

/** Runs in a page of ours that has no ticket: even from there nothing is opened without one. */
function askByName(times) {
    for (let time = 0; time < times; time++) {
        const name = ["viewer", "editor", "confirm"][time % 3];
        const port = chrome.runtime.connect({ name });
        for (const said of [{ token: "0".repeat(32) }, { name: "0" }, { do: "open" }, { answer: "yes" }]) port.postMessage(said);
        port.disconnect();
    }
}
