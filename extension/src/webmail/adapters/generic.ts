// SPDX-License-Identifier: MPL-2.0
import type { Adapter, OpenMessage } from "../adapter";
import { bodyOf, isInBody, subjectOf } from "./generic_page";

/** How a page offers a message for download, the surest first. */
const rules: ((link: Element, address: URL) => boolean)[] = [
    (link) => link.getAttribute("type") === "message/rfc822",
    (link) => /\.eml$/i.test(link.getAttribute("download") ?? ""),
    (_, { pathname }) => /\.eml$/i.test(pathname),
    (_, { pathname, search }) => /(^|[^a-z])(rfc822|view_?source|message_?source|raw_?(message|source)|(download|save|export)_?(message|source|eml))([^a-z]|$)/i.test(pathname + search),
    (_, { search }) => /[?&](raw|eml)(=|&|$)|=(raw|eml)(&|$)/i.test(search),
];

/** What an address does besides handing something out; it is asked for without a click. */
const acts = /delete|log_?out|sign_?out|spam|move|trash|purge|unsubscribe/i;
/** A folder may be called so. */
const places = /[?&]_?(folder|mailbox|mbox|box|label)=[^&]*/gi;

/** What may lead to a download. */
const offers = "a[href], area[href], [onclick], form[action]:not([method=post i]), link[rel=alternate][href]";
/** An address within what a click does. */
const quoted = /["'`]((?:https?:\/)?\/?[^"'`\s]*[/?=][^"'`\s]*)["'`]/g;

/**
 * Any webmail that offers the message on screen for download, whether its pages load anew, stand in
 * frames or change only the hash. What the page hands out is believed as far as a signed message has shown.
 */
export const generic: Adapter = {
    id: "generic",
    matches: () => true,
    account: () => "",
    messages,
    composing: () => [],
    session: () => null,
};

function messages(page: Document): OpenMessage[] {
    const offer = offerOf(page);
    if (!offer) return [];
    const anchor = subjectOf(page, offer.link);
    return [{ key: offer.raw, raw: offer.raw, fidelity: "lossy", folder: "other", anchor, body: bodyOf(page, anchor, offer.link) }];
}

interface Offer {
    link: Element;
    raw: string;
}

/**
 * The one download that the surest rule finds. Two that are equally sure: nobody can say which one is
 * the message on screen. What stands in the text of a message was put there by its sender.
 */
function offerOf(page: Document): Offer | null {
    const links = [...page.querySelectorAll(offers)].filter((link) => !isInBody(link));
    const candidates = links.flatMap((link) => addressesIn(link, page).map((address) => ({ link, address })));
    for (const rule of rules) {
        const found = candidates.filter(({ link, address }) => rule(link, address));
        const sources = new Set(found.map(({ address }) => address.href));
        if (sources.size > 1) return null;
        if (found[0]) return { link: found[0].link, raw: found[0].address.href };
    }
    return null;
}

/** Of the page's own site only. */
function addressesIn(link: Element, page: Document): URL[] {
    const direct = [link.getAttribute("href"), link.getAttribute("action")];
    const clicked = [...(link.getAttribute("onclick") ?? "").matchAll(quoted)].map(([, address]) => address!);
    return [...direct, ...clicked].flatMap((text) => {
        if (!text || !URL.canParse(text, page.baseURI)) return [];
        const address = new URL(text, page.baseURI);
        address.hash = "";
        const asks = address.pathname + address.search.replace(places, "");
        return address.origin === page.location.origin && !acts.test(asks) ? [address] : [];
    });
}
