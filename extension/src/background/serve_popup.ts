// SPDX-License-Identifier: MPL-2.0
import type { Port } from "../platform/api";
import { isRecord } from "../platform/values";
import type { Desk, Shown } from "./desk";

/** Tells a popup the state of its tab, and again whenever it changes. */
export function servePopup<Message extends Shown>(
    port: Port,
    desk: Desk<Message>,
    refresh: (tabId: number) => Promise<void>,
): void {
    let tabId = -1;
    const stop = desk.watch((changed, state) => {
        if (changed === tabId) port.postMessage(state);
    });
    port.onDisconnect.addListener(stop);
    port.onMessage.addListener((message) => {
        if (!isRecord(message) || typeof message["tab"] !== "number") return;
        tabId = message["tab"];
        if (message["stop"] === true) return desk.stop(tabId);
        const state = desk.state(tabId);
        if (state && message["retry"] !== true) port.postMessage(state);
        else void refresh(tabId).catch(() => undefined);
    });
}
