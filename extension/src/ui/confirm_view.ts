// SPDX-License-Identifier: MPL-2.0
import type { Question } from "../talk/confirm";
import type { Say } from "../platform/say";
import { shown } from "../platform/values";
import { row, type Row } from "../wording/details";

/** What the window says that asks before a key is used. */
export interface ConfirmView {
    mark: "lock" | "compose-sign" | "compose-encrypt";
    headline: string;
    sentence: string;
    rows: Row[];
    agree: string;
    rememberable: boolean;
}

/** Named in full up to here, counted beyond. */
const mostNamed = 5;

export function confirmView({ action, site, account, people, subject }: Question, say: Say): ConfirmView {
    return {
        mark: action === "open" ? "lock" : `compose-${action}`,
        headline: say(`confirm_${action}_headline`),
        sentence: say(`confirm_${action}_sentence`),
        rows: [
            row(say("confirm_site"), [shown(site)]),
            row(say("confirm_account"), [shown(account)]),
            row(say(action === "open" ? "ui_from" : "confirm_to"), named(people.map(shown), say)),
            row(say("confirm_subject"), [shown(subject)]),
        ].filter(({ lines }) => lines.length > 0),
        agree: say(`confirm_${action}_yes`),
        rememberable: action === "open",
    };
}

function named(people: string[], say: Say): string[] {
    const more = people.length - mostNamed;
    return more > 0 ? [...people.slice(0, mostNamed), say("confirm_more", String(more))] : people;
}
