// SPDX-License-Identifier: MPL-2.0
import type { Letter, People } from "../talk/editor";
import { say } from "../platform/say";
import { parseAddresses, same, type Mailbox } from "../transport/addresses";
import { apart, fill, find, make } from "./dom";
import type { RecipientView } from "./recipient_view";

export type AddressField = "to" | "cc" | "bcc";
export const addressFields: AddressField[] = ["to", "cc", "bcc"];

const input = (id: string): HTMLInputElement => find(id) as HTMLInputElement;

/** The names that stood with the own addresses in the page's form. */
let ownNames: Mailbox[] = [];
let thread = { inReplyTo: "", references: "" };

/** Each own address once; the one to begin with stands first. */
export function offerAccounts(accounts: string[], names: Mailbox[]): void {
    ownNames = names;
    find("from").replaceChildren(...accounts.map((address) => make("option", { value: address }, address)));
}

/** Fills what is there; the others stay. */
export function fillFields(fields: Partial<Record<AddressField | "subject" | "from" | "inReplyTo" | "references", string>>): void {
    for (const name of [...addressFields, "subject"] as const) {
        if (fields[name] !== undefined) input(name).value = fields[name].replace(/[\r\n]+/g, " ").replace(/[,;\s]+$/, "").trimStart();
    }
    if (fields.from) input("from").value = fields.from;
    thread = { inReplyTo: fields.inReplyTo ?? thread.inReplyTo, references: fields.references ?? thread.references };
}

/** As they stand, for a draft. */
export function rawFields(): Record<AddressField | "subject" | "from" | "inReplyTo" | "references", string> {
    const [to, cc, bcc] = addressFields.map((name) => input(name).value) as [string, string, string];
    return { from: input("from").value, to, cc, bcc, subject: input("subject").value, ...thread };
}

export function letter(): Letter {
    const address = input("from").value;
    const [to, cc, bcc] = addressFields.map((name) => parseAddresses(input(name).value).mailboxes) as [Mailbox[], Mailbox[], Mailbox[]];
    const from = ownNames.find((own) => same(own.address, address)) ?? { name: "", address };
    return { from: { ...from, address }, to, cc, bcc, subject: input("subject").value, ...thread };
}

export function people(): People {
    const { from, to, cc, bcc } = letter();
    const bare = (list: Mailbox[]) => list.map(({ address }) => address);
    return { from: from.address, to: bare(to), cc: bare(cc), bcc: bare(bcc) };
}

/** The first field with something that is no address; null when all is well. */
export function firstBad(): { field: AddressField; texts: string[] } | null {
    for (const field of addressFields) {
        const { bad } = parseAddresses(input(field).value);
        if (bad.length > 0) return { field, texts: bad };
    }
    return null;
}

/** Below each field, what is known of those it names. `typing` names the field that is not finished. */
export function showPeople(known: RecipientView[], matters: boolean, typing: string | null): void {
    for (const field of addressFields) {
        const { mailboxes, bad } = parseAddresses(input(field).value);
        const views = mailboxes.map(({ address }) => known.find((each) => same(each.address, address)) ?? address);
        const wrong = typing === field ? [] : bad;
        input(field).setAttribute("aria-invalid", String(wrong.length > 0));
        fill(`${field}-people`, ...views.map((view) => person(view, matters)), ...wrong.map(badPerson));
    }
}

function person(view: RecipientView | string, matters: boolean): HTMLElement {
    if (typeof view === "string") return make("li", {}, apart(view));
    const { address, mark, meaning, headline, todo } = view;
    const against = matters && mark !== "lock";
    const picture = make("img", { src: `assets/${mark}.svg`, alt: meaning, width: "16", height: "16" });
    const texts = [make("strong", {}, apart(address)), make("span", { class: "soft" }, headline)];
    const what = against && todo ? [make("span", { class: "todo" }, todo)] : [];
    return make("li", against ? { class: "against" } : {}, picture, ...texts, ...what);
}

const badPerson = (text: string): HTMLElement => make("li", { class: "bad" }, say("editor_no_address"), " ", apart(text));
