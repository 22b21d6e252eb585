// SPDX-License-Identifier: MPL-2.0
import type { Protection } from "../experiment/contract";
import type { Choice, Warning, WarningAction } from "./compose_view";
import { button, fill, find, make } from "./dom";

/** Made once: a radio button that is made anew would lose the focus. */
export function choiceElement(protection: Protection, choose: (protection: Protection) => void): HTMLElement {
    const id = `choice-${protection}`;
    const input = make("input", {
        type: "radio",
        name: "protection",
        id,
        "aria-describedby": `${id}-hint ${id}-obstacle`,
    });
    // Not "change": to choose what is chosen already is an answer too.
    input.addEventListener("click", () => choose(protection));
    const texts = make(
        "span",
        {},
        make("label", { for: id, id: `${id}-label` }),
        make("span", { class: "soft", id: `${id}-hint` }),
        make("span", { class: "obstacle", id: `${id}-obstacle`, hidden: "" }),
    );
    const picture = make("img", {
        src: `assets/compose-${protection}.svg`,
        alt: "",
        width: "20",
        height: "20",
    });
    return make("div", { class: "choice" }, input, picture, texts);
}

export function showChoice({ protection, label, hint, obstacle, enabled, chosen }: Choice): void {
    const id = `choice-${protection}`;
    const input = find(id) as HTMLInputElement;
    input.checked = chosen;
    input.disabled = !enabled;
    fill(`${id}-label`, label);
    fill(`${id}-hint`, hint);
    fill(`${id}-obstacle`, ...(obstacle ? [obstacle] : []));
}

export function warning({ text, actions }: Warning, act: (does: WarningAction) => void): HTMLElement {
    const buttons = actions.map(({ label, does }) => button(label, { id: does }, () => act(does)));
    const row = buttons.length > 0 ? [make("div", { class: "buttons" }, ...buttons)] : [];
    return make("div", { class: "notice" }, make("p", {}, text), ...row);
}
