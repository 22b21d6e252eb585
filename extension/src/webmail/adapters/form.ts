// SPDX-License-Identifier: MPL-2.0
import type { Composing } from "../adapter";
import type { PageDraft } from "../../talk/webmail";

/** Forms of pages that name them in no way of their own. */
const names = new WeakMap<HTMLElement, string>();
let last = 0;

export function nameOf(form: HTMLElement): string {
    const known = names.get(form) ?? `form-${++last}`;
    names.set(form, known);
    return known;
}

/** What a form shows, for pages whose own draft knows more than they show: threads and files stay there. */
export type Shown = Pick<PageDraft, "to" | "cc" | "bcc" | "subject" | "body">;

/**
 * A form of a page that keeps drafts by itself. It is left as it stands, empty or not: to press its
 * own button for giving up would depend on the language of the page.
 */
export function formOf(form: HTMLElement, read: () => Shown): Composing {
    const rest = { from: "", inReplyTo: "", references: "", attachments: [], filesStay: true };
    return { key: nameOf(form), form, besides: [], anchor: form, read: () => ({ ...read(), ...rest }), discard: () => undefined };
}

/** One address of each element, as the attribute has it. */
export function addressesIn(elements: Iterable<Element>, attribute: string): string {
    return [...elements].map((each) => each.getAttribute(attribute) ?? "").filter((each) => each.includes("@")).join(", ");
}
