// SPDX-License-Identifier: MPL-2.0
import { browser } from "../browser/api";
import { isGranted } from "../browser/sites";
import { api } from "../platform/api";
import { settings } from "../platform/settings";
import { say } from "../platform/say";
import { problemIn } from "../protocol/problem";
import { describe } from "../wording/describe";
import { hear, listenToAsked } from "./asked";
import { apart, button, fill, find, make } from "./dom";
import { showHead } from "./head";
import { host } from "./options_port";
import { openPage, ownTab, preparePage } from "./page";
import { show } from "./popup_view";
import { originOf, switchOn } from "./sites_view";
import type { TabState } from "../talk/state";

/** Asks before anything else: what is known is to be there when the popup is. */
async function main(): Promise<void> {
    const port = api.runtime.connect({ name: "popup" });
    port.onMessage.addListener((said) => hear(said, tell));
    const tab = await ownTab();
    port.postMessage({ tab });
    preparePage();
    if (tab !== null) listenToAsked(port, tab);
    void offerSite(tab);
    find("settings").addEventListener("click", () => openPage("options"));
    find("write").hidden = false;
    find("write").addEventListener("click", () => {
        const writing = api.runtime.connect({ name: "write" });
        writing.onMessage.addListener(() => window.close());
        writing.postMessage({ tab });
    });
    find("retry").addEventListener("click", () => port.postMessage({ tab, retry: true }));
    find("stop").addEventListener("click", () => port.postMessage({ tab, stop: true }));
}

function tell(state: TabState): void {
    show(state);
    fill("stop", ...(state.kind === "pending" && state.octets ? [say("bar_stop")] : []));
    if (state.kind === "empty") void showHost();
}

/** Without a message, whether there is a host is all there is to say. */
async function showHost(): Promise<void> {
    try {
        const { version, openssl, wanted } = await host.hello();
        fill("host", say("host_ready_sentence", version, openssl), ...(wanted ? [" ", say("host_outdated", wanted)] : []));
    } catch (error) {
        showHead(describe({ kind: "problem", problem: problemIn(error) }, say, String));
    }
}

/** On a page where Sealwright is not switched on, a way to do so. */
async function offerSite(tabId: number | null): Promise<void> {
    const tab = tabId === null ? null : await browser.tabs.get(tabId).catch(() => null);
    if (!tab?.url || !/^https?:/i.test(tab.url)) return;
    const origin = originOf(tab.url);
    const { sites } = await settings();
    if (Object.hasOwn(sites, origin) && (await isGranted(origin))) return;
    // The browser closes this popup to ask; what happens then is the background's affair.
    const allow = button(say("sites_on"), { class: "primary", id: "site-on" }, () => void switchOn(origin).then(() => window.close()));
    fill("offer", make("p", {}, say("sites_offer")), make("p", {}, make("strong", {}, apart(origin))), allow);
}

void main();
