// SPDX-License-Identifier: MPL-2.0
import { api } from "../platform/api";
import { language, say } from "../platform/say";
import type { Hello } from "../protocol/hello";
import type { Problem } from "../protocol/problem";
import type { Description } from "./describe";
import { find } from "./dom";
import { showHead } from "./head";
import { describeProblem } from "./problem_text";

const plain = { todo: "", retry: false, quiet: false };

function main(): void {
    document.documentElement.lang = language();
    showHead(starting());
    const port = api.runtime.connect({ name: "host" });
    port.onMessage.addListener((told) => {
        const { hello, problem } = told as { hello?: Hello; problem?: Problem };
        if (problem) showHead(describeProblem(problem, say));
        if (hello) showHead(ready(hello));
    });
    find("retry").addEventListener("click", () => {
        showHead(starting());
        port.postMessage({});
    });
}

function starting(): Description {
    const sentences = [say("host_starting_sentence")];
    return { ...plain, mark: "pending", headline: say("host_starting_headline"), sentences };
}

function ready({ version, openssl, wanted }: Hello): Description {
    const sentences = [say("host_ready_sentence", version, openssl)];
    if (wanted) sentences.push(say("host_outdated", wanted));
    return { ...plain, mark: "app", headline: say("host_ready_headline"), sentences };
}

main();
