// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import { problemIn } from "../protocol/problem";
import { ownAddresses } from "./accounts";
import { button, fill, find, make } from "./dom";
import { showAbilities, showAccounts } from "./options_accounts";
import { showCertificates } from "./options_certificates";
import { showHealth } from "./options_health";
import { showPeople } from "./options_people";
import { host } from "./options_port";
import { showServers } from "./options_servers";
import { openPage, preparePage } from "./page";
import { problemLines } from "./problem_text";

async function main(): Promise<void> {
    preparePage();
    find("welcome").addEventListener("click", () => openPage("welcome"));
    const addresses = await ownAddresses();
    await showAccounts(addresses);
    await Promise.all([
        guarded(() => showHostProblem()),
        guarded(() => showCertificates(addresses, (found) => showAbilities(addresses, found))),
        guarded(() => showPeople()),
        guarded(() => showServers(addresses)),
        guarded(() => showHealth()),
    ]);
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

/** One section that fails leaves the others as they are. */
async function guarded(work: () => Promise<void>): Promise<void> {
    try {
        await work();
    } catch (error) {
        console.error(error);
    }
}

/** What all sections would otherwise say each for itself: the host is not there. */
async function showHostProblem(): Promise<void> {
    try {
        const { wanted } = await host.hello();
        fill("problem", ...(wanted ? [make("p", {}, say("host_outdated", wanted))] : []));
    } catch (error) {
        const lines = problemLines(problemIn(error), say).map((line) => make("p", {}, line));
        const again = button(say("ui_look_again"), {}, () => location.reload());
        fill("problem", ...lines, make("div", { class: "buttons" }, again));
    }
}

void main();
