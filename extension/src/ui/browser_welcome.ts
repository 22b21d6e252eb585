// SPDX-License-Identifier: MPL-2.0
import { browser } from "../browser/api";
import { say } from "../platform/say";
import { ownAddresses } from "./browser_accounts";
import { apart, fill, make } from "./dom";
import type { FirstRun, Progress } from "./first_run";
import { foundLines, knownSites, siteForm, type Site } from "./sites_view";
import { showWelcome, tell } from "./welcome_page";
import type { Acts } from "./welcome_steps";

let sites: Site[] = [];

void showWelcome({
    steps: ["site", "program", "certificate", "test"],
    contents: { site, test },
    addresses: ownAddresses,
    look,
    test: async () => false,
    leave: async () => window.close(),
});

// A signed message that is opened in another tab ticks the last step off.
browser.storage.onChanged.addListener((changes) => "sites" in changes && void look().then(tell));
browser.permissions.onAdded.addListener(() => void look().then(tell));

async function look(): Promise<Partial<FirstRun>> {
    sites = (await knownSites()).filter(({ granted }) => granted);
    return { sites: sites.map((each) => JSON.stringify(each)), tested: sites.some(({ measured }) => measured !== null) };
}

function site(progress: Progress, _: FirstRun, acts: Acts): Node[] {
    const done = (origin: string, granted: boolean) => {
        if (granted) acts.looked();
        else fill("site-said", say("sites_refused", origin));
    };
    const text = make("p", {}, say(progress === "done" ? "welcome_site_done" : "welcome_site_text"));
    const refused = make("p", { id: "site-said", role: "alert", class: "warning", hidden: "" });
    return [text, ...cards(), siteForm(sites, done), refused];
}

function cards(): Node[] {
    const rows = sites.map((each) => {
        const lines = foundLines(each).map((line) => make("p", { class: "soft" }, line));
        return make("li", {}, make("div", {}, make("strong", {}, apart(each.origin)), ...lines));
    });
    return rows.length > 0 ? [make("ul", { class: "cards" }, ...rows)] : [];
}

function test(progress: Progress): Node[] {
    if (progress === "later") return [];
    return [make("p", {}, say(progress === "done" ? "welcome_opened_done" : "welcome_opened_text"))];
}
