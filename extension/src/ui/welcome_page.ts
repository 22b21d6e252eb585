// SPDX-License-Identifier: MPL-2.0
import { change, settings } from "../platform/settings";
import { say } from "../platform/say";
import { problemIn } from "../protocol/problem";
import type { OwnAddress } from "./accounts";
import { fill, find, make } from "./dom";
import { progressOf, type FirstRun, type Progress, type Step } from "./first_run";
import { host } from "./options_port";
import { openPage, preparePage } from "./page";
import { content, type Content } from "./welcome_steps";

/** What differs from client to client. */
export interface WelcomeClient {
    steps: Step[];
    /** Of steps that only this client has, or has in its own way. */
    contents: Partial<Record<Step, Content>>;
    addresses(): Promise<OwnAddress[]>;
    /** What else the steps depend on. */
    look(): Promise<Partial<FirstRun>>;
    /** A message to oneself, signed; the person looks at it and sends it. True: there is nothing more to wait for. */
    test(own: OwnAddress): Promise<boolean>;
    leave(): Promise<void>;
}

let client: WelcomeClient;
let addresses: OwnAddress[] = [];
let run: FirstRun = { program: null, inventory: null, own: [], chosen: {}, tested: false, sites: [] };

export async function showWelcome(given: WelcomeClient): Promise<void> {
    client = given;
    preparePage();
    find("settings").addEventListener("click", () => openPage("options"));
    find("done").addEventListener("click", () => void leave());
    find("steps").append(...client.steps.map((step) => make("li", { id: `step-${step}` })));
    addresses = await client.addresses();
    await look();
}

/** What the client found out meanwhile. */
export function tell(changes: Partial<FirstRun>): void {
    set(changes);
}

/** Asks again what the steps depend on, and shows them. */
async function look(): Promise<void> {
    const { identities } = await settings();
    set({ program: null, own: addresses.map(({ address }) => address), chosen: identities, ...(await client.look()) });
    try {
        const { version } = await host.hello();
        set({ program: { version } });
        set({ inventory: await host.identities() });
    } catch (error) {
        set({ program: { problem: problemIn(error) }, inventory: null });
    }
}

function set(changes: Partial<FirstRun>): void {
    run = { ...run, ...changes };
    const progress = progressOf(run, client.steps, Date.now() / 1000);
    client.steps.forEach((step, index) => show(step, index + 1, progress.get(step)!));
}

const acts = {
    again: () => void look(),
    chosen: async () => {
        set({ chosen: (await settings()).identities });
        // The button that was pressed is gone.
        if (document.activeElement === document.body) document.getElementById("test-0")?.focus();
    },
    test: (address: string) => void test(address),
    looked: () => void client.look().then(set),
};

/** What each step was made from; one that stays as it was is not told again to those who listen. */
const shown = new Map<Step, string>();

function show(step: Step, number: number, progress: Progress): void {
    const { program, inventory, own, chosen, tested, sites } = run;
    const parts = { site: sites, program, certificate: [inventory, own, chosen], choice: [inventory, chosen], test: tested };
    const now = JSON.stringify([progress, parts[step]]);
    if (shown.get(step) === now) return;
    shown.set(step, now);
    const place = find(`step-${step}`);
    place.className = progress;
    const done = make("img", {
        src: "assets/signed.svg",
        alt: say("welcome_step_done"),
        width: "24",
        height: "24",
    });
    const sign =
        progress === "done"
            ? done
            : make("span", { class: "number", "aria-hidden": "true" }, String(number));
    fill(
        `step-${step}`,
        sign,
        make("div", {}, make("h2", {}, say(`welcome_${step}`)), ...(client.contents[step]?.(progress, run, acts) ?? content(step, progress, run, acts))),
    );
}

async function test(address: string): Promise<void> {
    const own = addresses.find((each) => each.address === address);
    if (own && (await client.test(own))) set({ tested: true });
}

async function leave(): Promise<void> {
    await change({ welcomed: true });
    await client.leave();
}
