// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import { plainText, wordsIn } from "../transport/plain_text";
import { cleanHtml, documentOf, htmlOf } from "./clean_html";
import { button, find, make } from "./dom";

const body = find("body");
/** Lines of the message that is answered, as far as they are its own. */
let quoted: string[] = [];
/** Letters of a line that nobody else writes by chance. */
const telling = 12;
/** What only HTML can say. */
const formatting = "b, strong, i, em, u, ul, ol, a";
let plain = false;

/** Where a link leads; a window of the browser's own is not allowed to a frame. */
const target = make("input", { id: "target", type: "url", "aria-label": say("editor_link_target"), hidden: "" }) as HTMLInputElement;
let marked: Range | null = null;

interface Tool {
    id: string;
    act(): void;
}

const tools: Tool[] = [
    { id: "bold", act: () => format("bold") },
    { id: "italic", act: () => format("italic") },
    { id: "list", act: () => format("insertUnorderedList") },
    { id: "numbers", act: () => format("insertOrderedList") },
    { id: "link", act: askTarget },
];

/** The text of the message: rich text that becomes HTML only when something in it needs that. */
export function prepareText(changed: () => void, files: (files: File[]) => void): void {
    const buttons = tools.map(({ id, act }) => button(say(`editor_tool_${id}`), { id: `tool-${id}` }, act));
    const mode = button(say("editor_plain"), { id: "tool-plain", class: "end", "aria-pressed": "false" }, togglePlain);
    find("tools").append(...buttons, target, mode);
    // A click on a tool must not take the selection away from the text.
    find("tools").addEventListener("mousedown", (event) => event.target !== target && event.preventDefault());
    target.addEventListener("keydown", answerTarget);
    target.addEventListener("blur", () => (target.hidden = true));
    body.addEventListener("input", changed);
    body.addEventListener("paste", (event) => take(event, event.clipboardData, files));
    body.addEventListener("drop", (event) => event.dataTransfer?.files.length === 0 && take(event, event.dataTransfer, files));
    document.execCommand("styleWithCSS", false, "false");
}

/** Both forms of what was written; no HTML when plain text says all of it. */
export function textContent(): { text: string; html: string } {
    const rich = !plain && body.querySelector(formatting) !== null;
    return { text: plainText(body), html: rich ? documentOf(body) : "" };
}

/** Lines of text; whatever is in them stays text. */
export function setText(text: string): void {
    body.replaceChildren(...linesOf(text));
}

/** What HTML from anywhere says, without how it looks. */
export const wordsOf = (html: string): string => wordsIn(cleanHtml(html));

/** What was in the editor before, from its own draft. */
export function setHtml(html: string): void {
    body.replaceChildren(cleanHtml(html));
}

export const currentHtml = (): string => htmlOf(body);

/** Below an empty line to write on, so that answers stand above. */
export function setQuote(introduction: string, text: string): void {
    const quote = make("blockquote", { id: "quote" }, ...linesOf(text));
    quoted = text.split(/\r\n|\r|\n/).map((line) => line.trim()).filter((line) => line.length >= telling);
    body.replaceChildren(...linesOf("\n"), make("div", { id: "quote-of" }, introduction), quote);
}

/** False when something quoted may still be there: it does not stand in a quotation any more. */
export function removeQuote(): boolean {
    const quotes = body.querySelectorAll("blockquote");
    for (const each of body.querySelectorAll("blockquote, #quote-of")) each.remove();
    const left = plainText(body);
    return quotes.length > 0 && !/^[^\p{L}]*> /mu.test(left) && !quoted.some((line) => left.includes(line));
}

function linesOf(text: string): HTMLElement[] {
    return text.split(/\r\n|\r|\n/).map((line) => make("div", {}, line || make("br", {})));
}

function format(command: string, value = ""): void {
    body.focus();
    document.execCommand(command, false, value);
}

function askTarget(): void {
    const selection = getSelection();
    marked = selection?.rangeCount && body.contains(selection.anchorNode) ? selection.getRangeAt(0) : null;
    const text = selection?.toString().trim() ?? "";
    target.value = /^https?:/i.test(text) ? text : "https://";
    target.hidden = false;
    target.focus();
}

function answerTarget(event: KeyboardEvent): void {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    const { value } = target;
    body.focus();
    if (marked) getSelection()?.setBaseAndExtent(marked.startContainer, marked.startOffset, marked.endContainer, marked.endOffset);
    if (event.key === "Enter" && /^(https?:\/\/|mailto:)./i.test(value)) {
        if (getSelection()?.isCollapsed) format("insertHTML", htmlOf(make("a", { href: value }, value)));
        else format("createLink", value);
    }
}

function togglePlain(): void {
    plain = !plain;
    if (plain) stripFormatting();
    for (const { id } of tools) (find(`tool-${id}`) as HTMLButtonElement).disabled = plain;
    find("tool-plain").setAttribute("aria-pressed", String(plain));
}

/** Looks go, words stay; a quotation stays one, so that it can be taken out as a whole. */
function stripFormatting(): void {
    for (const list of body.querySelectorAll(":is(ul, ol):not(:is(ul, ol) *)")) list.replaceWith(...linesOf(asText(list)));
    for (const link of body.querySelectorAll("a")) link.replaceWith(asText(link));
    for (const each of body.querySelectorAll("b, strong, i, em, u")) each.replaceWith(...each.childNodes);
}

const asText = (node: Node): string => plainText(make("div", {}, node.cloneNode(true)));

/** What comes from elsewhere is cleaned before it stands in the page. */
function take(event: Event, from: DataTransfer | null, files: (files: File[]) => void): void {
    event.preventDefault();
    if (!from) return;
    if (from.files.length > 0) return files([...from.files]);
    const html = plain ? "" : from.getData("text/html");
    if (!html) return format("insertText", from.getData("text/plain"));
    const holder = make("div", {});
    holder.append(cleanHtml(html));
    format("insertHTML", htmlOf(holder));
}
