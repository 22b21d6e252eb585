// SPDX-License-Identifier: MPL-2.0
import { api } from "../platform/api";

/** CSS pixels before a frame has said how high it is. */
const firstHeight = 160;

/**
 * A frame of ours in a page, in a closed shadow root: the page sees only the element around it, and
 * cannot reach, script or count the frame.
 */
export class OwnFrame {
    private readonly host = document.createElement("div");
    private readonly frame = document.createElement("iframe");
    private hidden: { element: HTMLElement; display: string; priority: string } | null = null;

    /** Stands in place of that element, which is hidden meanwhile. */
    constructor(kind: "viewer" | "editor", token: string, title: string, place: HTMLElement) {
        const root = this.host.attachShadow({ mode: "closed" });
        set(this.host, { all: "initial", display: "block", margin: "8px 0" });
        set(this.frame, { display: "block", width: "100%", border: "0", "min-height": "60px", "color-scheme": "auto" });
        this.frame.title = title;
        this.frame.src = `${api.runtime.getURL(`${kind}.html`)}#${token}`;
        this.resize(firstHeight);
        root.append(this.frame);
        this.stand(place);
    }

    /** Where it belongs; a page that took it away or showed what it stands for gets it back. */
    stand(place: HTMLElement): void {
        if (this.hidden?.element !== place) {
            this.show();
            this.hidden = { element: place, display: place.style.getPropertyValue("display"), priority: place.style.getPropertyPriority("display") };
            place.before(this.host);
        }
        set(place, { display: "none" });
    }

    resize(height: number): void {
        set(this.frame, { height: `${Math.ceil(height)}px` });
    }

    leave(): void {
        this.show();
        this.host.remove();
    }

    private show(): void {
        if (!this.hidden) return;
        const { element, display, priority } = this.hidden;
        element.style.setProperty("display", display, priority);
        this.hidden = null;
    }
}

function set(element: HTMLElement, rules: Record<string, string>): void {
    for (const [name, value] of Object.entries(rules)) element.style.setProperty(name, value, "important");
}
