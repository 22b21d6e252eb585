// SPDX-License-Identifier: MPL-2.0
import { api, type Port } from "../platform/api";
import { language, say } from "../platform/say";
import { Arrivals } from "../protocol/arrivals";
import { parseContents } from "../protocol/contents";
import type { Piece } from "../protocol/pieces";
import type { Problem } from "../protocol/problem";
import { viewerPort } from "../talk/webmail";
import { answerings, type FromViewer, type Step, type ToViewer } from "../talk/viewer";
import { longDate, shortDate } from "../wording/dates";
import { describe } from "../wording/describe";
import { fill, find } from "./dom";
import { showHead } from "./head";
import { preparePage } from "./page";
import { problemLines } from "../wording/problem_text";
import type { TabState } from "../talk/state";
import { showContents, zoom } from "./viewer_content";

const day = shortDate(language());
const moment = longDate(language());
const arrivals = new Arrivals();
let port: Port;
let asked = false;
/** There is a way to answer what is shown. */
let canAnswer = false;

/** Without its one-time name the page stays empty, whoever shows it. */
function main(): void {
    const token = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
    if (!/^[0-9a-f]{32}$/.test(token)) return;
    port = api.runtime.connect({ name: viewerPort });
    port.onMessage.addListener((said) => hear(said as ToViewer));
    port.onDisconnect.addListener(() => cut());
    tell({ token });
    listen();
}

const tell = (said: FromViewer): void => port.postMessage(said);

function listen(): void {
    preparePage();
    press("open", () => tell({ do: "open" }));
    press("stop", () => tell({ do: "stop" }));
    for (const each of answerings) press(each, () => tell({ do: each }));
    press("larger", () => zoom(1.15));
    press("smaller", () => zoom(1 / 1.15));
    press("print", () => window.print());
    new ResizeObserver(() => tell({ do: "height", height: document.documentElement.offsetHeight })).observe(document.documentElement);
}

/** Only a person presses buttons here: a script could not, but what it dispatches would come by here. */
function press(id: string, act: () => void): void {
    find(id).addEventListener("click", ({ isTrusted }) => isTrusted && act());
}

function hear(said: ToViewer): void {
    if ("transfer" in said) arrivals.take(said.transfer, said as Piece & Record<string, unknown>);
    else if ("opened" in said) receive(said.opened, said.state);
    else if ("step" in said) showStep(said.step, said.octets);
    else if ("failed" in said) showFailed(said.failed);
    else if ("gone" in said) leave();
    else showClosed(said.state, said.answerable);
}

/** What is known of a message that nobody has opened here. */
function showClosed(state: TabState, answerable: boolean): void {
    document.body.hidden = false;
    find("busy").hidden = true;
    canAnswer = answerable;
    showVerdict(state);
    const closed = state.kind === "reading" && state.reading.encryption !== "ENC-0";
    fill("open", say(closed ? "viewer_open" : "viewer_show"));
    find("open").hidden = state.kind === "pending";
    // Without a key to use there is nothing to ask the person for a second time.
    if (state.kind !== "reading" || closed || asked) return;
    asked = true;
    tell({ do: "open" });
}

function showVerdict(state: TabState): void {
    showHead({ ...describe(state, say, day), retry: false });
}

function showStep(step: Step, octets: { come: number; of: number } | null): void {
    find("busy").hidden = false;
    find("open").hidden = true;
    fill("step-ended");
    const bar = find("progress");
    if (octets) bar.setAttribute("value", String(octets.come / octets.of));
    else bar.removeAttribute("value");
    fill("step", say(`viewer_step_${step}`));
}

function receive(ok: unknown, state: TabState): void {
    showVerdict(state);
    arrivals.expect(ok, (answer) => {
        find("busy").hidden = true;
        find("open").hidden = true;
        const restricted = state.kind !== "reading" || state.reading.restricted;
        showContents(parseContents(answer), restricted, moment);
        for (const each of answerings) find(each).hidden = !canAnswer || restricted;
        find("body").focus();
    });
}

/** What is above still holds; the person can try again. */
function showFailed(problem: Problem): void {
    find("busy").hidden = true;
    find("open").hidden = false;
    fill("step-ended", problemLines(problem, say).join(" "));
    find("open").focus();
}

/** The page shows something else: what was opened goes. */
function leave(): void {
    document.body.replaceChildren();
}

/** The background was restarted; what is on screen stays, but nothing can be asked any more. */
function cut(): void {
    if (!document.getElementById("busy")) return;
    find("busy").hidden = true;
    if (find("body").hidden) fill("step-ended", say("viewer_cut"));
    find("open").hidden = true;
    for (const each of answerings) find(each).hidden = true;
}

main();
