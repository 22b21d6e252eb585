// SPDX-License-Identifier: MPL-2.0
import { settings } from "../platform/settings";
import { browser } from "./api";

const script = "content.js";

/** Origins a person has switched on and the browser lets us into. */
export async function sitesOn(): Promise<string[]> {
    const { sites } = await settings();
    const asked = await Promise.all(Object.keys(sites).map(async (site) => ((await isGranted(site)) ? site : null)));
    return asked.filter((site) => site !== null);
}

export async function isOn(origin: string): Promise<boolean> {
    const { sites } = await settings();
    return Object.hasOwn(sites, origin) && (await isGranted(origin));
}

export const isGranted = (origin: string): Promise<boolean> => browser.permissions.contains({ origins: patternsOf(origin) });

/** Where these webmails send a browser on to when it fetches a message. */
const also: Record<string, string[]> = {
    "https://mail.google.com": ["https://mail-attachment.googleusercontent.com/*"],
};

/** Patterns know no ports: they stand for all of that host. */
export function patternsOf(origin: string): string[] {
    const { protocol, hostname } = new URL(origin);
    return [`${protocol}//${hostname}/*`, ...(also[origin] ?? [])];
}

let turn: Promise<void> = Promise.resolve();

/** Lets the content script into the sites that are on, and out of the others; also in tabs that are open. */
export function syncSites(): Promise<void> {
    turn = turn.then(sync).catch((error) => console.error(error));
    return turn;
}

async function sync(): Promise<void> {
    const matches = [...new Set((await sitesOn()).map((site) => patternsOf(site)[0]!))].sort();
    const [known] = await browser.scripting.getRegisteredContentScripts();
    const before = known?.matches ?? [];
    if (before.join() !== matches.join()) await register(matches);
    await inject(matches);
}

async function register(matches: string[]): Promise<void> {
    await browser.scripting.unregisterContentScripts();
    if (matches.length === 0) return;
    const kind = { allFrames: true, runAt: "document_end", persistAcrossSessions: true } as const;
    await browser.scripting.registerContentScripts([{ id: "mail", js: [script], matches, ...kind }]);
}

/** A frame in which the script runs already leaves it at that. */
async function inject(matches: string[]): Promise<void> {
    if (matches.length === 0) return;
    const tabs = await browser.tabs.query({ url: matches });
    const target = (tabId: number) => ({ target: { tabId, allFrames: true as const }, files: [script] });
    await Promise.allSettled(tabs.map(({ id }) => (id === undefined ? null : browser.scripting.executeScript(target(id)))));
}
