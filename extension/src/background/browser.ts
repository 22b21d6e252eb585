// SPDX-License-Identifier: MPL-2.0
import { api, connectHost, onPage, onPort } from "../platform/api";
import { Link } from "../protocol/link";
import { isHostAway } from "../protocol/problem";
import { browser } from "../browser/api";
import { paint } from "../browser/badge";
import { isOn, syncSites } from "../browser/sites";
import { mailPort } from "../talk/webmail";
import { pageMark } from "../wording/page_mark";
import { listenToEditors } from "./browser_editors";
import { listenToViewers } from "./browser_viewers";
import { listenToConfirm } from "./confirm_window";
import { Desk } from "./desk";
import { restWhenIdle } from "./host_rest";
import { noteGenuine } from "./genuine";
import { watchForHost } from "./host_watch";
import { KeptStates } from "./kept_states";
import { learnFrom } from "./learn_site";
import { MailTabs, type WebMessage } from "./mail_tabs";
import { listenToPages } from "./pages";
import { servePopup } from "./serve_popup";
import type { ViewersParts } from "./viewers";
import { sendTest } from "./test_mail";
import { checkWeb, webSource } from "./web_check";

/** Listeners stand at the top level: a worker is woken only for those. */

const link = new Link(() => {
    hostRest.begin();
    return connectHost();
});
const kept = new KeptStates(browser.storage.session);

const mail = new MailTabs({
    // Pages are heard when what was kept of them is there.
    isOn: async (origin) => {
        await kept.loaded;
        return isOn(origin);
    },
    shown(tabId, message, again) {
        const known = message && again ? kept.take(message) : null;
        if (message && known) desk.resume(tabId, message, known);
        else if (message) void desk.show(tabId, message);
        else desk.select(tabId, []);
    },
    asked(frame, request) {
        if (request.do === "look") void openVerdict(frame.tabId);
        else if (request.do === "form") void editors.greet(frame, request.key, request.account);
        else if (request.kind === "viewer") viewers.mount(frame, request.key);
        else editors.mount(frame, request);
    },
});

const desk = new Desk<WebMessage>({
    check: (message, signal, told) =>
        checkWeb(message, link, {
            signal,
            told: (come, of) => told({ kind: "pending", octets: { come, of } }),
        }),
    paint,
    displayed: async (tabId) => mail.message(tabId),
});

const hostWatch = watchForHost(link, refreshAll);
const hostRest = restWhenIdle(link, isMailInFront);
const confirm = listenToConfirm();
const editors = listenToEditors(link, mail, confirm);
const reply: ViewersParts["reply"] = ({ message }, answering, answer) => void editors.answer(message, answering, answer);
const viewers = listenToViewers({ link, mail, desk, confirm, reply });

onPort(mailPort, (sender) => sender.tab !== undefined, (port) => mail.accept(port));
onPage("popup", (port) => servePopup(port, desk, { refresh: (tabId) => desk.refresh(tabId), genuine }));
listenToPages(link, {
    test: (address, signal) => sendTest(address, { link, confirm, outbox: editors.outbox, page: (account) => mail.sender(account) }, signal),
});
browser.tabs.onRemoved.addListener((tabId) => {
    desk.close(tabId);
    kept.forget(tabId);
});
browser.permissions.onAdded.addListener(() => void syncSites());
browser.permissions.onRemoved.addListener(() => void syncSites());
browser.storage.onChanged.addListener((changes) => "sites" in changes && void syncSites());
api.runtime.onInstalled.addListener(() => void syncSites());
api.runtime.onStartup.addListener(() => void syncSites());

desk.watch((tabId, state, message) => {
    kept.keep(tabId, state, message);
    if (message) {
        mail.frame(tabId)?.tell({ mark: pageMark(state), key: message.key });
        if (state.kind !== "pending") void learnFrom(message, state);
    }
    if (state.kind === "problem" && isHostAway(state.problem)) hostWatch.start();
});

async function genuine(tabId: number, digest: string): Promise<void> {
    const message = mail.message(tabId);
    if (!message) return;
    await noteGenuine(webSource(message, { signal: new AbortController().signal, told: () => undefined }), digest, link);
    await desk.refresh(tabId);
}

async function isMailInFront(): Promise<boolean> {
    const shown = await browser.tabs.query({ active: true });
    return shown.some(({ id }) => id !== undefined && mail.tabs().includes(id));
}

/** Checks what could not be checked for want of a host. */
async function refreshAll(): Promise<void> {
    const waiting = mail.tabs().filter((tabId) => {
        const state = desk.state(tabId);
        return state?.kind === "problem" && isHostAway(state.problem);
    });
    await Promise.all(waiting.map((tabId) => desk.refresh(tabId)));
}

/** The popup as the browser opens it, or where it does not the same in a window of its own. */
async function openVerdict(tabId: number): Promise<void> {
    const tab = await browser.tabs.get(tabId);
    if (!tab.active) return;
    await browser.action.openPopup().catch(() => {
        const url = api.runtime.getURL(`popup.html#${tabId}`);
        return browser.windows.create({ url, type: "popup", width: 440, height: 620 });
    });
}
