// SPDX-License-Identifier: MPL-2.0
import type { Port } from "../platform/api";
import { isRecord } from "../platform/values";
import type { ComposeRequest } from "../talk/compose";
import type { ComposeDesk } from "./compose_desk";

/** Does what the panel of a compose window asks, and tells it the state whenever that changes. */
export function serveCompose(port: Port, desk: ComposeDesk): void {
    let tabId = -1;
    const stop = desk.watch((changed, state) => {
        if (changed === tabId) port.postMessage(state);
    });
    port.onDisconnect.addListener(stop);
    port.onMessage.addListener((message) => {
        if (!isRecord(message) || typeof message["tab"] !== "number") return;
        tabId = message["tab"];
        void desk.serve(message as ComposeRequest).catch((error) => console.error(error));
    });
}
