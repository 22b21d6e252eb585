// SPDX-License-Identifier: MPL-2.0
import { language, say } from "../platform/say";
import type { Problem } from "../protocol/problem";
import type { KeptDraft } from "../talk/editor";
import { longDate } from "../wording/dates";
import { shortProblem } from "../wording/problem_text";
import { askFirst } from "./dialog";
import { fill } from "./dom";

/** Milliseconds of quiet after a change before a draft is kept. */
const quiet = 2_000;
/** Milliseconds after which it is kept although the person goes on writing. */
const longest = 10_000;

const moment = longDate(language());

export interface KeepingParts {
    /** A message is under way, or a window asks: nothing is kept meanwhile. */
    busy(): boolean;
    /** Why no draft can be kept; empty when one can. */
    obstacle(): string;
    /** Hands over what is in the editor, as of that change; whether it is all of it. */
    hand(change: number): boolean;
    /** A draft that this one was made from is kept here now, whole. */
    replaced(draft: string): void;
    /** The editor goes. */
    leave(): void;
}

/** Keeps what is written as a draft on this computer, and lets the editor go only when nothing is lost by it. */
export class Keeping {
    private change = 0;
    /** The last change up to which everything is kept, or sent. */
    private safe = 0;
    /** What was handed over last was all there is. */
    private whole = true;
    private source = "";
    private closing = false;
    private timer = 0;
    private since = 0;

    constructor(private readonly parts: KeepingParts) {
        addEventListener("beforeunload", (event) => this.isUnsafe && event.preventDefault());
        // A page that takes its frame away does not ask.
        addEventListener("pagehide", () => this.now());
    }

    /** Something was written here, kept or not. */
    get isWritten(): boolean {
        return this.change > 0;
    }

    private get isUnsafe(): boolean {
        return this.safe < this.change;
    }

    changed(): void {
        ++this.change;
        this.closing = false;
        this.soon();
    }

    /** What is here now was made from that draft, which stays until this is kept. */
    restored(draft: string): void {
        this.source = draft;
        this.changed();
        this.now();
    }

    /** Once the person pauses, or has written for long enough. */
    soon(): void {
        if (!this.isUnsafe) return;
        this.since ||= Date.now();
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.now(), Math.min(quiet, Math.max(0, this.since + longest - Date.now())));
    }

    /** The worker that was to keep it was ended. */
    resumed(): void {
        this.now();
    }

    /** Nothing of it has to be kept any more: it was sent or discarded. */
    end(): void {
        clearTimeout(this.timer);
        this.safe = this.change;
    }

    close(): void {
        if (!this.isUnsafe) return this.parts.leave();
        const waits = this.closing || this.parts.busy();
        const obstacle = this.parts.obstacle() || (waits ? say("editor_draft_not_yet") : "");
        if (obstacle) return this.ask(obstacle);
        this.closing = true;
        this.now();
    }

    kept({ saved }: KeptDraft, change: number): void {
        const { whole } = this;
        fill("kept", [say("editor_draft_kept", moment(saved / 1000)), whole ? "" : say("editor_draft_without_files")].filter(Boolean).join(" "));
        if (change !== this.change) return;
        if (whole) this.settle(change);
        if (!this.closing) return;
        if (whole) this.parts.leave();
        else this.ask(say("editor_draft_without_files"));
    }

    failed(problem: Problem): void {
        this.tell(say("editor_draft_failed", shortProblem(problem, say)));
    }

    private settle(change: number): void {
        this.safe = change;
        if (this.source) this.parts.replaced(this.source);
        this.source = "";
    }

    private now(): void {
        clearTimeout(this.timer);
        this.since = 0;
        if (!this.isUnsafe || this.parts.busy()) return;
        const obstacle = this.parts.obstacle();
        if (obstacle) return this.tell(obstacle);
        this.whole = this.parts.hand(this.change);
    }

    private tell(why: string): void {
        fill("kept", why);
        if (this.closing) this.ask(why);
    }

    private ask(why: string): void {
        this.closing = false;
        const leave = () => (this.end(), this.parts.leave());
        askFirst(say("editor_close_question"), why, say("editor_close_anyway"), leave);
    }
}
