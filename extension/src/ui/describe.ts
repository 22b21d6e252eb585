// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import { describeProblem } from "./problem_text";
import { describeReading } from "./reading_text";
import type { TabState } from "./state";

/** The pictures of assets/, told apart by shape as well as by colour. */
export type Mark =
    | "pending"
    | "none"
    | "signed"
    | "signed-partly"
    | "part"
    | "question"
    | "warning"
    | "alarm"
    | "lock"
    | "lock-signed"
    | "lock-warning"
    | "lock-closed"
    | "host"
    | "app";

/** A state in words and as a picture; the same for the badge and the popup. */
export interface Description {
    mark: Mark;
    headline: string;
    sentences: string[];
    /** What the person can do, when that is not the sentence itself. */
    todo: string;
    /** A click may change the outcome. */
    retry: boolean;
    /** Ordinary mail: the badge shows no words. */
    quiet: boolean;
}

export function describe(state: TabState, say: Say, date: (seconds: number) => string): Description {
    switch (state.kind) {
        case "empty":
            return plain("none", say("ui_no_message"), []);
        case "pending":
            return plain("pending", say("state_S_13_headline"), [say("state_S_13_sentence")]);
        case "problem":
            return describeProblem(state.problem, say);
        case "reading":
            return describeReading(state.reading, say, date);
    }
}

function plain(mark: Mark, headline: string, sentences: string[]): Description {
    return { mark, headline, sentences, todo: "", retry: false, quiet: mark === "none" };
}
