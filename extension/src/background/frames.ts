// SPDX-License-Identifier: MPL-2.0
import type { Port } from "../platform/api";
import { isRecord } from "../platform/values";

/** What a frame of ours in a page is for. */
export interface Ticket<Kind, About> {
    kind: Kind;
    tabId: number;
    about: About;
}

/** Milliseconds in which a frame has to show its name: it is loaded at once. */
const patience = 30_000;
/** A page cannot make us remember more names than this. */
const mostOpen = 50;

/**
 * One-time names of our frames: whoever opens a frame without one, with a used one or in another
 * tab gets nothing (C-58).
 */
export class Frames<About> {
    private readonly open = new Map<string, Ticket<string, About> & { until: number }>();

    constructor(private readonly now: () => number = Date.now) {}

    issue(kind: "viewer" | "editor", tabId: number, about: About): string {
        const [oldest] = this.open.keys();
        if (this.open.size >= mostOpen) this.open.delete(oldest!);
        const token = randomName();
        this.open.set(token, { kind, tabId, about, until: this.now() + patience });
        return token;
    }

    /** What the frame with that name is for; the name is used up, even by the wrong one. */
    redeem(kind: "viewer" | "editor", port: Port, said: unknown): About | null {
        const token = isRecord(said) ? said["token"] : null;
        if (typeof token !== "string") return null;
        const ticket = this.open.get(token);
        this.open.delete(token);
        const fits = ticket?.kind === kind && ticket.tabId === port.sender?.tab?.id && this.now() < ticket.until;
        return fits ? ticket.about : null;
    }
}

/** 128 bits: nobody guesses them in time. */
function randomName(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
