// SPDX-License-Identifier: MPL-2.0
import { api, type Event } from "../platform/api";

/** The parts of Thunderbird's MailExtension interface that are used here. */
export interface Message {
    id: number;
    /** In octets, as the folder says; IMAP servers are sometimes a little wrong. */
    size: number;
    /** Mailboxes, as in the header. */
    recipients?: string[];
    ccList?: string[];
    folder?: { accountId?: string; specialUse?: string[] };
}
export interface MessageList {
    messages: Message[];
}
export interface Tab {
    id: number;
}

export interface Account {
    identities: { email: string }[];
}

interface ThunderbirdApi {
    accounts: {
        get(id: string): Promise<Account | null>;
        list(): Promise<Account[]>;
    };
    mailTabs: {
        getSelectedMessages(tabId: number): Promise<MessageList>;
        onSelectedMessagesChanged: Event<[tab: Tab, selected: MessageList]>;
    };
    messageDisplay: {
        getDisplayedMessages(tabId: number): Promise<MessageList>;
        onMessagesDisplayed: Event<[tab: Tab, shown: MessageList]>;
    };
    messageDisplayAction: {
        setIcon(details: { tabId: number; path: string }): Promise<void>;
        setLabel(details: { tabId: number; label: string }): Promise<void>;
        setTitle(details: { tabId: number; title: string }): Promise<void>;
    };
    messages: {
        get(id: number): Promise<Message>;
        getRaw(id: number, options: { data_format: "File"; decrypt: false }): Promise<File>;
    };
    tabs: {
        query(query: object): Promise<Tab[]>;
        onRemoved: Event<[tabId: number]>;
    };
}

export const thunderbird = api as unknown as ThunderbirdApi;
