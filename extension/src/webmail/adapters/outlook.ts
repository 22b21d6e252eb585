// SPDX-License-Identifier: MPL-2.0
import type { Adapter, OpenMessage } from "../adapter";
import type { Folder } from "../talk";

/** Outlook on the web, as public code and its roles for screen readers describe it. */
const selectors = {
    name: 'meta[name="application-name"][content="Outlook"]',
    pane: '[data-app-section="ConversationContainer"], [data-app-section="ItemContainer"], [role="main"]',
    subject: '[role="heading"]',
    body: '[role="document"]',
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
    composing: () => [],
    session: () => null,
};

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
