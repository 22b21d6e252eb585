// SPDX-License-Identifier: MPL-2.0
// drive.mjs WORLD.json BROWSER[,BROWSER] TEXT: runs each case whose name or file contains TEXT, in each
// browser, and says how it ended: a line [ok, name, detail] of JSON.
import { readFile, readdir } from "node:fs/promises";

import { Browser } from "./browsers.mjs";
import { Late, limited } from "./until.mjs";

const here = new URL(".", import.meta.url);

const caseLimit = 90_000;
/** Some waits of puppeteer have no end of their own, such as close(). */
const tidyLimit = 30_000;

async function main(file, kinds, text) {
    const world = JSON.parse(await readFile(file, "utf8"));
    const cases = await casesWith(text);
    const browsers = {};
    const open = (kind) => (browsers[kind] ??= Browser.start(kind, world));
    for (const kind of kinds.split(",")) {
        const wanted = cases.filter(({ only }) => !only || only === kind);
        if (wanted.length) await runAll(wanted, kind, open);
    }
    // One that did not start has said so already; who started this ends one that does not end.
    const stops = Object.values(browsers).map(async (browser) => (await browser).stop());
    await ending(Promise.allSettled(stops), "the end of the browsers", tidyLimit);
    process.exit();
}

/** A case is a function, or { only: browser, run }. It gets the browser, and what opens another one. */
async function casesWith(text) {
    const files = (await readdir(here)).filter((name) => name.endsWith(".cases.mjs")).sort();
    const found = [];
    for (const name of files) {
        const { cases } = await import(new URL(name, here));
        for (const [title, given] of Object.entries(cases)) {
            const { only, run } = typeof given === "function" ? { run: given } : given;
            if (`${name} ${title}`.includes(text)) found.push({ title, only, run });
        }
    }
    return found;
}

async function runAll(cases, kind, open) {
    const say = (ok, { title }, detail) => console.log(JSON.stringify([ok, `${title} (${kind})`, detail ?? ""]));
    let browser;
    try {
        browser = await open(kind);
    } catch (error) {
        return cases.forEach((each) => say(false, each, `${kind} did not start: ${error.message}`));
    }
    for (const [index, each] of cases.entries()) {
        const error = await ending(each.run(browser, open), "the case", caseLimit);
        say(!error, each, error && `${error.message} ${whereIn(error)}`);
        if (error) await ending(browser.picture(`failed-${kind}-${index + 1}`), "a picture", tidyLimit);
        const untidy = await ending(browser.tidy(), "putting away", tidyLimit);
        if (untidy) console.log(`after "${each.title}": ${untidy.message}`);
        // What still goes on in it would be in the way of the next case.
        if (untidy || error instanceof Late) await browser.beginAnew();
    }
}

/** The error that it ends with, or nothing. */
const ending = (running, what, limit) => limited(running, what, limit).then(() => null, (error) => error);

/** The line of the case, which names what was expected. */
const whereIn = (error) => error.stack?.match(/[\w-]+\.cases\.mjs:\d+/)?.[0] ?? "";

await main(...process.argv.slice(2));
