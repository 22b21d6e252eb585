// SPDX-License-Identifier: MPL-2.0
import { api, connectHost, onPage } from "../platform/api";
import { language, say } from "../platform/say";
import type { Waiting } from "../protocol/connection";
import { Link } from "../protocol/link";
import { isHostAway } from "../protocol/problem";
import type { Reading } from "../protocol/reading";
import { thunderbird, type Message, type MessageList } from "../thunderbird/api";
import { paint } from "../thunderbird/badge";
import { Attachments } from "./attachments";
import { check, takeApart } from "./check";
import { closedEntity } from "../thunderbird/closed";
import { experiment } from "../thunderbird/experiment";
import { Bars } from "../thunderbird/bars";
import { listMark } from "../thunderbird/list_mark";
import { noteGenuine } from "./genuine";
import { Opener } from "./opener";
import { Progress } from "../thunderbird/progress";
import { contextOf, isWhole, sourceOf } from "../thunderbird/source";
import { attachmentName } from "../wording/attachments";
import { shortDate } from "../wording/dates";
import { attachmentsPort } from "../talk/attachments";
import type { TabState } from "../talk/state";
import { Desk } from "./desk";
import { watchForHost } from "./host_watch";
import { servePopup } from "./serve_popup";
import { listenToComposing } from "./thunderbird_compose";
import { listenToPages } from "./pages";

/** Listeners stand at the top level: an event page is woken only for those. */

const link = new Link(connectHost);

const opener = new Opener({
    link,
    contextOf: async (id) => contextOf(await messageOf(id)),
    isWhole: async (id, octets) => isWhole(octets, (await messageOf(id))?.size ?? 0),
    closed: (state) => closedEntity(state, say, shortDate(language())),
    progress: progressIn,
});
const bars = new Bars((tabId, text, kind) => experiment?.showBar(tabId, text, kind), say, shortDate(language()));

const desk = new Desk<Message>({
    check: async (message, signal) =>
        opener.known(message.id) ?? check(sourceOf(message), link, signal),
    paint,
    displayed: async (tabId) => only(await thunderbird.messageDisplay.getDisplayedMessages(tabId)),
});

const attachments = new Attachments<Message>({
    desk,
    restricted: async (tabId) => {
        const message = only(await thunderbird.messageDisplay.getDisplayedMessages(tabId));
        return message && opener.isRestricted(message.id) ? message : null;
    },
    open: async (tabId, message, signal) => {
        const progress = progressIn(tabId);
        const asking = { signal, told: (waiting: Waiting) => progress.told(waiting) };
        return takeApart("decrypt", sourceOf(message), link, asking).finally(() => progress.end());
    },
    save: async (tabId, { name, bytes }, index) => experiment?.saveFile(tabId, attachmentName(name, index, say), bytes.buffer),
});

const hostWatch = watchForHost(link, refreshAll);

experiment?.onOpen.addListener((message, bytes) => opener.open(message, new Uint8Array(bytes)));
experiment?.onStop.addListener(leave);
thunderbird.messageDisplay.onMessagesDisplayed.addListener((tab, shown) => {
    const message = only(shown);
    if (message) void desk.show(tab.id, message);
    else desk.select(tab.id, shown.messages);
});
thunderbird.mailTabs.onSelectedMessagesChanged.addListener((tab) => void selectionChanged(tab.id));
thunderbird.tabs.onRemoved.addListener((tabId) => {
    leave(tabId);
    desk.close(tabId);
});
api.runtime.onInstalled.addListener(() => void refreshAll());
api.runtime.onStartup.addListener(() => void refreshAll());
onPage("popup", (port) => servePopup(port, desk, { refresh, genuine }));
onPage(attachmentsPort, (port) => attachments.serve(port));
listenToPages(link);
listenToComposing(link, readingOf);

desk.watch((tabId, state, message) => {
    bars.show(tabId, state);
    const mark = listMark(state);
    if (message && mark !== null) void experiment?.setMark(message.id, mark).catch(() => undefined);
});

desk.watch((_, state) => {
    if (waitsForHost(state)) hostWatch.start();
});

/** Asks what is selected now: a page that is just being woken hears of selections that have passed. */
async function selectionChanged(tabId: number): Promise<void> {
    const selected = await thunderbird.mailTabs.getSelectedMessages(tabId).catch(() => ({ messages: [] }));
    opener.leave(tabId, only(selected)?.id);
    desk.select(tabId, selected.messages);
}

/** Nobody waits any more for what is being opened for this tab. */
function leave(tabId: number): void {
    opener.leave(tabId);
    attachments.leave(tabId);
}

function progressIn(tabId: number): Progress {
    return new Progress((text, kind) => bars.progress(tabId, text, kind), say);
}

/** Checks what is on screen and could not be checked for want of a host. */
async function refreshAll(): Promise<void> {
    const tabs = await thunderbird.tabs.query({});
    const waiting = tabs.filter(({ id }) => waitsForHost(desk.state(id)));
    await Promise.all(waiting.map(({ id }) => refresh(id).catch(() => undefined)));
}

/** Asks again, and shows the message again when it was not shown opened. */
async function refresh(tabId: number): Promise<void> {
    const message = only(await thunderbird.messageDisplay.getDisplayedMessages(tabId));
    if (message && opener.forget(message.id)) await experiment?.reload(tabId);
    else await desk.refresh(tabId);
}

/** What Thunderbird shows opened is shown again, so that it is opened and judged once more. */
async function genuine(tabId: number, digest: string): Promise<void> {
    const message = only(await thunderbird.messageDisplay.getDisplayedMessages(tabId));
    if (!message) return;
    await noteGenuine(sourceOf(message), digest, link);
    const opened = opener.known(message.id) !== null;
    opener.forget(message.id);
    await (opened ? experiment?.reload(tabId) : desk.refresh(tabId));
}

/** Of a message that is answered, forwarded or gone on with. */
async function readingOf(messageId: number): Promise<Reading | null> {
    const known = opener.known(messageId);
    const unstopped = new AbortController().signal;
    const state = known ?? (await check(sourceOf(await thunderbird.messages.get(messageId)), link, unstopped));
    return state.kind === "reading" ? state.reading : null;
}

/** Null: one that lies in no folder. */
async function messageOf(id: number | null): Promise<Message | null> {
    return id === null ? null : thunderbird.messages.get(id);
}

/** A tab without state is one of the time before this page was woken. */
function waitsForHost(state: TabState | null): boolean {
    return state === null || (state.kind === "problem" && isHostAway(state.problem));
}

function only(list: MessageList): Message | null {
    return list.messages.length === 1 ? (list.messages[0] ?? null) : null;
}
