// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import type { Description } from "../wording/description";
import { fill, find, make } from "./dom";

/** The top of a popup: picture, headline, sentences, what to do, and the button to try again. */
export function showHead(description: Description): void {
    const { mark, headline, sentences, todo, retry } = description;
    find("mark").setAttribute("src", `assets/${mark}.svg`);
    document.body.dataset["mark"] = mark;
    fill("headline", headline);
    fill("sentences", ...sentences.map((sentence) => make("p", {}, sentence)));
    fill("todo", ...(todo ? [make("h2", {}, say("ui_next_step")), make("p", {}, todo)] : []));
    fill("retry", ...(retry ? [say("ui_retry")] : []));
}
