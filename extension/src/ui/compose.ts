// SPDX-License-Identifier: MPL-2.0
import type { Protection } from "../experiment/contract";
import { api } from "../platform/api";
import { language, say } from "../platform/say";
import type { ComposeRequest, ComposeState } from "../talk/compose";
import { choiceElement, showChoice, warning } from "./choices";
import { composeView, type ComposeView, type CopyView, type WarningAction } from "./compose_view";
import { shortDate } from "../wording/dates";
import { apart, button, fill, find, make } from "./dom";
import { openPage, ownTab, preparePage } from "./page";
import type { RecipientView } from "./recipient_view";

/** What a page asks, without the tab it asks about. */
type Wish = ComposeRequest extends infer One ? (One extends unknown ? Omit<One, "tab"> : never) : never;

const day = shortDate(language());
const protections: Protection[] = ["none", "sign", "encrypt"];

async function main(): Promise<void> {
    preparePage();
    const tab = await ownTab();
    if (tab === null) return;
    const port = api.runtime.connect({ name: "compose" });
    const ask = (wish: Wish) => port.postMessage({ ...wish, tab });
    find("choices").append(...protections.map((each) => choiceElement(each, (protection) => ask({ do: "protect", protection }))));
    find("settings").addEventListener("click", () => openPage("options"));
    port.onMessage.addListener((state) =>
        show(composeView(state as ComposeState, say, day), state as ComposeState, ask),
    );
    ask({ do: "show" });
}

function show(view: ComposeView, state: ComposeState, ask: (wish: Wish) => void): void {
    const focused = document.activeElement !== document.body;
    find("mark").setAttribute("src", `assets/${view.mark}.svg`);
    document.body.dataset["mark"] = view.mark;
    document.body.setAttribute("aria-busy", String(view.busy));
    fill("headline", view.headline);
    fill("sentences", ...(view.sentence ? [make("p", {}, view.sentence)] : []));
    fill("busy", ...(view.busy ? busy(view, ask) : []));
    const wishFor = (does: WarningAction): Wish => {
        if (does === "encrypt") return { do: "protect", protection: "encrypt" };
        return does === "as-is" ? { do: "protect", protection: state.protection } : { do: does };
    };
    const act = (does: WarningAction) => ask(wishFor(does));
    fill("warnings", ...problem(view.problem), ...view.warnings.map((each) => warning(each, act)));
    for (const each of view.choices) showChoice(each);
    fill("signing", ...signing(view, state));
    fill("copies", ...(view.copies.length > 0 ? copies(view.copies, ask) : []));
    fill("recipients", ...view.recipients.map(recipient));
    find("no-recipients").hidden = view.recipients.length > 0;
    // What had the focus may be gone, such as a button that was pressed.
    const lost = focused && document.activeElement === document.body;
    if (lost) find(`choice-${state.protection}`).focus();
}

function busy(view: ComposeView, ask: (wish: Wish) => void): Node[] {
    const cancel = button(say("compose_cancel"), { id: "cancel" }, () => ask({ do: "cancel" }));
    return [make("progress", { "aria-label": view.headline }), cancel];
}

function problem(lines: string[]): Node[] {
    return lines.length > 0
        ? [make("div", { class: "notice" }, ...lines.map((line) => make("p", {}, line)))]
        : [];
}

function signing(view: ComposeView, state: ComposeState): Node[] {
    if (view.setUp) return [button(say("compose_set_up"), { id: "set-up" }, () => openPage("welcome"))];
    const named = state.protection !== "none" && state.signing.certificate;
    return named
        ? [make("p", { class: "soft" }, say("compose_certificate", state.signing.certificate))]
        : [];
}

function copies(all: CopyView[], ask: (wish: Wish) => void): Node[] {
    const rows = all.map((copy) => {
        const retry = copy.retry
            ? [
                  button(copy.retry, { id: `retry-${copy.id}` }, () =>
                      ask({ do: "retry-copy", copy: copy.id }),
                  ),
              ]
            : [];
        const texts = make(
            "div",
            {},
            make("strong", {}, apart(copy.recipient)),
            make("p", { class: "soft" }, copy.text),
            ...retry,
        );
        return make("li", { class: copy.state }, picture(copyMarks[copy.state], ""), texts);
    });
    return [
        make("h2", { id: "copies-title" }, say("compose_copies")),
        make("ul", { class: "cards" }, ...rows),
    ];
}
const copyMarks: Record<CopyView["state"], string> = {
    waiting: "pending",
    sent: "signed",
    failed: "warning",
};

function recipient(view: RecipientView): HTMLElement {
    const { address, mark, meaning, headline, lines, todo } = view;
    const texts = make(
        "div",
        {},
        make("strong", {}, apart(address)),
        make("p", {}, headline),
        ...lines.map((line) => make("p", { class: "soft" }, line)),
        ...(todo ? [make("p", { class: "todo" }, todo)] : []),
    );
    return make("li", {}, picture(mark, meaning), texts);
}

const picture = (mark: string, meaning: string): HTMLElement =>
    make("img", { src: `assets/${mark}.svg`, alt: meaning, width: "16", height: "16" });

void main();
