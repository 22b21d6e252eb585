// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import type { HealthCheck } from "../protocol/inventory";
import { problemIn } from "../protocol/problem";
import { problemLines } from "../wording/problem_text";
import { button, fill, find, make } from "./dom";
import { healthView, type HealthView } from "./inventory_view";
import { host } from "./options_port";
import { problemNodes } from "./options_problem";
import { openPage } from "./page";

/** What the host cannot see is looked for in the client itself. */
type OwnChecks = () => Promise<HealthCheck[]>;

let ownChecks: OwnChecks = async () => [];
let checks: HealthCheck[] = [];

export async function showHealth(given: OwnChecks): Promise<void> {
    ownChecks = given;
    find("check-again").addEventListener("click", () => void look());
    find("copy-report").addEventListener("click", () => void copy(report(checks)));
    await look();
}

async function look(): Promise<void> {
    fill("checks", make("p", { class: "empty" }, say("options_looking")));
    const own = await ownChecks();
    try {
        checks = [...own, ...(await host.doctor())];
        fill("checks", list(checks));
    } catch (error) {
        checks = own;
        fill("checks", list(checks), ...problemNodes(error));
    }
}

const list = (all: HealthCheck[]): HTMLElement => make("ul", { class: "cards" }, ...all.map(element));

function element(check: HealthCheck): HTMLElement {
    const view = healthView(check, say);
    const meaning = say(view.ok ? "health_ok" : "health_wrong");
    const picture = make("img", {
        src: `assets/${view.ok ? "signed" : "warning"}.svg`,
        alt: meaning,
        width: "16",
        height: "16",
    });
    const texts = make(
        "div",
        {},
        make("strong", {}, view.title),
        make("p", { class: "soft" }, view.text),
        ...(view.todo ? [make("p", { class: "todo" }, view.todo)] : []),
        ...remedies(check, view),
    );
    return make("li", {}, picture, texts);
}

function remedies({ name, ok, repairable }: HealthCheck, { command }: HealthView): Node[] {
    if (ok) return [];
    if (repairable) {
        const act = button(say("health_repair"), { id: `repair-${name}` }, () => void repair(name));
        return [make("div", { class: "buttons" }, act)];
    }
    const own =
        name === "identities" ? [button(say("compose_set_up"), {}, () => openPage("welcome"))] : [];
    const run = command
        ? [make("code", {}, command), button(say("health_copy_command"), {}, () => void copy(command))]
        : [];
    const all = [...own, ...run];
    return all.length > 0 ? [make("div", { class: "buttons" }, ...all)] : [];
}

async function repair(name: string): Promise<void> {
    const said = await host.repair(name).then(
        () => say("health_repaired"),
        (error: unknown) => problemLines(problemIn(error), say).join(" "),
    );
    await look();
    fill("health-said", said);
    find("check-again").focus();
}

async function copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    fill("health-said", say("health_copied"));
}

/** For whoever helps: no key, mail or address is in it. */
const report = (all: HealthCheck[]): string =>
    all
        .map(
            ({ name, ok, text, todo }) =>
                `${ok ? "ok  " : "FAIL"} ${name}: ${text}${todo && ` -> ${todo}`}`,
        )
        .join("\n");
