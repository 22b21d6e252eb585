// SPDX-License-Identifier: MPL-2.0
import { browser } from "../browser/api";
import { isGranted, patternsOf } from "../browser/sites";
import { changeSite, removeSite } from "../platform/preferences";
import { say } from "../platform/say";
import { settings, type SiteSettings } from "../platform/settings";
import { apart, button, make } from "./dom";
import { key } from "../wording/keys";

/** A webmail the person chose, and whether the browser lets us in. */
export interface Site extends SiteSettings {
    origin: string;
    granted: boolean;
}

export async function knownSites(): Promise<Site[]> {
    const { sites } = await settings();
    const rows = Object.entries(sites).map(async ([origin, each]) => ({ origin, granted: await isGranted(origin), ...each }));
    return (await Promise.all(rows)).sort((a, b) => a.origin.localeCompare(b.origin));
}

/** Webmails whose address everybody knows. */
const wellKnown: [name: string, origin: string][] = [
    ["Gmail", "https://mail.google.com"],
    ["Outlook", "https://outlook.office.com"],
    ["Outlook.com", "https://outlook.live.com"],
];

/** "mail.example.org" or a whole address → its origin; empty for what is neither. */
export function originOf(typed: string): string {
    const text = typed.trim();
    const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
    if (!text || /\s/.test(text) || !URL.canParse(address)) return "";
    return new URL(address).origin;
}

/**
 * Called from a click or a key: the browser asks the person only then. What was chosen is kept first,
 * since a popup that asked is closed by the browser's question.
 */
export async function switchOn(origin: string): Promise<boolean> {
    const asked = browser.permissions.request({ origins: patternsOf(origin) });
    await changeSite(origin, {});
    return asked;
}

export async function switchOff(origin: string): Promise<void> {
    await removeSite(origin);
    await browser.permissions.remove({ origins: patternsOf(origin) }).catch(() => false); // granted by the administrator
}

/** A field and buttons that switch a webmail on; `done` is called with what became of it. */
export function siteForm(known: Site[], done: (origin: string, granted: boolean) => void): HTMLElement {
    const field = make("input", { id: "site", type: "text", inputmode: "url", autocomplete: "off", spellcheck: "false", "aria-describedby": "site-wrong", placeholder: "mail.example.org" }) as HTMLInputElement;
    const wrong = make("p", { id: "site-wrong", class: "warning", role: "alert" });
    const add = async (origin: string) => done(origin, await switchOn(origin));
    const form = make("form", { class: "tools" }, make("label", { for: "site" }, say("sites_address")), field, make("button", { class: "primary", id: "site-on" }, say("sites_on")), wrong);
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        const origin = originOf(field.value);
        wrong.textContent = origin ? "" : say("sites_wrong");
        field.setAttribute("aria-invalid", String(!origin));
        if (origin) void add(origin);
    });
    const others = wellKnown.filter(([, origin]) => !known.some((site) => site.origin === origin));
    const quick = others.map(([name, origin]) => button(name, { "aria-label": say("sites_on_named", name) }, () => void add(origin)));
    return make("div", {}, form, make("div", { class: "buttons" }, ...quick));
}

/** A webmail, what was found there, and how to switch it off. */
export function siteCard(site: Site, changed: () => void): HTMLElement {
    const { origin, granted } = site;
    const off = button(say("sites_off"), { class: "link", "aria-label": `${say("sites_off")}: ${origin}` }, () => void switchOff(origin).then(changed));
    const allow = button(say("sites_allow"), {}, () => void switchOn(origin).then(changed));
    const picture = make("img", { src: `assets/${granted ? "signed" : "warning"}.svg`, alt: "", width: "16", height: "16" });
    const lines = granted ? foundLines(site) : [say("sites_not_granted")];
    const texts = make("div", {}, make("strong", {}, apart(origin)), ...lines.map((line) => make("p", { class: "soft" }, line)));
    return make("li", {}, picture, texts, ...(granted ? [] : [allow]), off);
}

/** What is known of how the webmail hands out messages (C-59). */
export function foundLines({ adapter, measured }: SiteSettings): string[] {
    if (!adapter) return [say("sites_unseen")];
    const untried = adapter === "roundcube" ? "sites_untried" : "sites_untried_lossy";
    return [say(key("sites_adapter", adapter)), say(measured ? key("sites_measured", measured) : untried)];
}
