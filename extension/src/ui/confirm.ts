// SPDX-License-Identifier: MPL-2.0
import type { Question } from "../talk/confirm";
import { api } from "../platform/api";
import { say } from "../platform/say";
import { rowElements } from "./certificate_sheet";
import { confirmView } from "./confirm_view";
import { fill, find } from "./dom";
import { preparePage } from "./page";

/** Milliseconds before a click counts: nobody answers in the middle of clicking elsewhere (C-54). */
const settleTime = 500;

const yes = find("yes") as HTMLButtonElement;
const no = find("no") as HTMLButtonElement;
let settling = 0;

function main(): void {
    preparePage();
    const port = api.runtime.connect({ name: "confirm" });
    port.onMessage.addListener((told) => {
        const { question } = told as { question?: Question };
        if (question) show(question);
        else window.close();
    });
    // Without the worker that asked, an answer would reach nobody.
    port.onDisconnect.addListener(() => window.close());
    port.postMessage({ name: location.hash.slice(1) });
    const refuse = () => port.postMessage({ answer: "no" });
    no.addEventListener("click", refuse);
    yes.addEventListener("click", ({ isTrusted }) => {
        const { checked } = find("remember") as HTMLInputElement;
        if (isTrusted) port.postMessage({ answer: "yes", remember: checked });
    });
    addEventListener("keydown", ({ key }) => key === "Escape" && refuse());
    addEventListener("focus", settle);
}

function show(question: Question): void {
    const { mark, headline, sentence, rows, agree, rememberable } = confirmView(question, say);
    document.title = headline;
    find("mark").setAttribute("src", `assets/${mark}.svg`);
    fill("headline", headline);
    fill("sentence", sentence);
    fill("facts", ...rows.flatMap(rowElements));
    fill("yes", agree);
    find("remember-row").hidden = !rememberable;
    no.focus();
    settle();
}

/** The window has just come to the front: what is pressed now was meant for another one. */
function settle(): void {
    clearTimeout(settling);
    yes.disabled = true;
    settling = setTimeout(() => (yes.disabled = false), settleTime);
}

main();
