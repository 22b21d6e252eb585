// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import { attachmentsOf, type Contents, type Leaf, type Mailbox } from "../protocol/contents";
import { showAttachments } from "./attachments";
import { rowElements } from "./certificate_sheet";
import { row } from "../wording/details";
import { apart, button, fill, find, make } from "./dom";
import { fitHeight } from "./mail_height";
import { cleanHtml, mailFrame, textOfHtml } from "./mail_html";

/** Shows what is in a message; of a restricted one text only (B.6). */
export function showContents(contents: Contents, restricted: boolean, moment: (seconds: number) => string): void {
    showFields(contents, moment);
    const of = (kind: Leaf["kind"]) => contents.leaves.filter((leaf) => leaf.kind === kind);
    const [texts, pages, attachments] = [of("text"), of("html"), attachmentsOf(contents.leaves)];
    // As many pages as texts: one is the other's alternative.
    const alternatives = pages.length > 0 && pages.length === texts.length;
    const all = contents.leaves.filter(({ kind }) => kind !== "attachment");
    const asText = alternatives ? texts : all;
    const asPage = alternatives ? pages : all;
    showBody(restricted ? asText : asPage, restricted, contents.leaves);
    const other = find("plain") as HTMLButtonElement;
    other.hidden = restricted || pages.length === 0;
    other.onclick = () => {
        const plain = other.getAttribute("aria-pressed") !== "true";
        other.setAttribute("aria-pressed", String(plain));
        showBody(plain ? asText : asPage, plain, contents.leaves);
    };
    const listed = attachments.map(({ name, bytes }) => ({ name, octets: bytes.length }));
    showAttachments(listed, restricted, (index, name) => saveAs(attachments[index]!, name));
    find("tools").hidden = false;
}

function showFields({ from, to, cc, subject, date }: Contents, moment: (seconds: number) => string): void {
    const rows = [
        row(say("viewer_from"), from.map(written)),
        row(say("viewer_to"), to.map(written)),
        row(say("viewer_cc"), cc.map(written)),
        row(say("viewer_date"), date === null ? [] : [moment(date)]),
    ].filter(({ lines }) => lines.length > 0);
    fill("subject", ...(subject ? [apart(subject)] : []));
    fill("fields", ...rows.flatMap(rowElements));
}

const written = ({ name, address }: Mailbox): string => (name ? `${name} <${address}>` : address);

const textOf = ({ bytes }: Leaf): string => new TextDecoder().decode(bytes);

function showBody(leaves: Leaf[], plain: boolean, all: Leaf[]): void {
    let remote = 0;
    const nodes = leaves.map((leaf) => {
        if (leaf.kind === "text") return text(textOf(leaf));
        if (plain) return text(textOfHtml(textOf(leaf)));
        const clean = cleanHtml(textOf(leaf), all);
        remote += clean.remote;
        return watched(mailFrame(clean, say("viewer_body")));
    });
    fill("body", ...(nodes.length > 0 ? nodes : [make("p", { class: "soft" }, say("viewer_no_text"))]));
    fill("remote", ...(remote > 0 ? [say("viewer_remote", String(remote))] : []));
    fill("link");
}

const text = (content: string): HTMLElement => make("div", { class: "text", dir: "auto" }, content);

/** A frame as high as what is in it; a link in it shows where it leads before it opens. */
function watched(frame: HTMLIFrameElement): HTMLIFrameElement {
    frame.addEventListener("load", () => {
        const inner = frame.contentDocument;
        if (!inner) return;
        fitHeight(frame, inner);
        inner.addEventListener("click", (event) => {
            const link = (event.target as Element).closest("a[href], area[href]");
            if (!link) return;
            event.preventDefault();
            offerLink(link.getAttribute("href") ?? "");
        });
        scaled(inner);
    });
    return frame;
}

/** The words of a link say anything; the address is what counts. */
function offerLink(address: string): void {
    const open = button(say("viewer_open_link"), { id: "open-link" }, () => window.open(address, "_blank", "noopener,noreferrer"));
    const leave = button(say("viewer_leave_link"), { id: "leave-link", class: "link" }, () => fill("link"));
    fill("link", make("p", {}, say("viewer_link")), make("code", {}, address), make("div", { class: "buttons" }, open, leave));
    find("open-link").focus();
    find("link").scrollIntoView({ block: "nearest" });
}

/** As octets of no type: what is saved is never opened by the browser. */
function saveAs({ bytes }: Leaf, name: string): void {
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), keptForSaving);
}

/** Milliseconds; the browser has begun to read by then. */
const keptForSaving = 60_000;

let scale = 1;

/** Larger or smaller text, also in the mail itself. */
export function zoom(factor: number): void {
    scale = Math.min(3, Math.max(0.5, scale * factor));
    document.documentElement.style.fontSize = `${scale * 100}%`;
    for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe.mail")) if (frame.contentDocument) scaled(frame.contentDocument);
}

function scaled(inner: Document): void {
    inner.documentElement.style.setProperty("zoom", String(scale));
}
