// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import type { Attached } from "../talk/attachments";
import { attachmentName } from "../wording/attachments";
import { askFirst } from "./dialog";
import { apart, button, fill, make } from "./dom";

/** Lists attachments, each with a button to save it; of a restricted message only after a question (B.6). */
export function showAttachments(attachments: Attached[], restricted: boolean, save: (index: number, name: string) => void): void {
    const cards = attachments.map((each, index) => {
        const name = attachmentName(each.name, index, say);
        const act = () => save(index, name);
        const ask = () => askFirst(say("viewer_save_question"), say("viewer_save_text", name), say("viewer_save"), act, say("viewer_save_not"));
        const size = make("span", { class: "soft" }, sizeOf(each.octets));
        const press = button(say("viewer_save"), { "aria-label": `${say("viewer_save")}: ${name}` }, restricted ? ask : act);
        return make("li", {}, make("div", {}, apart(name), " ", size), press);
    });
    const list = cards.length > 0 ? [make("ul", { class: "cards" }, ...cards)] : [];
    fill("attachments", ...(list.length > 0 ? [attachmentsTitle(), ...list] : []));
}

export const attachmentsTitle = (): HTMLElement => make("h2", {}, say("viewer_attachments"));

function sizeOf(octets: number): string {
    const kilo = octets / 1000;
    const format = (value: number, unit: string) =>
        new Intl.NumberFormat(undefined, { style: "unit", unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
    return kilo < 1000 ? format(kilo, "kilobyte") : format(kilo / 1000, "megabyte");
}
