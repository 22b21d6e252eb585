// SPDX-License-Identifier: MPL-2.0
import { api } from "../platform/api";
import { say } from "../platform/say";
import { problemIn } from "../protocol/problem";
import { describe } from "./describe";
import { fill, find } from "./dom";
import { showHead } from "./head";
import { host } from "./options_port";
import { openPage, ownTab, preparePage } from "./page";
import { show } from "./popup_view";
import type { TabState } from "./state";

/** Asks before anything else: what is known is to be there when the popup is. */
async function main(): Promise<void> {
    const port = api.runtime.connect({ name: "popup" });
    port.onMessage.addListener((state) => tell(state as TabState));
    const tab = await ownTab();
    port.postMessage({ tab });
    preparePage();
    find("settings").addEventListener("click", () => openPage("options"));
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

void main();
