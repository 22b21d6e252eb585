// SPDX-License-Identifier: MPL-2.0
import { browser } from "../browser/api";
import { say } from "../platform/say";
import { settings } from "../platform/settings";
import { problemIn } from "../protocol/problem";
import { problemLines } from "../wording/problem_text";
import { ownAddresses } from "./browser_accounts";
import { apart, fill, make } from "./dom";
import { isChosen, type FirstRun, type Progress } from "./first_run";
import { host } from "./options_port";
import { foundLines, knownSites, siteForm, type Site } from "./sites_view";
import { showWelcome, tell } from "./welcome_page";
import { content, testButtons, type Acts } from "./welcome_steps";

let sites: Site[] = [];

void showWelcome({
    steps: ["site", "program", "certificate", "test"],
    contents: { site, certificate, test },
    addresses: ownAddresses,
    look,
    test: ({ address }) => send(address),
    leave: async () => window.close(),
});

// The test that is opened in another tab ticks the last step off.
browser.storage.onChanged.addListener((changes) => ("sites" in changes || "tests" in changes) && void look().then(tell));
browser.permissions.onAdded.addListener(() => void look().then(tell));

async function look(): Promise<Partial<FirstRun>> {
    sites = (await knownSites()).filter(({ granted }) => granted);
    const tests = Object.values((await settings()).tests);
    return { sites: sites.map((each) => JSON.stringify(each)), tested: tests.some(({ whole }) => whole) };
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

/** What is usual is chosen with the certificate at hand: a step of its own would be one more to take. */
function certificate(progress: Progress, run: FirstRun, acts: Acts): Node[] {
    const found = content("certificate", progress, run, acts);
    if (progress !== "done") return found;
    const title = make("h3", {}, say("welcome_choice"));
    return [...found, title, ...content("choice", isChosen(run, Date.now() / 1000) ? "done" : "now", run, acts)];
}

function test(progress: Progress, run: FirstRun, acts: Acts): Node[] {
    if (progress === "later") return [];
    const text = make("p", {}, say(progress === "done" ? "welcome_back_done" : "welcome_back_text"));
    return [text, testButtons(run, acts), make("p", { id: "test-said", role: "status", hidden: "" })];
}

/** Never the end of the step: that is the message itself, when it is back. */
async function send(address: string): Promise<boolean> {
    fill("test-said", say("way_testing"));
    const said = await host.test(address).then(() => [say("way_tested", address)], (error: unknown) => problemLines(problemIn(error), say));
    fill("test-said", said.join(" "));
    return false;
}
