// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import { isHostAway, problemIn } from "../protocol/problem";
import { make } from "./dom";
import { problemLines } from "../wording/problem_text";

/** What a section says in place of what it could not get. That the host is away is said once, above all. */
export function problemNodes(error: unknown): Node[] {
    const problem = problemIn(error);
    if (isHostAway(problem)) return [make("p", { class: "empty" }, say("options_host_away"))];
    return problemLines(problem, say).map((line) => make("p", {}, line));
}
