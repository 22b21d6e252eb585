// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import type { PageMark } from "./talk";

/** "other": another message of the same page is the one that is checked. */
export type MarkState = PageMark | "other";

/** Times that a page may take the mark away before it is left at that; the popup needs no mark. */
const mostReturns = 20;

/** Neither says anything good: a page can draw the same, so colour and words only point elsewhere. */
const tones = { quiet: "#57606a", caution: "#865300" };
const caution: MarkState[] = ["warning", "problem"];

/**
 * The mark beside a message. Closed shadow root and styles set one by one: neither the page's style
 * sheets nor its content security policy reach them. All it does is to point at the toolbar (C-58).
 */
export class Mark {
    private readonly host = document.createElement("span");
    private readonly button = document.createElement("button");
    private returns = 0;

    constructor(press: () => void) {
        const root = this.host.attachShadow({ mode: "closed" });
        style(this.host, { all: "initial", display: "inline-block", "margin-inline-start": "8px", "vertical-align": "middle" });
        this.button.type = "button";
        this.button.addEventListener("click", (event) => {
            event.stopPropagation();
            if (event.isTrusted) press();
        });
        root.append(this.button);
        this.say("checking");
    }

    /** Puts the mark after the anchor, where it may stand already. */
    stand(anchor: Element): void {
        const there = anchor.contains(this.host) || anchor.nextElementSibling === this.host;
        if (there || this.returns >= mostReturns) return;
        ++this.returns;
        anchor.after(this.host);
    }

    say(state: MarkState): void {
        const text = say(`mark_${state}`);
        const colour = caution.includes(state) ? tones.caution : tones.quiet;
        this.host.hidden = state === "none";
        style(this.host, { display: state === "none" ? "none" : "inline-block" });
        style(this.button, { ...look, color: colour, "border-color": colour });
        if (this.button.textContent !== text) this.button.textContent = text;
        this.button.title = say("mark_title");
    }

    leave(): void {
        this.host.remove();
    }
}

const look = {
    all: "initial",
    display: "inline-block",
    padding: "2px 10px",
    border: "1px solid",
    "border-radius": "999px",
    background: "#fff",
    font: "600 12px/1.5 system-ui, sans-serif",
    cursor: "pointer",
    "white-space": "nowrap",
};

function style(element: HTMLElement, rules: Record<string, string>): void {
    for (const [name, value] of Object.entries(rules)) element.style.setProperty(name, value, "important");
}
