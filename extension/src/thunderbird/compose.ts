// SPDX-License-Identifier: MPL-2.0
import { api, type Event } from "../platform/api";
import type { Tab } from "./api";

/** The parts of Thunderbird's compose interface that are used here. */
export interface ComposeDetails {
    from: string;
    to: string | string[];
    cc: string | string[];
    bcc: string | string[];
    newsgroups?: string | string[];
}

interface Mailbox {
    email: string;
    name?: string;
}

interface ComposeApi {
    compose: {
        getComposeDetails(tabId: number): Promise<ComposeDetails>;
        onBeforeSend: {
            addListener(
                listener: (tab: Tab, details: ComposeDetails) => Promise<{ cancel?: boolean }>,
            ): void;
        };
        onIdentityChanged: Event<[tab: Tab, identityId: string]>;
        onComposeStateChanged: Event<[tab: Tab]>;
    };
    composeAction: {
        setIcon(details: { tabId: number; path: string }): Promise<void>;
        setLabel(details: { tabId: number; label: string }): Promise<void>;
        setTitle(details: { tabId: number; title: string }): Promise<void>;
        openPopup(options: { windowId: number }): Promise<boolean>;
    };
    messages: {
        getHeaders(id: number): Promise<Record<string, string[]>>;
    };
    messengerUtilities: {
        parseMailboxString(text: string): Promise<Mailbox[]>;
    };
    storage: {
        session: {
            get(key: string): Promise<Record<string, unknown>>;
            set(values: object): Promise<void>;
            remove(key: string): Promise<void>;
        };
    };
    tabs: {
        get(tabId: number): Promise<Tab & { windowId: number; type: string }>;
        onCreated: Event<[tab: Tab & { type?: string }]>;
        onRemoved: Event<[tabId: number]>;
    };
    windows: {
        create(details: { type: "popup"; url: string; width: number; height: number }): Promise<unknown>;
    };
}

export const composing = api as unknown as ComposeApi;

/**
 * The addr-specs of mailboxes as a compose window has them. Thunderbird takes its own mailing lists
 * apart after onBeforeSend; their members are the host's to check.
 */
export async function addressesOf(...given: (string | string[])[]): Promise<string[]> {
    const texts = given.flat().filter((text) => typeof text === "string" && text !== "");
    const lists = await Promise.all(
        texts.map((text) => composing.messengerUtilities.parseMailboxString(text)),
    );
    return unique(lists.flat().map(({ email }) => email ?? "")).filter((email) => email.includes("@"));
}

/** Each once; the part before the @ is compared without case too, as mail programs do. */
export function unique(addresses: string[]): string[] {
    return [...new Map(addresses.map((address) => [address.toLowerCase(), address])).values()];
}
