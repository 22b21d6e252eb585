// SPDX-License-Identifier: MPL-2.0
import { api } from "../platform/api";
import { language, say } from "../platform/say";
import { cueName, cuePicture, ownCue } from "./cue";
import { fill, make } from "./dom";

/** Gives a page its language, its fixed texts and the picture of this installation. */
export function preparePage(): void {
    document.documentElement.lang = language();
    for (const element of document.querySelectorAll<HTMLElement>("[data-say]")) {
        element.textContent = say(element.dataset["say"] ?? "");
    }
    for (const element of document.querySelectorAll<HTMLElement>("[data-label]")) {
        element.setAttribute("aria-label", say(element.dataset["label"] ?? ""));
    }
    if (document.getElementById("cue")) void showCue();
}

async function showCue(): Promise<void> {
    const cue = await ownCue();
    const text = say("ui_your_picture", cueName(cue, say));
    fill("cue", cuePicture(cue), make("span", {}, text));
}

export function openPage(name: "options" | "welcome", section = ""): void {
    const url = api.runtime.getURL(`${name}.html`) + (section && `#${section}`);
    void tabs().create({ url });
    if (document.body.classList.contains("panel")) window.close();
}

interface Tab {
    id: number;
}
interface Tabs {
    create(info: { url: string }): Promise<Tab>;
    query(query: object): Promise<Tab[]>;
}
const tabs = () => (api as unknown as { tabs: Tabs }).tabs;

/** The tab or compose window that a popup belongs to. */
export async function ownTab(): Promise<number | null> {
    const [tab] = await tabs().query({ active: true, currentWindow: true });
    return tab?.id ?? null;
}
