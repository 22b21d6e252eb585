// SPDX-License-Identifier: MPL-2.0
import type { Adapter, Composing, OpenMessage } from "../adapter";
import type { Folder } from "../talk";

/** Roundcube 1.5 and 1.6, skins elastic, larry and classic; whole window and preview pane. */
const selectors = {
    subject: "#message-header h2.subject, #messageheader h2.subject, h1.subject, h2.subject, .subject",
    body: "#messagebody",
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
    composing: (): Composing[] => [],
    session: () => null,
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

/** Only with `_save` the octets are those that the server has. */
function sourceOf(page: Document, uid: string, mailbox: string): string {
    const source = new URL(page.location.pathname, page.location.origin);
    const token = textOf(page, "request_token");
    const members = { _task: "mail", _action: "viewsource", _save: "1", _uid: uid, _mbox: mailbox, _token: token };
    for (const [name, value] of Object.entries(members)) source.searchParams.set(name, value);
    return source.href;
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
