// SPDX-License-Identifier: MPL-2.0
import { initialIdentity, type IdentitySettings } from "../platform/settings";
import { say } from "../platform/say";
import { apart, button, make } from "./dom";
import { addressesToSignAs, type FirstRun, type Progress, type Step } from "./first_run";
import { isolated } from "../wording/keys";
import { importButton } from "./import_button";
import { encryptBox, signBox } from "./options_accounts";
import { changeIdentity } from "../platform/preferences";
import { problemLines } from "../wording/problem_text";

export interface Acts {
    again(): void;
    chosen(): void;
    test(address: string): void;
    /** What the client knows has changed. */
    looked(): void;
}

/** What stands below the title of a step, which only some clients have. */
export type Content = (progress: Progress, run: FirstRun, acts: Acts) => Node[];

/** The same of the steps that more than one client has. */
export function content(step: Step, progress: Progress, run: FirstRun, acts: Acts): Node[] {
    if (progress === "later") return [];
    switch (step) {
        case "site":
            return [];
        case "program":
            return program(run, acts);
        case "certificate":
            return progress === "done" ? found(run) : missing(run, acts);
        case "choice":
            return choice(progress, run, acts);
        case "test":
            return test(progress, run, acts);
    }
}

function program({ program }: FirstRun, acts: Acts): Node[] {
    if (!program) return [text("host_starting_sentence")];
    if ("version" in program) return [text("welcome_program_found", program.version)];
    const lines = problemLines(program.problem, say).map((line) => make("p", {}, line));
    return [...lines, button(say("ui_look_again"), { id: "again" }, acts.again)];
}

function found(run: FirstRun): Node[] {
    return [text("welcome_certificate_found", listed(addressesNow(run)))];
}

/** Three ways to a certificate, since there is none that can sign. */
function missing(run: FirstRun, acts: Acts): Node[] {
    if (!run.inventory) return [text("options_looking")];
    const ways = make(
        "ul",
        { class: "ways" },
        way("file", make("div", { class: "buttons" }, ...importButton(acts.again))),
        way("issuer"),
        way("card"),
    );
    const others = run.inventory.identities.length + run.inventory.skipped.length;
    const hint = others > 0 ? [text("welcome_certificate_others", String(others))] : [];
    return [
        text("welcome_certificate_missing", listed(run.own)),
        ...hint,
        ways,
        button(say("ui_look_again"), { id: "again" }, acts.again),
    ];
}

function way(name: "file" | "issuer" | "card", ...more: Node[]): HTMLElement {
    return make(
        "li",
        {},
        make("h3", {}, say(`welcome_way_${name}`)),
        text(`welcome_way_${name}_text`),
        ...more,
    );
}

function choice(progress: Progress, run: FirstRun, acts: Acts): Node[] {
    const able = addressesNow(run);
    const all = async () => {
        for (const address of able) await changeIdentity(address, { sign: "always" });
        acts.chosen();
    };
    const save = async (address: string, changes: Partial<IdentitySettings>) => {
        await changeIdentity(address, changes);
        acts.chosen();
    };
    const quick = button(
        say("welcome_sign_all"),
        { class: "primary", id: "sign-all" },
        () => void all(),
    );
    const cards = able.map((address) => {
        const chosen = run.chosen[address] ?? initialIdentity;
        const boxes = [signBox(address, chosen.sign, save), encryptBox(address, chosen.encrypt, save)];
        return make("fieldset", { class: "card" }, make("legend", {}, apart(address)), ...boxes);
    });
    return progress === "done"
        ? [text("welcome_choice_done"), ...cards]
        : [text("welcome_choice_text"), make("div", { class: "buttons" }, quick), ...cards];
}

function test(progress: Progress, run: FirstRun, acts: Acts): Node[] {
    return [text(progress === "done" ? "welcome_test_done" : "welcome_test_text"), testButtons(run, acts)];
}

/** One for each address that can sign. */
export function testButtons(run: FirstRun, acts: Acts): HTMLElement {
    const buttons = addressesNow(run).map((address, index) =>
        button(say("welcome_test_send", isolated(address)), { id: `test-${index}` }, () =>
            acts.test(address),
        ),
    );
    return make("div", { class: "buttons" }, ...buttons);
}

const addressesNow = (run: FirstRun): string[] => addressesToSignAs(run, Date.now() / 1000);
const listed = (addresses: string[]): string => addresses.map(isolated).join(", ");
const text = (key: string, ...args: string[]): HTMLElement => make("p", {}, say(key, ...args));
