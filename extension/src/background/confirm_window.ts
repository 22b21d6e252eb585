// SPDX-License-Identifier: MPL-2.0
import { api, onPage, type Event } from "../platform/api";
import type { Confirm } from "../talk/confirm";
import { ConfirmWindow, freshMemory, type ConfirmMemory } from "./confirm";

interface WindowsApi {
    windows: {
        create(options: object): Promise<{ id?: number }>;
        remove(id: number): Promise<void>;
        onRemoved: Event<[id: number]>;
    };
    storage: {
        session: {
            get(defaults: object): Promise<Record<string, unknown>>;
            set(values: object): Promise<void>;
        };
    };
}
const browser = api as unknown as WindowsApi;

/** Enough for the longest question in either language without a scroll bar. */
const size = { width: 460, height: 470 };

/** Called once, at the top level: a worker is woken only for listeners made there. */
export function listenToConfirm(): Confirm {
    const confirm = new ConfirmWindow({
        open: async (name) => {
            const url = api.runtime.getURL(`confirm.html#${name}`);
            const { id } = await browser.windows.create({ url, type: "popup", focused: true, ...size });
            if (id === undefined) throw new Error("the browser opened no window");
            return id;
        },
        close: (id) => void browser.windows.remove(id).catch(() => undefined), // closed by the person
        recall: async () => (await browser.storage.session.get({ confirm: freshMemory }))["confirm"] as ConfirmMemory,
        remember: (memory) => browser.storage.session.set({ confirm: memory }),
        now: Date.now,
        after: (milliseconds, then) => {
            const timer = setTimeout(then, milliseconds);
            return () => clearTimeout(timer);
        },
    });
    browser.windows.onRemoved.addListener((id) => confirm.closed(id));
    onPage("confirm", (port) => confirm.serve(port));
    return confirm;
}
