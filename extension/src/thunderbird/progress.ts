// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import type { Timing, Waiting } from "../protocol/connection";

/** Milliseconds after which a person wonders. */
const patience = 1_000;

type ShowBar = (text: string, kind: "none" | "progress") => void;

/** A line above a message while something about it takes long, or waits for the person. */
export class Progress {
    private showing = false;
    private readonly stopTimer: () => void;

    constructor(
        private readonly bar: ShowBar,
        private readonly say: Say,
        after: Timing["after"] = (milliseconds, then) => {
            const timer = setTimeout(then, milliseconds);
            return () => clearTimeout(timer);
        },
    ) {
        this.stopTimer = after(patience, () => this.show("bar_opening"));
    }

    told(waiting: Waiting): void {
        this.show(waiting === "person" ? "bar_waiting" : "bar_opening");
    }

    end(): void {
        this.stopTimer();
        if (this.showing) this.bar("", "none");
        this.showing = false;
    }

    private show(key: "bar_opening" | "bar_waiting"): void {
        this.stopTimer();
        this.showing = true;
        this.bar(this.say(key), "progress");
    }
}
