// SPDX-License-Identifier: MPL-2.0
import { browser } from "../browser/api";
import { api, onPage, type Port } from "../platform/api";
import { settingsOf } from "../platform/settings";
import { shelf } from "../platform/shelf";
import type { Link } from "../protocol/link";
import type { Answer } from "../protocol/arrivals";
import { isRecord } from "../platform/values";
import type { Answering } from "../talk/viewer";
import { editorPort, type FromPage } from "../talk/webmail";
import { answerTo } from "./answering";
import { newDraft } from "./compose_rules";
import type { Confirm } from "../talk/confirm";
import { Drafts, type SealedDraft } from "./drafts";
import { Editor, type EditorAbout, type Started } from "./editor";
import { Frames } from "./frames";
import type { MailFrame, MailTabs, WebMessage } from "./mail_tabs";
import { Outbox, type Kept } from "./outbox";
import { webSource } from "./web_check";

type Wanted = Extract<FromPage, { kind: "editor" }>;

export interface Editors {
    /** All that is on its way, whoever sends it. */
    outbox: Outbox;
    /** A form of a page is to be replaced by an editor. */
    mount(frame: MailFrame, wanted: Wanted): void;
    /** What is usual for the account of a form that a page shows. */
    greet(frame: MailFrame, key: string, account: string): Promise<void>;
    /** Answers or forwards an opened message, in a tab of its own. */
    answer(message: WebMessage, answering: Answering, answer: Answer): Promise<void>;
}

/** Called once, at the top level: a worker is woken only for listeners made there. */
export function listenToEditors(link: Link, mail: MailTabs, confirm: Confirm): Editors {
    const frames = new Frames<EditorAbout>();
    const tabs = new Map<string, Started>();
    const open = new Set<Editor>();
    const parts = {
        link,
        confirm,
        outbox: new Outbox(shelf<Kept>("outbox"), (posting) => open.forEach((editor) => editor.changed(posting))),
        drafts: new Drafts(shelf<SealedDraft>("drafts"), link),
        remember,
        close({ tabId, place }: EditorAbout, sent: boolean) {
            if (!place) return void browser.tabs.remove(tabId).catch(() => undefined); // closed by the person
            mail.frameAt(tabId, place.frameId)?.tell({ closed: "editor", key: place.key, sent });
        },
    };

    async function aboutOf(port: Port, said: unknown): Promise<{ about: EditorAbout; again: boolean } | null> {
        if (!isRecord(said) || said["do"] !== "open") return null;
        const { tab, frameId } = port.sender ?? {};
        if (tab?.id === undefined) return null;
        const known = await recall(tab.id, said["resume"]);
        if (known) return { about: known, again: true };
        const framed = frames.redeem("editor", port, said);
        if (framed) return { about: framed, again: false };
        // No page can put itself between a tab's top frame and the person.
        if (frameId !== 0) return null;
        const named = tabs.get(String(said["token"]));
        tabs.delete(String(said["token"]));
        return { about: { ...(named ?? blank()), name: newName(), tabId: tab.id, place: null }, again: false };
    }

    // From the popup: without a form of a page, but with the session of the mail that its tab shows.
    onPage("write", (port) =>
        port.onMessage.addListener((said) => {
            const message = isRecord(said) && typeof said["tab"] === "number" ? mail.message(said["tab"]) : null;
            const { origin = "", account = "", session = null } = message ?? {};
            void openTab({ ...blank(), origin, account, session }).then(() => port.postMessage({}));
        }),
    );
    onPage(editorPort, (port) => {
        let asked = false;
        port.onMessage.addListener(async (said) => {
            if (asked) return;
            asked = true;
            const found = await aboutOf(port, said);
            if (!found) return port.postMessage({ gone: true });
            const editor = new Editor(port, found.about, parts);
            open.add(editor);
            port.onDisconnect.addListener(() => open.delete(editor));
            await (found.again ? editor.resume(String((said as Record<string, unknown>)["id"])) : editor.start());
        });
    });

    return {
        outbox: parts.outbox,
        mount(frame, { key, account, draft, session, protection }) {
            const { tabId, frameId, origin } = frame;
            const rules = { ...newDraft, chosen: protection };
            const about = { name: newName(), tabId, place: { frameId, key }, origin, account, session, rules, draft, quote: null, files: [] };
            frame.tell({ frame: "editor", key, token: frames.issue("editor", tabId, about) });
        },
        async greet(frame, key, account) {
            const { sign, encrypt } = await settingsOf(account);
            const usual = encrypt === "when-possible" ? "encrypt" : sign === "always" ? "sign" : "none";
            frame.tell({ usual, key });
        },
        async answer(message, answering, answer) {
            const { signal } = new AbortController();
            // Without its header the answer stands alone; that is no reason not to write it.
            const source = await webSource(message, { signal, told: () => undefined }).bytes(signal).catch(() => new Uint8Array());
            await openTab(answerTo(message, answering, answer, source));
        },
    };

    async function openTab(about: Started): Promise<void> {
        const token = crypto.randomUUID();
        tabs.set(token, about);
        await browser.tabs.create({ url: api.runtime.getURL(`editor.html#${token}`) });
    }
}

const blankDraft = { from: "", to: "", cc: "", bcc: "", subject: "", body: "", inReplyTo: "", references: "", attachments: [], filesStay: false };
/** Each with rules of its own: they change while it is written. */
const blank = (): Started => ({ origin: "", account: "", session: null, rules: { ...newDraft }, draft: blankDraft, quote: null, files: [] });

const newName = (): string => `editor-${crypto.randomUUID()}`;

/** Without what the page or an opened message says: that is in the editor by now. */
async function remember(about: EditorAbout): Promise<void> {
    const draft = { ...blankDraft, attachments: about.draft.attachments };
    await browser.storage.session.set({ [about.name]: { ...about, draft, quote: null, files: [] } });
}

async function recall(tabId: number, name: unknown): Promise<EditorAbout | null> {
    if (typeof name !== "string" || !name.startsWith("editor-")) return null;
    const about = (await browser.storage.session.get(name))[name] as EditorAbout | undefined;
    return about?.tabId === tabId ? about : null;
}
