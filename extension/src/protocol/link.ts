// SPDX-License-Identifier: MPL-2.0
import type { Answer } from "./arrivals";
import type { HostPort } from "../platform/api";
import { Connection, type Hears, type Request, type Timing } from "./connection";
import type { Hello } from "./hello";
import { ProblemError } from "./problem";

/**
 * The one long-lived connection to the host. It is made when first needed and made again after it
 * broke; nothing of it has to survive a restart of the background page.
 */
export class Link {
    private connection: Connection | null = null;
    private lastId = 0;
    private lastRestId = 0;

    constructor(
        private readonly connect: () => HostPort,
        private readonly timing: Timing = realTiming,
    ) {}

    /** Connects if need be. Rejects with a ProblemError: missing, silent, old or new. */
    hello(): Promise<Hello> {
        return this.current().hello;
    }

    /**
     * Asks the host, with `body` as the message the request is about. Rejects with a
     * ProblemError; an abort cancels the request at the host too.
     */
    async ask(
        request: Request,
        body?: Uint8Array,
        signal?: AbortSignal,
        hears?: Hears,
    ): Promise<Answer> {
        const connection = this.current();
        await connection.hello;
        if (signal?.aborted) {
            throw new ProblemError({ kind: "error", code: "request.cancelled", args: [] });
        }
        const id = ++this.lastId;
        const abort = () => connection.cancel(id, ++this.lastId);
        signal?.addEventListener("abort", abort);
        try {
            return await connection.ask(id, request, body, hears);
        } finally {
            signal?.removeEventListener("abort", abort);
        }
    }

    /**
     * Ends the connection if nothing was asked since this was called before, and nobody waits; the next
     * question makes another one. Tells whether there is none now.
     */
    rest(): boolean {
        const quiet = this.lastId === this.lastRestId;
        this.lastRestId = this.lastId;
        if (quiet && this.connection?.isIdle) this.connection.leave();
        return this.connection === null;
    }

    private current(): Connection {
        if (this.connection) return this.connection;
        const made: Connection = new Connection(this.connect(), this.timing, () => {
            if (this.connection === made) this.connection = null;
        });
        this.connection = made;
        return made;
    }
}

const realTiming: Timing = {
    after(milliseconds, then) {
        const timer = setTimeout(then, milliseconds);
        return () => clearTimeout(timer);
    },
    // Timers in a row wait four milliseconds each; messages do not.
    breathe: () =>
        new Promise((done) => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => (port1.close(), done());
            port2.postMessage(null);
        }),
};
