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

/** Shows one of the pages that fill a tab, in the tab it has already if it has one. */
export async function openPage(name: "options" | "welcome", place = ""): Promise<void> {
    const path = `/${name}.html`;
    const open = client.extension.getViews({ type: "tab" }).find((view) => view.location.pathname === path);
    const known = open && (await (open.browser ?? open.chrome)?.tabs.getCurrent());
    if (open && place) open.location.hash = place;
    const { windowId } = known
        ? await client.tabs.update(known.id, { active: true })
        : await client.tabs.create({ url: api.runtime.getURL(path) + place });
    // From a window of its own, the tabs are behind it.
    await client.windows.update(windowId, { focused: true });
    if (document.body.classList.contains("panel")) window.close();
}

interface Tab {
    id: number;
    windowId: number;
}
/** What pages may use of the client's interface. */
interface PageApi {
    tabs: {
        create(info: { url: string }): Promise<Tab>;
        getCurrent(): Promise<Tab>;
        query(query: object): Promise<Tab[]>;
        update(id: number, changes: { active: true }): Promise<Tab>;
    };
    windows: { update(id: number, changes: { focused: true }): Promise<unknown> };
    extension: { getViews(which: { type: "tab" }): (Window & { browser?: PageApi; chrome?: PageApi })[] };
}
const client = api as unknown as PageApi;

/** The tab or compose window that a popup belongs to; a popup in a window of its own names it in its address. */
export async function ownTab(): Promise<number | null> {
    if (/^#\d+$/.test(location.hash)) return Number(location.hash.slice(1));
    const [tab] = await client.tabs.query({ active: true, currentWindow: true });
    return tab?.id ?? null;
}
