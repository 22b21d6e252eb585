// SPDX-License-Identifier: MPL-2.0
import { api, type Event } from "../platform/api";

/** The parts of the browsers' interface that are used here. */
export interface Tab {
    id?: number;
    active?: boolean;
    url?: string;
    windowId: number;
}
interface ContentScript {
    id: string;
    js: string[];
    matches: string[];
    allFrames: boolean;
    runAt: "document_end";
    persistAcrossSessions: boolean;
}
export interface Permissions {
    origins: string[];
}

interface BrowserApi {
    action: {
        setIcon(details: { tabId: number; path: string | Record<string, string> }): Promise<void>;
        setTitle(details: { tabId: number; title: string }): Promise<void>;
        openPopup(): Promise<void>;
    };
    permissions: {
        contains(permissions: Permissions): Promise<boolean>;
        request(permissions: Permissions): Promise<boolean>;
        remove(permissions: Permissions): Promise<boolean>;
        onAdded: Event<[added: Permissions]>;
        onRemoved: Event<[removed: Permissions]>;
    };
    scripting: {
        getRegisteredContentScripts(): Promise<ContentScript[]>;
        registerContentScripts(scripts: ContentScript[]): Promise<void>;
        unregisterContentScripts(): Promise<void>;
        executeScript(what: { target: { tabId: number; allFrames: true }; files: string[] }): Promise<unknown>;
    };
    storage: {
        onChanged: Event<[changes: Record<string, unknown>, area: string]>;
        session: {
            get(keys: string | object | null): Promise<Record<string, unknown>>;
            set(values: object): Promise<void>;
            remove(key: string): Promise<void>;
        };
    };
    tabs: {
        get(id: number): Promise<Tab>;
        query(query: object): Promise<Tab[]>;
        create(info: { url: string }): Promise<Tab>;
        remove(id: number): Promise<void>;
        onRemoved: Event<[tabId: number]>;
    };
    windows: {
        create(info: { url: string; type: "popup"; width: number; height: number }): Promise<unknown>;
    };
}

export const browser = api as unknown as BrowserApi;
