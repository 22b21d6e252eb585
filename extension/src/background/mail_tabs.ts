// SPDX-License-Identifier: MPL-2.0
import type { Port, Tab } from "../platform/api";
import type { Fidelity, FromPage, ToPage } from "../talk/webmail";
import { parseFromPage } from "./from_page";

/** A message that a frame of a tab shows, as its content script says. */
export interface WebMessage {
    /** Names frame, message and source: an answer about another one is not painted (E-86). */
    id: string;
    tabId: number;
    frameId: number;
    key: string;
    origin: string;
    account: string;
    folder: string;
    adapter: string;
    raw: string;
    fidelity: Fidelity;
    session: Record<string, string> | null;
    /** The tab has cookies of its own: what is fetched in the person's session may be another mailbox's. */
    apart: boolean;
}

/** A frame of a page with mail in it. */
export interface MailFrame {
    tabId: number;
    frameId: number;
    origin: string;
    apart: boolean;
    message: WebMessage | null;
    tell(said: ToPage): void;
}

export interface MailTabsParts {
    isOn(origin: string): Promise<boolean>;
    /** What the tab shows is another message now, or none; `again`: a background before this one was told of it. */
    shown(tabId: number, message: WebMessage | null, again: boolean): void;
    /** The frame asks for something else. */
    asked(frame: MailFrame, request: Exclude<FromPage, { do: "shown" }>): void;
}

/** Who says what is on screen. Nothing of it has to survive: content scripts connect again and say it again. */
export class MailTabs {
    /** Those that spoke last stand last. */
    private readonly frames = new Map<Port, MailFrame>();

    constructor(private readonly parts: MailTabsParts) {}

    accept(port: Port): void {
        const { tab, frameId, url } = port.sender ?? {};
        const origin = originOf(url);
        if (tab?.id === undefined || frameId === undefined || !origin) return port.disconnect();
        const tell = (said: ToPage) => this.frames.has(port) && port.postMessage(said);
        const frame: MailFrame = { tabId: tab.id, frameId, origin, apart: hasOwnCookies(tab), message: null, tell };
        const allowed = this.parts.isOn(origin).then((on) => on || (port.disconnect(), false));
        this.frames.set(port, frame);
        port.onDisconnect.addListener(() => this.leave(port, frame));
        port.onMessage.addListener((message) => {
            const said = parseFromPage(message, origin, frame.apart);
            if (said) void allowed.then((on) => on && this.frames.has(port) && this.take(port, frame, said));
        });
    }

    /** What the tab shows now. */
    message(tabId: number): WebMessage | null {
        return this.frame(tabId)?.message ?? null;
    }

    /** The latest message of that account on screen whose page can send; a page need not say whose it is. */
    sender(account: string): WebMessage | null {
        const fits = (message: WebMessage | null) => message?.session && ["", account].includes(message.account);
        return [...this.frames.values()].map(({ message }) => message).findLast(fits) ?? null;
    }

    /** The frame with the message of the tab. */
    frame(tabId: number): MailFrame | null {
        const own = [...this.frames.values()].filter((frame) => frame.tabId === tabId && frame.message);
        return own.at(-1) ?? null;
    }

    /** The page in that frame, whatever it shows. */
    frameAt(tabId: number, frameId: number): MailFrame | null {
        return [...this.frames.values()].find((frame) => frame.tabId === tabId && frame.frameId === frameId) ?? null;
    }

    tabs(): number[] {
        return [...new Set([...this.frames.values()].map(({ tabId }) => tabId))];
    }

    private take(port: Port, frame: MailFrame, said: FromPage): void {
        if (said.do !== "shown") return this.parts.asked(frame, said);
        const before = this.message(frame.tabId);
        this.frames.delete(port);
        this.frames.set(port, frame);
        frame.message = said.message && messageOf(frame, said);
        const now = this.message(frame.tabId);
        // A content script that connected again says the same once more.
        if (before?.id !== now?.id) this.parts.shown(frame.tabId, now, said.again);
    }

    private leave(port: Port, frame: MailFrame): void {
        const before = this.message(frame.tabId);
        this.frames.delete(port);
        const now = this.message(frame.tabId);
        if (before?.id !== now?.id) this.parts.shown(frame.tabId, now, false);
    }
}

function messageOf(frame: MailFrame, { account, adapter, message, session }: Extract<FromPage, { do: "shown" }>): WebMessage {
    const { tabId, frameId, origin, apart } = frame;
    const { key, raw, fidelity, folder } = message!;
    const id = JSON.stringify([frameId, key, raw]);
    return { id, tabId, frameId, key, origin, account, folder, adapter, raw, fidelity, session, apart };
}

/** Private windows and containers; requests of the background carry the cookies of ordinary tabs. */
const hasOwnCookies = ({ incognito, cookieStoreId }: Tab): boolean =>
    incognito === true || (cookieStoreId !== undefined && cookieStoreId !== "firefox-default");

/** Empty for what is no web page. */
function originOf(url: string | undefined): string {
    const { protocol, origin } = URL.canParse(url ?? "") ? new URL(url!) : { protocol: "", origin: "" };
    return protocol === "https:" || protocol === "http:" ? origin : "";
}
