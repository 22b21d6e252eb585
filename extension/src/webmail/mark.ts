// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import type { PageMark } from "../talk/webmail";

/** "other": another message of the same page is the one that is checked. */
export type MarkState = PageMark | "other";

/** Times that a page may take the mark away before it is left at that; the popup needs no mark. */
const mostReturns = 20;

/** Neither says anything good: a page can draw the same, so colour and words only point elsewhere. */
const tones = { quiet: "#57606a", caution: "#865300", line: "#c5cbd2" };
const caution: MarkState[] = ["warning", "problem"];

/**
 * The mark beside a message. Closed shadow root and styles set one by one: neither the page's style
 * sheets nor its content security policy reach them. All it does is to point at the toolbar (C-58).
 */
export class Mark {
    private readonly host = document.createElement("span");
    private readonly pointer: HTMLButtonElement;
    private readonly opener: HTMLButtonElement;
    private returns = 0;

    /** `press` is about the mark itself, `open` about showing the message in a frame of ours, or no more. */
    constructor(press: () => void, open: () => void) {
        const root = this.host.attachShadow({ mode: "closed" });
        style(this.host, { all: "initial", display: "inline-block", "margin-inline-start": "8px", "vertical-align": "middle" });
        this.pointer = button(press);
        this.opener = button(open);
        root.append(this.pointer, this.opener);
        // The background may have nothing to do with this site.
        this.say("none", false);
    }

    /** Puts the mark after the anchor, where it may stand already. */
    stand(anchor: Element): void {
        const there = anchor.contains(this.host) || anchor.nextElementSibling === this.host;
        if (there || this.returns >= mostReturns) return;
        ++this.returns;
        anchor.after(this.host);
    }

    say(state: MarkState, framed: boolean): void {
        const colour = caution.includes(state) ? tones.caution : tones.quiet;
        const framable = framed || state === "look" || state === "warning";
        style(this.host, { display: state === "none" ? "none" : "inline-block" });
        style(this.pointer, { ...look, color: colour, "border-color": colour });
        style(this.opener, { ...look, color: tones.quiet, "border-color": tones.line, display: framable ? "inline-block" : "none" });
        write(this.pointer, say(`mark_${state}`));
        write(this.opener, say(framed ? "mark_back" : "mark_show"));
        this.pointer.title = say("mark_title");
    }

    leave(): void {
        this.host.remove();
    }
}

function button(press: () => void): HTMLButtonElement {
    const made = document.createElement("button");
    made.type = "button";
    made.addEventListener("click", (event) => {
        event.stopPropagation();
        if (event.isTrusted) press();
    });
    return made;
}

/** What stays as it was is not told again to those who listen. */
function write(element: HTMLElement, text: string): void {
    if (element.textContent !== text) element.textContent = text;
}

const look = {
    all: "initial",
    display: "inline-block",
    margin: "2px 6px 4px 0",
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
