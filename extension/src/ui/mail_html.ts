// SPDX-License-Identifier: MPL-2.0
import DOMPurify from "dompurify";

import { toBase64 } from "../protocol/base64";
import type { Leaf } from "../protocol/contents";
import { remoteIn } from "./mail_remote";

/** HTML of a mail as it may be shown. */
export interface CleanHtml {
    document: string;
    /** Pictures and the like from elsewhere that were left out: fetching them tells the sender. */
    remote: number;
}

/** Nothing is fetched, run or sent; styles are those in the mail. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** What could ask for something, lead elsewhere by itself, or stand over what is around it. */
const forbidden = ["form", "input", "button", "select", "textarea", "audio", "video", "source", "track", "picture", "svg", "math", "dialog", "base", "meta", "link"];
const pictureTypes = /^image\/(png|jpeg|gif|webp|bmp)$/;
const openable = /^(https?:|mailto:)/i;

/** Cleaned, and given a policy that lets nothing be fetched even if cleaning missed something. */
export function cleanHtml(html: string, leaves: Leaf[]): CleanHtml {
    DOMPurify.addHook("afterSanitizeAttributes", (element) => {
        if (element.tagName === "IMG") showPicture(element, leaves);
        const target = element.getAttribute("href") ?? "";
        if (target && !openable.test(target)) element.removeAttribute("href");
        if (element.hasAttribute("background")) element.removeAttribute("background");
    });
    const body = DOMPurify.sanitize(html, {
        WHOLE_DOCUMENT: true,
        FORBID_TAGS: forbidden,
        FORBID_ATTR: ["srcset", "ping", "target", "download", "autofocus", "popover", "id", "name"],
        ALLOW_DATA_ATTR: false,
        // Their pictures stand in the mail itself.
        ADD_URI_SAFE_ATTR: [],
        ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|cid:|data:image\/(?:png|jpeg|gif|webp);)/i,
    });
    DOMPurify.removeAllHooks();
    return { document: `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">${base}${body}`, remote: remoteIn(html) };
}

/** Mails are written for white paper. */
const base = "<style>html{color-scheme:light;background:#fff;color:#1c2126}body{margin:12px;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}</style>";

/** Of a picture that is not in the mail itself only its words are left. */
function showPicture(element: Element, leaves: Leaf[]): void {
    const from = element.getAttribute("src") ?? "";
    if (/^data:/i.test(from)) return;
    element.removeAttribute("src");
    const named = /^cid:(.+)$/i.exec(from)?.[1];
    const leaf = named && leaves.find(({ contentId, type }) => contentId === decodeSafely(named) && pictureTypes.test(type));
    if (leaf) element.setAttribute("src", `data:${leaf.type};base64,${toBase64(leaf.bytes)}`);
}

function decodeSafely(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

/** A frame in which the mail can run no script, whatever is in it; we may measure it and hear its clicks. */
export function mailFrame({ document: content }: CleanHtml, title: string): HTMLIFrameElement {
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-same-origin");
    frame.title = title;
    frame.className = "mail";
    frame.srcdoc = content;
    return frame;
}

/** What HTML says without its markup, for messages of which nothing but text may be shown (B.6). */
export function textOfHtml(html: string): string {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    for (const silent of parsed.querySelectorAll("script, style, title, template")) silent.remove();
    for (const line of parsed.querySelectorAll("br, p, div, tr, li, h1, h2, h3, h4, blockquote")) line.append("\n");
    for (const end of parsed.querySelectorAll("br")) end.replaceWith("\n");
    return (parsed.body.textContent ?? "").replace(/[ \t]+\n/g, "\n").replace(/\n{3,}/g, "\n\n").trim();
}
