// SPDX-License-Identifier: MPL-2.0
import type { Adapter, Composing, OpenMessage } from "../adapter";
import type { Folder } from "../../talk/webmail";
import { addressesIn, formOf } from "./form";

/** Outlook on the web, as public code and its roles for screen readers describe it. */
const selectors = {
    name: 'meta[name="application-name"][content="Outlook"]',
    pane: '[data-app-section="ConversationContainer"], [data-app-section="ItemContainer"], [role="main"]',
    subject: '[role="heading"]',
    body: '[role="document"]',
    text: '[role="main"] [role="textbox"][contenteditable="true"][aria-multiline="true"]',
    form: '[role="main"]',
    title: 'input[type="text"][maxlength="255"]',
    recipient: '[role="textbox"] [title*="@"], .ms-BasePicker-text [title*="@"]',
    person: "#O365_MainLink_Me [title*='@'], #mectrl_currentAccount_secondary",
};
const hosts = /^outlook\.(office|office365|live)\.com$|^outlook\.cloud\.microsoft$/;
/** /mail/inbox/id/<item>, with the name of the folder in between or without. */
const place = /^\/mail(?:\/\d+)?(?:\/([a-z]+))?\/id\/([^/]+)/;
const folders: Record<string, Folder> = { inbox: "inbox", sentitems: "sent", junkemail: "junk", drafts: "drafts" };

export const outlook: Adapter = {
    id: "outlook",
    matches: (page) => hosts.test(page.location.hostname) || page.querySelector(selectors.name) !== null,
    account,
    messages,
    composing,
    session: () => null,
};

/** Recipients only as far as their addresses are shown; a person sees in the editor who is missing. */
function composing(page: Document): Composing[] {
    const text = page.querySelector<HTMLElement>(selectors.text);
    const form = text?.closest<HTMLElement>(selectors.form);
    if (!text || !form) return [];
    const read = () => ({
        to: addressesIn(form.querySelectorAll(selectors.recipient), "title"),
        cc: "",
        bcc: "",
        subject: form.querySelector<HTMLInputElement>(selectors.title)?.value ?? "",
        body: text.innerText.trim(),
    });
    return [formOf(form, read)];
}

function account(page: Document): string {
    const person = page.querySelector(selectors.person);
    const named = person?.getAttribute("title") ?? person?.textContent ?? "";
    return /[^\s()<>]+@[^\s()<>]+/.exec(named)?.[0] ?? "";
}

/** The address of the page names the item; it is fetched by that name, never from what the page shows. */
function messages(page: Document): OpenMessage[] {
    const [, folder = "", item] = place.exec(page.location.pathname) ?? [];
    const pane = page.querySelector(selectors.pane);
    const body = pane?.querySelector<HTMLElement>(selectors.body);
    const anchor = pane?.querySelector(selectors.subject);
    if (!item || !anchor || !body) return [];
    const raw = `${page.location.origin}/mail/id/${item}`;
    return [{ key: item, raw, fidelity: "lossy", folder: folders[folder] ?? "other", anchor, body }];
}
