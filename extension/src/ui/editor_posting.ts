// SPDX-License-Identifier: MPL-2.0
import type { Posting, Step } from "../talk/posting";
import { say } from "../platform/say";
import { button, make } from "./dom";
import { isolated } from "../wording/keys";
import { shortProblem } from "../wording/problem_text";

export interface PostingActs {
    retry(step: number): void;
    /** Nothing more is to be done about it. */
    forget(): void;
}

const marks: Record<Step["state"], string> = {
    waiting: "pending",
    going: "pending",
    done: "signed",
    failed: "warning",
    unknown: "question",
};

/** What was done of sending a message, what was not, and what can be done about that. */
export function postingElement({ id, steps }: Posting, title: string, acts: PostingActs): HTMLElement {
    const rows = steps.map((step, number) => row(step, `${id}-${number}`, () => acts.retry(number)));
    const settled = steps.every(({ state }) => state !== "going" && state !== "waiting");
    const forget = settled ? [make("div", { class: "buttons" }, button(say("editor_forget"), { id: `forget-${id}` }, acts.forget))] : [];
    return make("section", {}, make("h2", {}, title), make("ul", { class: "cards" }, ...rows), ...forget);
}

function row(step: Step, id: string, retry: () => void): HTMLElement {
    const { kind, recipient, state, problem } = step;
    const what = say(`editor_step_${kind}`, isolated(recipient));
    const why = problem ? shortProblem(problem, say) : "";
    const again = state === "failed" ? [button(say("ui_retry"), { id: `retry-${id}`, "aria-label": `${say("ui_retry")}: ${what}` }, retry)] : [];
    const picture = make("img", { src: `assets/${marks[state]}.svg`, alt: "", width: "16", height: "16" });
    const text = [say(`editor_state_${state}`), why].filter(Boolean).join(" ");
    return make("li", {}, picture, make("div", {}, make("strong", {}, what), make("p", { class: "soft" }, text), ...again));
}
