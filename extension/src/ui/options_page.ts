// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import type { HealthCheck } from "../protocol/inventory";
import { problemIn } from "../protocol/problem";
import type { OwnAddress } from "./accounts";
import { button, fill, find, make } from "./dom";
import { showAbilities, showAccounts } from "./options_accounts";
import { showCertificates } from "./options_certificates";
import { showHealth } from "./options_health";
import { showPeople } from "./options_people";
import { host } from "./options_port";
import { showServers, type Results } from "./options_servers";
import { openPage, preparePage } from "./page";
import { problemLines } from "../wording/problem_text";

/** What differs from client to client. */
export interface OptionsClient {
    addresses(): Promise<OwnAddress[]>;
    /** What the host cannot see. */
    checks(): Promise<HealthCheck[]>;
    results: Results;
    /** Sections that only this client has. */
    own: ((addresses: OwnAddress[]) => Promise<void>)[];
}

export async function showOptions(client: OptionsClient): Promise<void> {
    preparePage();
    find("welcome").addEventListener("click", () => openPage("welcome"));
    const addresses = await client.addresses();
    await showAccounts(addresses);
    await Promise.all([
        guarded(() => showHostProblem()),
        guarded(() => showCertificates(addresses, (found) => showAbilities(addresses, found))),
        guarded(() => showPeople()),
        guarded(() => showServers(addresses, client.results)),
        guarded(() => showHealth(client.checks)),
        ...client.own.map((section) => guarded(() => section(addresses))),
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
