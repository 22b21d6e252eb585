// SPDX-License-Identifier: MPL-2.0
import { api, type Port } from "../platform/api";
import { mailPort, type FromPage, type ToPage } from "../talk/webmail";

/**
 * Milliseconds before the background is called again after it went without a word; after the last one
 * it is not called until the page changes: this site may have been switched off.
 */
const delays = [0, 500, 2_000, 10_000, 10_000];

/** The port to the background, which sleeps now and then and takes its ports with it. */
export class Wire {
    private port: Port | null = null;
    private failures = 0;
    private readonly listeners: { heard(said: ToPage): void; again(): void }[] = [];

    listen(heard: (said: ToPage) => void, again: () => void): void {
        this.listeners.push({ heard, again });
    }

    say(said: FromPage): void {
        this.connected()?.postMessage(said);
    }

    private connected(): Port | null {
        if (this.port) return this.port;
        const port = connect();
        this.port = port;
        port?.onMessage.addListener((said) => {
            this.failures = 0;
            for (const { heard } of this.listeners) heard(said as ToPage);
        });
        port?.onDisconnect.addListener(() => {
            this.port = null;
            const delay = delays[this.failures++];
            if (delay !== undefined) setTimeout(() => this.listeners.forEach(({ again }) => again()), delay);
        });
        return port;
    }
}

/** Null when the extension was updated or removed: this script belongs to nobody any more. */
function connect(): Port | null {
    try {
        return api.runtime.connect({ name: mailPort });
    } catch {
        return null;
    }
}
