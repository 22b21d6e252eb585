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
    private readonly display: string;
    private readonly priority: string;

    /** Stands in place of that element, which is hidden meanwhile; where there is none, after `anchor`. */
    constructor(
        kind: "viewer" | "editor",
        token: string,
        title: string,
        private readonly place: HTMLElement | null,
        anchor: Element | null = null,
    ) {
        this.display = place?.style.getPropertyValue("display") ?? "";
        this.priority = place?.style.getPropertyPriority("display") ?? "";
        const root = this.host.attachShadow({ mode: "closed" });
        set(this.host, { all: "initial", display: "block", margin: "8px 0" });
        set(this.frame, { display: "block", width: "100%", border: "0", "min-height": "60px", "color-scheme": "auto" });
        this.frame.title = title;
        this.frame.src = `${api.runtime.getURL(`${kind}.html`)}#${token}`;
        this.resize(firstHeight);
        root.append(this.frame);
        if (place) place.before(this.host);
        else anchor?.after(this.host);
        this.keep(place);
    }

    /**
     * Keeps hidden what a page shows again. False when the page took the frame away or drew the place
     * anew: a frame that is moved starts over, so another one is needed.
     */
    keep(place: HTMLElement | null): boolean {
        if (place !== this.place || !this.host.isConnected) return false;
        if (place) set(place, { display: "none" });
        return true;
    }

    resize(height: number): void {
        set(this.frame, { height: `${Math.ceil(height)}px` });
    }

    leave(): void {
        this.place?.style.setProperty("display", this.display, this.priority);
        this.host.remove();
    }
}

function set(element: HTMLElement, rules: Record<string, string>): void {
    for (const [name, value] of Object.entries(rules)) element.style.setProperty(name, value, "important");
}
