// SPDX-License-Identifier: MPL-2.0
import { browser } from "../browser/api";
import { say } from "../platform/say";
import { fill, find, make } from "./dom";
import { knownSites, siteCard, siteForm } from "./sites_view";

/** Which webmails Sealwright may work on, and what it found there. */
export async function showSites(): Promise<void> {
    find("sites").hidden = false;
    find("sites-link").hidden = false;
    browser.storage.onChanged.addListener((changes) => "sites" in changes && void list());
    await list();
    fill("site-new", siteForm(await knownSites(), told));
}

async function list(): Promise<void> {
    const cards = (await knownSites()).map((site) => siteCard(site, () => void list()));
    fill("sites-known", cards.length > 0 ? make("ul", { class: "cards" }, ...cards) : make("p", { class: "empty" }, say("sites_none")));
}

function told(origin: string, granted: boolean): void {
    fill("sites-said", say(granted ? "sites_switched_on" : "sites_refused", origin));
    void list();
}
