// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";

export type Protection = "none" | "sign" | "encrypt";

/** Times that a page may take the choice away before it is left at that; the popup opens an editor too. */
const mostReturns = 20;

/**
 * The choice above a form of the page. Closed shadow root and styles set one by one, as for the mark;
 * what a page draws in its place could at most open an editor that is none of ours.
 */
export class Choice {
    private readonly host = document.createElement("div");
    private readonly buttons: [Protection, HTMLButtonElement][];
    private readonly notice = document.createElement("p");
    private returns = 0;

    constructor(choose: (protection: Protection) => void) {
        const root = this.host.attachShadow({ mode: "closed" });
        const row = document.createElement("div");
        row.setAttribute("role", "group");
        row.setAttribute("aria-label", say("compose_choices"));
        style(row, { display: "flex", "flex-wrap": "wrap", gap: "4px", padding: "8px", "align-items": "center" });
        this.buttons = (["none", "sign", "encrypt"] as const).map((each) => [each, buttonFor(each, choose)]);
        row.append(...this.buttons.map(([, button]) => button));
        style(this.host, { all: "initial", display: "block", "flex": "none" });
        style(this.notice, { ...words, display: "none" });
        this.notice.setAttribute("role", "alert");
        root.append(this.notice, row);
        this.show("none");
    }

    /** Puts the choice before the anchor, where it may stand already. */
    stand(anchor: Element): void {
        const there = this.host.isConnected && this.host.parentElement === anchor.parentElement;
        if (there || this.returns >= mostReturns) return;
        ++this.returns;
        anchor.before(this.host);
    }

    /** Says above the buttons what happened to the editor; nothing when empty. */
    say(text: string): void {
        this.notice.textContent = text;
        style(this.notice, { display: text ? "block" : "none" });
    }

    show(chosen: Protection): void {
        for (const [each, button] of this.buttons) {
            button.setAttribute("aria-pressed", String(each === chosen));
            style(button, each === chosen ? { background: "#0b5cc4", color: "#fff" } : { background: "#fff", color: "#1c2126" });
        }
    }

    /** While an editor of ours stands, the choice is in there. */
    hide(hidden: boolean): void {
        style(this.host, { display: hidden ? "none" : "block" });
    }

    leave(): void {
        this.host.remove();
    }
}

function buttonFor(protection: Protection, choose: (protection: Protection) => void): HTMLButtonElement {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = say(`compose_${protection}_label`);
    made.title = say(`compose_${protection}_hint`);
    style(made, look);
    made.addEventListener("click", (event) => {
        event.stopPropagation();
        if (event.isTrusted) choose(protection);
    });
    return made;
}

const words = { all: "initial", margin: "8px 8px 0", color: "#865300", font: "13px/1.5 system-ui, sans-serif" };

const look = {
    all: "initial",
    padding: "4px 12px",
    border: "1px solid #0b5cc4",
    "border-radius": "999px",
    font: "600 13px/1.5 system-ui, sans-serif",
    cursor: "pointer",
};

function style(element: HTMLElement, rules: Record<string, string>): void {
    for (const [name, value] of Object.entries(rules)) element.style.setProperty(name, value, "important");
}
