// SPDX-License-Identifier: MPL-2.0

/** Where the text of a message stands, as pages usually name it. */
const bodies =
    '[role="document"], [id*="messagebody" i], [class*="messagebody" i], [id*="message-body" i], [class*="message-body" i], [class*="msgbody" i], [id*="msgbody" i], [class*="mail-body" i], [class*="mailbody" i], iframe[sandbox], iframe:not([src]), pre, blockquote';
const subjects = '[id*="subject" i], [class*="subject" i], h1, h2, h3';
/** What a message carries stands apart from the message: a mail attached to it is another one. */
const attachments = '[id*="attach" i], [class*="attach" i]';

/** What was put there by whoever sent the message. */
export const isInBody = (link: Element): boolean => link.closest(`${bodies}, ${attachments}`) !== null;

/** The heading with the subject, or where there is none what offers the download. */
export function subjectOf(page: Document, link: Element): Element {
    const named = [...page.querySelectorAll(subjects)].filter((each) => !isInBody(each) && isSeen(each) && each.textContent?.trim());
    return named.find((each) => /subject/i.test(`${each.id} ${each.className}`) && !each.closest("table, ul, ol, nav")) ?? named[0] ?? link;
}

/** The outermost part of the page that holds the text of the message; null when nothing looks like it. */
export function bodyOf(page: Document, anchor: Element, link: Element): HTMLElement | null {
    const fit = (each: Element) => !each.contains(anchor) && !each.contains(link) && isSeen(each);
    return [...page.querySelectorAll<HTMLElement>(bodies)].find(fit) ?? null;
}

/** One that our own frame stands in place of counts as seen. */
const isSeen = (element: Element): boolean => element instanceof HTMLElement && !element.hidden;
