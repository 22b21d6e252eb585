// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import type { TabState } from "../talk/state";
import type { Description } from "./description";
import type { Mark } from "./mark";
import { describeProblem } from "./problem_text";
import { describeReading } from "./reading_text";

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
