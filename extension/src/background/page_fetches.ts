// SPDX-License-Identifier: MPL-2.0
import { inFirefox } from "../browser/api";
import { sendsOn } from "../browser/sites";
import type { FromPage } from "../talk/webmail";
import type { MailFrame, WebMessage } from "./mail_tabs";
import type { Fetched } from "./raw";

export type Octets = Extract<FromPage, { do: "octets" }>;

interface Running {
    frame: MailFrame;
    answer(response: Response): void;
    fail(): void;
    pieces: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | null;
}

/**
 * In Firefox a tab may be in a container or a private window with cookies of its own, which the
 * background does not send: there the content script fetches. It has no more rights than the page has,
 * so that a webmail which sends on to another host is fetched from here all the same.
 */
export class PageFetches {
    private readonly running = new Map<number, Running>();
    private last = 0;

    constructor(
        private readonly frameOf: (message: WebMessage) => MailFrame | null,
        private readonly byPages = inFirefox(),
    ) {}

    /** How that message is fetched where not as usual. */
    by(message: WebMessage): Fetched | undefined {
        if (!this.byPages || sendsOn(message.origin)) return undefined;
        return (url, signal) => this.fetch(this.frameOf(message), url, signal);
    }

    /** What a content script has got so far; only of what this asked that very frame for. */
    take(frame: MailFrame, said: Octets): void {
        const running = this.running.get(said.of);
        if (running?.frame !== frame) return;
        if ("head" in said) running.answer(this.responseOf(said.of, running, said.head));
        else if ("piece" in said) running.pieces?.enqueue(said.piece);
        else this.end(said.of, running, said.end === "whole");
    }

    private fetch(frame: MailFrame | null, url: string, signal: AbortSignal): Promise<Response> {
        if (!frame || signal.aborted) return Promise.reject(new Error("nobody is there to fetch it"));
        const of = ++this.last;
        return new Promise((answer, reject) => {
            const fail = () => reject(new Error("the page could not fetch it"));
            const running: Running = { frame, answer, fail, pieces: null };
            this.running.set(of, running);
            signal.addEventListener("abort", () => this.stop(of, running));
            frame.tell({ fetch: of, url });
        });
    }

    private responseOf(of: number, running: Running, { status, type, length }: Extract<Octets, { head: unknown }>["head"]): Response {
        const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
            start: (pieces) => void (running.pieces = pieces),
            cancel: () => this.stop(of, running),
        });
        return new Response(body, { status, headers: { "content-type": type, "content-length": length } });
    }

    private stop(of: number, running: Running): void {
        if (!this.running.has(of)) return;
        running.frame.tell({ stop: of });
        this.end(of, running, false);
    }

    private end(of: number, { fail, pieces }: Running, whole: boolean): void {
        this.running.delete(of);
        fail();
        if (whole) pieces?.close();
        else pieces?.error(new Error("the page could not fetch all of it"));
    }
}
