// SPDX-License-Identifier: MPL-2.0
import DOMPurify from "dompurify";

/** What the editor can make itself: no pictures, no styles, nothing that is loaded from elsewhere. */
const kept = {
    ALLOWED_TAGS: ["a", "b", "blockquote", "br", "div", "em", "i", "li", "ol", "p", "pre", "strong", "u", "ul"],
    ALLOWED_ATTR: ["href"],
    ALLOWED_URI_REGEXP: /^(https?|mailto):/i,
};

/** HTML from anywhere, as far as it may stand in a message of ours. */
export function cleanHtml(html: string): DocumentFragment {
    return DOMPurify.sanitize(html, { ...kept, RETURN_DOM_FRAGMENT: true });
}

/** The same of an element of ours, as text. */
export function htmlOf(element: HTMLElement): string {
    return DOMPurify.sanitize(element, kept);
}

/** The document that is sent. */
export function documentOf(body: HTMLElement): string {
    return `<!doctype html>\n<html><head><meta charset="utf-8"></head>\n<body>${htmlOf(body)}</body></html>\n`;
}
