// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import { protocol } from "../protocol/hello";
import type { Problem } from "../protocol/problem";
import type { Description } from "./description";
import { key } from "./keys";

export function describeProblem(problem: Problem, say: Say): Description {
    const base = { mark: "question" as const, todo: "", retry: true, quiet: false };
    switch (problem.kind) {
        case "error":
            return {
                ...base,
                headline: say("failed_headline"),
                sentences: [say(key("error", problem.code), problem.args.join(", "))],
            };
        case "unknown":
        case "stale":
        case "raw":
        case "partial":
        case "page":
        case "large":
        case "altered":
        case "behind":
        case "apart":
        case "login": {
            const name = problem.kind === "unknown" ? "state_unknown" : `message_${problem.kind}`;
            return { ...base, ...headed(name, say), todo: say(`${name}_todo`) };
        }
        default: {
            const name = `host_${problem.kind}`;
            const args = "version" in problem ? versions(problem) : [];
            return { ...base, mark: "host", ...headed(name, say, args), todo: say(`${name}_todo`) };
        }
    }
}

function headed(name: string, say: Say, args: string[] = []) {
    return { headline: say(`${name}_headline`), sentences: [say(`${name}_sentence`, ...args)] };
}

const versions = (host: { version: string; protocol: number }) => [
    host.version,
    String(host.protocol),
    String(protocol),
];

/** The same in running text, for a page that has a headline of its own. */
export function problemLines(problem: Problem, say: Say): string[] {
    const { sentences, todo } = describeProblem(problem, say);
    return [...sentences, todo].filter(Boolean);
}

/** The same within a line. */
export function shortProblem(problem: Problem, say: Say): string {
    const { headline, sentences } = describeProblem(problem, say);
    return problem.kind === "error" ? sentences.join(" ") : headline;
}
