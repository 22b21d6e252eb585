// SPDX-License-Identifier: MPL-2.0
import type { Adapter, Composing, OpenMessage } from "../adapter";
import type { Folder, PageDraft } from "../../talk/webmail";
import { wordsIn } from "../../transport/plain_text";

/** Roundcube 1.5 and 1.6, skins elastic, larry and classic; whole window and preview pane. */
const selectors = {
    subject: "#message-header h2.subject, #messageheader h2.subject, h1.subject, h2.subject, .subject",
    body: "#messagebody",
    text: "textarea#composebody",
    form: "#compose-content, #composeview-right",
    besides: "#layout-sidebar, #layout-content > .header .toolbar",
    from: "#_from",
    to: "#_to",
    cc: "#_cc",
    bcc: "#_bcc",
    title: "#compose-subject",
    rich: "[name=_is_html]",
    richText: "#composebody_ifr",
    attachment: "#attachment-list li[id^=rcmfile]",
    attachmentName: ".attachment-name",
    sent: "select[name=_store_target]",
    user: ".header-title.username, #taskmenu .username, .topright .username, span.username",
};
const shows = ["show", "preview"];
const folders: [member: string, folder: Folder][] = [
    ["sent_mbox", "sent"],
    ["drafts_mbox", "drafts"],
    ["junk_mbox", "junk"],
];

export const roundcube: Adapter = {
    id: "roundcube",
    matches: (page) => environment(page) !== null,
    account: (page) => textOf(page, "username") || (page.querySelector(selectors.user)?.textContent ?? "").trim(),
    messages,
    composing,
    session,
};

function messages(page: Document): OpenMessage[] {
    const address = new URL(page.location.href);
    const anchor = page.querySelector(selectors.subject);
    const uid = address.searchParams.get("_uid") ?? textOf(page, "uid");
    const mailbox = address.searchParams.get("_mbox") ?? textOf(page, "mailbox");
    if (!anchor || !uid || !mailbox || !shows.includes(address.searchParams.get("_action") ?? "")) return [];
    return [
        {
            key: `${mailbox}/${uid}`,
            raw: sourceOf(page, uid, mailbox),
            fidelity: "exact",
            folder: folderOf(page, mailbox),
            anchor,
            body: page.querySelector<HTMLElement>(selectors.body),
        },
    ];
}

function composing(page: Document): Composing[] {
    const id = textOf(page, "compose_id");
    const text = page.querySelector<HTMLTextAreaElement>(selectors.text);
    const form = text?.closest<HTMLElement>(selectors.form) ?? text?.form;
    if (!id || !text || !form) return [];
    const besides = [...page.querySelectorAll<HTMLElement>(selectors.besides)];
    return [{ key: id, form, besides, anchor: form, read: () => draftOf(page, id, text), discard: () => leave(page) }];
}

/** Roundcube asks before a form is left in which something was written or attached; this one was sent, by us. */
function leave(page: Document): void {
    const view = page.defaultView!;
    // Firefox calls who listens early first. Chromium does not; but there a document opened anew has lost all its listeners.
    if ("wrappedJSObject" in view) view.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true });
    else page.open();
    view.location.assign(`${page.location.pathname}?_task=mail&_mbox=INBOX`);
}

function draftOf(page: Document, id: string, text: HTMLTextAreaElement): PageDraft {
    const value = (selector: string) => page.querySelector<HTMLInputElement>(selector)?.value ?? "";
    const from = page.querySelector<HTMLSelectElement>(selectors.from);
    const answered = textOf(page, "reply_msgid");
    return {
        from: from?.selectedOptions?.[0]?.textContent?.trim() ?? from?.value ?? "",
        to: value(selectors.to),
        cc: value(selectors.cc),
        bcc: value(selectors.bcc),
        subject: value(selectors.title),
        body: value(selectors.rich) === "1" ? textOfHtml(page, text.value) : text.value,
        inReplyTo: answered,
        references: answered,
        filesStay: false,
        attachments: [...page.querySelectorAll<HTMLElement>(selectors.attachment)].map((item) => ({
            name: item.querySelector(selectors.attachmentName)?.textContent?.trim() ?? "",
            type: "",
            url: addressOf(page, { _task: "mail", _action: "display-attachment", _file: item.id, _id: id }),
        })),
    };
}

/** The field for rich text, which hands over to the form only when that is sent. Before it stands, the form has all; nothing of that is run or loaded. */
function textOfHtml(page: Document, html: string): string {
    const written = page.querySelector<HTMLIFrameElement>(selectors.richText)?.contentDocument?.body;
    return wordsIn(written ?? new DOMParser().parseFromString(html, "text/html").body);
}

/** What is needed to import a message and to send it on (transport/session/roundcube.ts). */
function session(page: Document): Record<string, string> | null {
    const token = textOf(page, "request_token");
    const sent = page.querySelector<HTMLSelectElement>(selectors.sent)?.value || textOf(page, "sent_mbox") || "Sent";
    return token ? { kind: "roundcube", base: addressOf(page, {}), token, sent } : null;
}

/** Only with `_save` the octets are those that the server has. */
function sourceOf(page: Document, uid: string, mailbox: string): string {
    const token = textOf(page, "request_token");
    return addressOf(page, { _task: "mail", _action: "viewsource", _save: "1", _uid: uid, _mbox: mailbox, _token: token });
}

function addressOf(page: Document, members: Record<string, string>): string {
    const address = new URL(page.location.pathname, page.location.origin);
    for (const [name, value] of Object.entries(members)) address.searchParams.set(name, value);
    return address.href;
}

function folderOf(page: Document, mailbox: string): Folder {
    if (mailbox.toUpperCase() === "INBOX") return "inbox";
    return folders.find(([member]) => textOf(page, member) === mailbox)?.[1] ?? "other";
}

/** What the page tells its own scripts; a script of ours could not ask for it without running in the page. */
let read: { page: Document; values: Record<string, unknown> | null } | null = null;

function environment(page: Document): Record<string, unknown> | null {
    if (read?.page !== page || !read.values) read = { page, values: parse(page) };
    return read.values;
}

/** Some environments are set in several steps. */
function parse(page: Document): Record<string, unknown> | null {
    const calls = [...page.scripts].flatMap(({ textContent }) => [...(textContent ?? "").matchAll(/rcmail\.set_env\((\{.*?\})\);\s*$/gm)]);
    const objects = calls.flatMap(([, json]) => asObject(json!) ?? []);
    return objects.length > 0 ? Object.assign({}, ...objects) : null;
}

function asObject(json: string): object | null {
    try {
        return JSON.parse(json) as object;
    } catch {
        return null;
    }
}

function textOf(page: Document, member: string): string {
    const value = environment(page)?.[member];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
