// SPDX-License-Identifier: MPL-2.0
// webmail_measures.mjs WORLD.json: a line [name, ratio, aim, detail] of JSON for each measure.
import { readFile } from "node:fs/promises";

import { Browser } from "../e2e/webmail/browsers.mjs";
import { HostileSite, turnTo } from "../e2e/webmail/hostile_site.mjs";

const smallRounds = 15;
const largeRounds = 3;
/** Milliseconds. */
const smallAim = { chromium: 100, firefox: 200 };
const longestTask = 50;
const verified = "Signed by carol";

async function main(file) {
    const world = JSON.parse(await readFile(file, "utf8"));
    for (const kind of Object.keys(world.seats)) {
        const browser = await Browser.start(kind, world);
        const site = await HostileSite.start(world);
        try {
            await browser.extension.switchOn(site.origin);
            const page = await browser.open(site.address("unsigned"));
            await browser.extension.title(page, /^Not signed/);
            await small(browser, page);
            await large(browser, page, site);
        } finally {
            await site.stop();
            await browser.stop();
        }
    }
}

const say = (...measure) => console.log(JSON.stringify(measure));

/** From the message on screen to its badge, and the longest the page's own thread was kept meanwhile. */
async function small(browser, page) {
    const { kind } = browser;
    const times = [];
    await page.evaluate(watchThread);
    for (let round = 0; round < smallRounds; round++) {
        times.push(await untilBadge(browser, page, "signed", verified));
        await untilBadge(browser, page, "unsigned", "Not signed");
    }
    const middle = median(times);
    const kept = await page.evaluate(() => globalThis.longest);
    say(`small signed mail, open to badge : ${smallAim[kind]} ms (${kind})`, middle / smallAim[kind], 1,
        `median ${middle.toFixed(0)} ms, worst ${Math.max(...times).toFixed(0)} ms`);
    say(`longest task of the page's thread : ${longestTask} ms (${kind})`, kept / longestTask, 1, `${kept.toFixed(0)} ms`);
}

/** 20 MB: to the badge, beside the page's own fetch of them and an echo through the port. */
async function large(browser, page, site) {
    const ours = [];
    for (let round = 0; round < largeRounds; round++) {
        ours.push(await untilBadge(browser, page, "big", verified));
        await untilBadge(browser, page, "unsigned", "Not signed");
    }
    const address = `${site.origin}?_action=viewsource&_uid=big`;
    const fetched = [];
    for (let round = 0; round < largeRounds; round++) fetched.push(await page.evaluate(timeFetch, address));
    await browser.hosts.use("echo");
    // Browsers give less to what runs behind.
    await (await browser.extension.stage()).bringToFront();
    const echoed = [];
    for (let round = 0; round < largeRounds; round++) echoed.push(await browser.extension.inside(timeEcho, await hostName(browser), 20 << 20));
    const theirs = Math.min(...fetched) + Math.min(...echoed);
    say(`signed mail of 20 MB, open to badge : fetch + echo (${browser.kind})`, Math.min(...ours) / theirs, 1.5,
        `${Math.min(...ours).toFixed(0)} ms : ${Math.min(...fetched).toFixed(0)} + ${Math.min(...echoed).toFixed(0)} ms`);
}

async function untilBadge(browser, page, letter, title) {
    // The number of the tab is asked for before its address changes.
    const tab = await browser.extension.tabOf(page);
    const badge = browser.extension.inside(whenTitled, tab, title);
    const begin = await page.evaluate(turnAndTell, letter, String(turnTo));
    return (await badge) - begin;
}

const hostName = async ({ hosts }) => JSON.parse(await readFile(hosts.manifest, "utf8")).name;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** Runs in the page: when, by the clock that all pages share, the message was turned to. */
function turnAndTell(letter, turn) {
    const begin = Date.now();
    new Function(`return ${turn}`)()(letter);
    return begin;
}

/** Runs in a page of ours: when the toolbar button says it. */
async function whenTitled(tabId, wanted) {
    while (!(await chrome.action.getTitle({ tabId })).replace(/[\u2066-\u2069]/g, "").includes(wanted));
    return Date.now();
}

/** Runs in the page: how long at most something else had its thread. */
function watchThread() {
    globalThis.longest = 0;
    const { port1, port2 } = new MessageChannel();
    let last = performance.now();
    port1.onmessage = () => {
        const now = performance.now();
        globalThis.longest = Math.max(globalThis.longest, now - last);
        last = now;
        setTimeout(() => {
            last = performance.now();
            port2.postMessage(0);
        }, 1);
    };
    port2.postMessage(0);
}

async function timeFetch(address) {
    const begin = performance.now();
    await (await fetch(address)).arrayBuffer();
    return performance.now() - begin;
}

/** Runs in a page of ours: octets in pieces as the extension sends them, there and back. */
async function timeEcho(name, size) {
    const step = 512 << 10;
    const octets = new Uint8Array(size);
    const port = chrome.runtime.connectNative(name);
    const begin = performance.now();
    let back = 0;
    const all = new Promise((done, fail) => {
        port.onDisconnect.addListener(() => fail(new Error("the echo ended")));
        port.onMessage.addListener(({ data }) => {
            Uint8Array.fromBase64(data);
            if ((back += step) >= size) done();
        });
    });
    for (let at = 0; at < size; at += step) port.postMessage({ data: octets.subarray(at, at + step).toBase64() });
    await all;
    const time = performance.now() - begin;
    port.disconnect();
    return time;
}

await main(process.argv[2]);
