// SPDX-License-Identifier: MPL-2.0
import type { Port } from "../platform/api";
import { isRecord } from "../platform/values";
import { problemIn } from "../protocol/problem";
import type { Desk, Shown } from "./desk";

export interface PopupParts {
    /** Checks what the tab shows once more. */
    refresh(tabId: number): Promise<void>;
    /** The person asked the sender of the message with that digest by another way. */
    genuine(tabId: number, digest: string): Promise<void>;
}

/** Tells a popup the state of its tab, and again whenever it changes. */
export function servePopup<Message extends Shown>(port: Port, desk: Desk<Message>, { refresh, genuine }: PopupParts): void {
    let tabId = -1;
    let gone = false;
    const stop = desk.watch((changed, state) => {
        if (changed === tabId) port.postMessage(state);
    });
    port.onDisconnect.addListener(() => {
        gone = true;
        stop();
    });
    port.onMessage.addListener((message) => {
        if (!isRecord(message) || typeof message["tab"] !== "number") return;
        tabId = message["tab"];
        if (message["stop"] === true) return desk.stop(tabId);
        if (typeof message["genuine"] === "string") {
            const failed = (error: unknown) => gone || port.postMessage({ failed: problemIn(error) });
            return void genuine(tabId, message["genuine"]).catch(failed);
        }
        const state = desk.state(tabId);
        if (state && message["retry"] !== true) port.postMessage(state);
        else void refresh(tabId).catch(() => undefined);
    });
}
