// SPDX-License-Identifier: MPL-2.0
import { api, type Port } from "../platform/api";
import { mailPort, type FromPage, type ToPage } from "../talk/webmail";

/**
 * Milliseconds before the background is called again after it went without a word; after the last one
 * it is not called until the page changes: this site may have been switched off.
 */
const delays = [0, 500, 2_000, 10_000, 10_000];

/** Who takes part in the talk with the background. */
export interface Talker {
    heard(said: ToPage): void;
    /** The background was restarted and knows nothing. */
    again(): void;
    /** The extension was updated or removed: nobody answers any more, and what stands in the page goes. */
    leave(): void;
}

/** The port to the background, which sleeps now and then and takes its ports with it. */
export class Wire {
    private port: Port | null = null;
    private failures = 0;
    private readonly talkers: Talker[] = [];

    listen(talker: Talker): void {
        this.talkers.push(talker);
    }

    say(said: FromPage): void {
        this.connected()?.postMessage(said);
    }

    private connected(): Port | null {
        if (this.port) return this.port;
        const port = (this.port = connect());
        if (!port) this.talkers.forEach((talker) => talker.leave());
        port?.onMessage.addListener((said) => {
            this.failures = 0;
            for (const talker of this.talkers) talker.heard(said as ToPage);
        });
        port?.onDisconnect.addListener(() => {
            this.port = null;
            const delay = delays[this.failures++];
            if (delay !== undefined) setTimeout(() => whenSeen(() => this.talkers.forEach((talker) => talker.again())), delay);
        });
        return port;
    }
}

/** A page that nobody sees leaves the background asleep. */
function whenSeen(act: () => void): void {
    if (document.visibilityState === "visible") return act();
    document.addEventListener("visibilitychange", () => whenSeen(act), { once: true });
}

/** Null when the extension was updated or removed: this script belongs to nobody any more. */
function connect(): Port | null {
    try {
        return api.runtime.connect({ name: mailPort });
    } catch {
        return null;
    }
}
