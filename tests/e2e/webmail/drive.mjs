// SPDX-License-Identifier: MPL-2.0
// drive.mjs WORLD.json BROWSER[,BROWSER] TEXT: runs each case whose name or file contains TEXT, in each
// browser, and says how it ended: a line [ok, name, detail] of JSON.
import { readFile, readdir } from "node:fs/promises";

import { Browser } from "./browsers.mjs";

const here = new URL(".", import.meta.url);

async function main(file, kinds, text) {
    const world = JSON.parse(await readFile(file, "utf8"));
    const cases = await casesWith(text);
    const browsers = {};
    const open = (kind) => (browsers[kind] ??= Browser.start(kind, world));
    for (const kind of kinds.split(",")) {
        const wanted = cases.filter(({ only }) => !only || only === kind);
        if (wanted.length) await runAll(wanted, kind, open);
    }
    // One that did not start has said so already.
    await Promise.allSettled(Object.values(browsers).map(async (browser) => (await browser).stop()));
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
    let number = 0;
    const say = (ok, { title }, detail = "") => console.log(JSON.stringify([ok, `${title} (${kind})`, detail]));
    let browser;
    try {
        browser = await open(kind);
    } catch (error) {
        return cases.forEach((each) => say(false, each, `${kind} did not start: ${error.message}`));
    }
    for (const each of cases) {
        number += 1;
        try {
            await limited(each.run(browser, open));
            say(true, each);
        } catch (error) {
            say(false, each, `${error.message} ${whereIn(error)}`);
            await browser.picture(`failed-${kind}-${number}`);
        }
        await browser.tidy();
    }
}

const caseLimit = 90_000;

function limited(running) {
    let timer;
    const late = new Promise((_, fail) => (timer = setTimeout(fail, caseLimit, new Error(`took over ${caseLimit / 1000} s`))));
    return Promise.race([running, late]).finally(() => clearTimeout(timer));
}

/** The line of the case, which names what was expected. */
const whereIn = (error) => error.stack?.match(/[\w-]+\.cases\.mjs:\d+/)?.[0] ?? "";

await main(...process.argv.slice(2));
