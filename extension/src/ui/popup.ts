// SPDX-License-Identifier: MPL-2.0
import { api } from "../platform/api";
import { say } from "../platform/say";
import { experiment } from "../thunderbird/experiment";
import { hear, listenToAsked } from "./asked";
import { fill, find } from "./dom";
import { openPage, ownTab, preparePage } from "./page";
import { offerAttachments } from "./popup_attachments";
import { show } from "./popup_view";

async function main(): Promise<void> {
    preparePage();
    fill("limits", ...(await limits()));
    const tab = await ownTab();
    if (tab === null) return show({ kind: "empty" });
    const port = api.runtime.connect({ name: "popup" });
    const askForAttachments = offerAttachments(tab);
    port.onMessage.addListener((said) =>
        hear(said, (state) => {
            show(state);
            askForAttachments();
        }),
    );
    listenToAsked(port, tab);
    port.postMessage({ tab });
    find("settings").addEventListener("click", () => openPage("options"));
    find("retry").addEventListener("click", () => port.postMessage({ tab, retry: true }));
}

/** What this Thunderbird keeps the extension from doing with received mail. */
async function limits(): Promise<string[]> {
    if (!experiment) return [say("ui_reduced")];
    const { reading } = await experiment.missing();
    return reading.length > 0 ? [say("ui_reading_missing", reading.join(", "))] : [];
}

void main();
