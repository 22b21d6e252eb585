// SPDX-License-Identifier: MPL-2.0
import { api } from "../platform/api";
import { change, settings } from "../platform/settings";
import { say } from "../platform/say";
import { problemIn } from "../protocol/problem";
import type { ComposeRequest } from "../thunderbird/compose_state";
import { ownAddresses, type OwnAddress } from "./accounts";
import { fill, find, make } from "./dom";
import { progressOf, steps, type FirstRun, type Progress, type Step } from "./first_run";
import { host } from "./options_port";
import { openPage, preparePage } from "./page";
import { content } from "./welcome_steps";

interface Compose {
    compose: { beginNew(messageId: null, details: object): Promise<{ id: number }> };
    tabs: { getCurrent(): Promise<{ id: number }>; remove(id: number): Promise<void> };
}
const thunderbird = api as unknown as Compose;

let addresses: OwnAddress[] = [];
let run: FirstRun = { program: null, inventory: null, own: [], chosen: {}, tested: false };

async function main(): Promise<void> {
    preparePage();
    find("settings").addEventListener("click", () => openPage("options"));
    find("done").addEventListener("click", () => void leave());
    addresses = await ownAddresses();
    await look();
}

/** Asks again what the steps depend on, and shows them. */
async function look(): Promise<void> {
    const { identities } = await settings();
    set({ program: null, own: addresses.map(({ address }) => address), chosen: identities });
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
    const progress = progressOf(run, Date.now() / 1000);
    steps.forEach((step, index) => show(step, index + 1, progress[step]));
}

const acts = {
    again: () => void look(),
    chosen: async () => {
        set({ chosen: (await settings()).identities });
        // The button that was pressed is gone.
        if (document.activeElement === document.body) document.getElementById("test-0")?.focus();
    },
    test: (address: string) => void test(address),
};

/** What each step was made from; one that stays as it was is not told again to those who listen. */
const shown = new Map<Step, string>();

function show(step: Step, number: number, progress: Progress): void {
    const { program, inventory, own, chosen, tested } = run;
    const parts = { program, certificate: [inventory, own], choice: [inventory, chosen], test: tested };
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
        make("div", {}, make("h2", {}, say(`welcome_${step}`)), ...content(step, progress, run, acts)),
    );
}

/** A message to oneself, signed; the person looks at it and presses Send. */
async function test(address: string): Promise<void> {
    const own = addresses.find((each) => each.address === address);
    if (!own) return;
    const { id } = await thunderbird.compose.beginNew(null, {
        identityId: own.identityId,
        to: [address],
        subject: say("welcome_test_subject"),
        plainTextBody: say("welcome_test_body"),
        isPlainText: true,
    });
    const request: ComposeRequest = { do: "protect", tab: id, protection: "sign" };
    api.runtime.connect({ name: "compose" }).postMessage(request);
    set({ tested: true });
}

async function leave(): Promise<void> {
    await change({ welcomed: true });
    await thunderbird.tabs.remove((await thunderbird.tabs.getCurrent()).id);
}

void main();
