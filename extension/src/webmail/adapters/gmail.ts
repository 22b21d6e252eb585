// SPDX-License-Identifier: MPL-2.0
import type { Adapter, Composing, OpenMessage } from "../adapter";
import type { Folder } from "../../talk/webmail";
import { addressesIn, formOf } from "./form";

/** Gmail, standard view, as public code describes it; its class names say nothing and change now and then. */
const selectors = {
    name: 'meta[name="application-name"][content="Gmail"]',
    /** Of a conversation, the messages that are unfolded. */
    message: ".adn [data-message-id], .adn[data-message-id]",
    unfolded: ".adn",
    sender: "span.gD[email]",
    body: "div.a3s",
    form: ".aaZ",
    recipient: 'div.az9 span[email], .afV[data-hovercard-id]',
    title: ".aoT",
    text: ".Am.Al",
    person: 'a[aria-label*="@"][href*="SignOutOptions"]',
};
const host = "mail.google.com";
/** "msg-f:1234" of received, "msg-a:r-1234" of sent messages. */
const identifier = /^#?(msg-[a-z]:[\w-]+)$/;
const folders: Record<string, Folder> = { inbox: "inbox", sent: "sent", spam: "junk", drafts: "drafts" };

export const gmail: Adapter = {
    id: "gmail",
    matches: (page) => page.location.hostname === host || page.querySelector(selectors.name) !== null,
    account,
    messages,
    composing,
    session: () => null,
};

/** Gmail shows all recipients in one row; a person puts them where they belong. */
function composing(page: Document): Composing[] {
    const forms = [...page.querySelectorAll<HTMLElement>(selectors.form)];
    return forms.filter((form) => form.querySelector(selectors.text)).map((form) => formOf(form, () => shownIn(form)));
}

function shownIn(form: HTMLElement) {
    const people = [...form.querySelectorAll(selectors.recipient)];
    const to = [addressesIn(people, "email"), addressesIn(people, "data-hovercard-id")].filter(Boolean).join(", ");
    const subject = form.querySelector<HTMLInputElement>(selectors.title)?.value ?? "";
    return { to, cc: "", bcc: "", subject, body: form.querySelector<HTMLElement>(selectors.text)?.innerText.trim() ?? "" };
}

function account(page: Document): string {
    const named = page.querySelector(selectors.person)?.getAttribute("aria-label") ?? page.title;
    return /[^\s()<>]+@[^\s()<>]+/.exec(named)?.[0] ?? "";
}

function messages(page: Document): OpenMessage[] {
    const found = new Map<string, OpenMessage>();
    for (const marked of page.querySelectorAll<HTMLElement>(selectors.message)) {
        const message = messageOf(page, marked);
        if (message && !found.has(message.key)) found.set(message.key, message);
    }
    return [...found.values()];
}

function messageOf(page: Document, marked: HTMLElement): OpenMessage | null {
    const whole = marked.closest(selectors.unfolded);
    const key = identifier.exec(marked.dataset["messageId"] ?? "")?.[1];
    const anchor = whole?.querySelector(selectors.sender);
    if (!whole || !key || !anchor) return null;
    const folder = folders[/^#([a-z]+)/.exec(page.location.hash)?.[1] ?? ""] ?? "other";
    const body = whole.querySelector<HTMLElement>(selectors.body);
    return { key, raw: sourceOf(page, key), fidelity: "lossy", folder, anchor, body };
}

/** As Gmail's own "Download original" has it. Others found it exact; here a signed message has to show it. */
function sourceOf(page: Document, key: string): string {
    const path = /^\/mail\/u\/\d+\//.exec(page.location.pathname)?.[0] ?? "/mail/u/0/";
    return `${page.location.origin}${path}?view=att&permmsgid=${encodeURIComponent(key)}&attid=0&disp=comp&safe=1&zw`;
}
