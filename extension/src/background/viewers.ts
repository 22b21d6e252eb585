// SPDX-License-Identifier: MPL-2.0
import type { Port } from "../platform/api";
import type { Answer } from "../protocol/arrivals";
import { pieces } from "../protocol/pieces";
import { problemIn, ProblemError } from "../protocol/problem";
import { isClosed } from "../protocol/reading";
import { isRecord } from "../platform/values";
import type { TabState } from "../talk/state";
import { tallest, type Answering, type ToViewer } from "../talk/viewer";
import type { Opened } from "./check";
import type { Consent } from "../talk/confirm";
import { problemOfConsent } from "./confirm";
import type { Desk } from "./desk";
import type { Frames } from "./frames";
import type { MailFrame, WebMessage } from "./mail_tabs";

/** What a frame that shows a message is about. */
export interface Viewed {
    frame: MailFrame;
    message: WebMessage;
}

/** How far opening is, told while it goes on. */
export type Told = (said: Extract<ToViewer, { step: unknown }>) => void;

export interface ViewersParts {
    frames: Frames<Viewed>;
    desk: Pick<Desk<WebMessage>, "about" | "learn" | "watch">;
    /** Whether the message is the one on screen in the tab in front. */
    isInFront(message: WebMessage): Promise<boolean>;
    /** Asks the person outside the page whether their key may be used. */
    consent(message: WebMessage, state: TabState | null, signal: AbortSignal): Promise<Consent>;
    open(verb: "verify" | "decrypt", message: WebMessage, signal: AbortSignal, told: Told): Promise<Opened>;
    /** Lets the person answer or forward what was opened; null where there is no way. */
    reply: ((viewed: Viewed, answering: Answering, answer: Answer) => void) | null;
}

/** Shows messages in frames of ours: opens them on a click and hands over what is in them. */
export class Viewers {
    constructor(private readonly parts: ViewersParts) {}

    /** A content script is about to put a frame into its page. */
    mount(frame: MailFrame, key: string): void {
        const { message } = frame;
        if (message?.key !== key) return;
        frame.tell({ frame: "viewer", key, token: this.parts.frames.issue("viewer", frame.tabId, { frame, message }) });
    }

    serve(port: Port): void {
        let viewer: Viewer | null = null;
        port.onDisconnect.addListener(() => viewer?.leave());
        port.onMessage.addListener((said) => {
            if (viewer) return viewer.hear(said);
            const viewed = this.parts.frames.redeem("viewer", port, said);
            if (viewed) viewer = new Viewer(port, viewed, this.parts);
            else port.disconnect();
        });
    }
}

class Viewer {
    private stop: AbortController | null = null;
    private answer: Answer | null = null;
    private left = false;
    private readonly unwatch: () => void;

    constructor(
        private readonly port: Port,
        private readonly viewed: Viewed,
        private readonly parts: ViewersParts,
    ) {
        const { message } = viewed;
        this.unwatch = parts.desk.watch((tabId, state, about) => {
            if (tabId === message.tabId && about?.id !== message.id) this.end();
            else if (tabId === message.tabId && !this.answer) this.tellState(state);
        });
        // Another frame of the same tab may have spoken since this one was named.
        const state = parts.desk.about(message.tabId, message);
        if (state) this.tellState(state);
        else this.end();
    }

    hear(said: unknown): void {
        if (this.left || !isRecord(said)) return;
        switch (said["do"]) {
            case "open":
                return void this.open();
            case "stop":
                return this.stop?.abort();
            case "reply":
            case "reply-all":
            case "forward":
                if (this.answer) this.parts.reply?.(this.viewed, said["do"], this.answer);
                return;
            case "height":
                return this.resize(said["height"]);
        }
    }

    leave(): void {
        this.left = true;
        this.answer = null;
        this.unwatch();
        this.stop?.abort();
    }

    /** The tab is about something else: what stands in the frame goes. */
    private end(): void {
        this.tell({ gone: true });
        this.leave();
    }

    /** One at a time: a second click while the first is at work changes nothing. */
    private async open(): Promise<void> {
        if (this.stop) return;
        const stop = (this.stop = new AbortController());
        try {
            await this.show(await this.ask(stop.signal));
        } catch (error) {
            this.tell({ failed: problemIn(error) });
        } finally {
            this.stop = null;
        }
    }

    private async show({ state, answer }: Opened): Promise<void> {
        if (state.kind === "problem") throw new ProblemError(state.problem);
        const { message } = this.viewed;
        this.parts.desk.learn(message.tabId, message, state);
        const inside = state.kind === "reading" && !isClosed(state.reading);
        if (answer && inside) await this.hand(answer, state);
        else this.tellState(state);
    }

    private async ask(signal: AbortSignal): Promise<Opened> {
        const { message } = this.viewed;
        if (!(await this.parts.isInFront(message))) throw new ProblemError({ kind: "behind" });
        // Only now it is this message that the person will be asked about.
        const state = this.parts.desk.about(message.tabId, message);
        const closed = state?.kind !== "reading" || state.reading.encryption !== "ENC-0";
        if (closed) {
            this.tell({ step: "person", octets: null });
            const problem = problemOfConsent(await this.parts.consent(message, state, signal));
            if (signal.aborted) throw new ProblemError({ kind: "error", code: "request.cancelled", args: [] });
            if (problem) throw new ProblemError(problem);
        }
        return this.parts.open(closed ? "decrypt" : "verify", message, signal, (said) => this.tell(said));
    }

    /** The octets follow one piece after the other, so that nothing large stands in one message. */
    private async hand(answer: Answer, state: TabState): Promise<void> {
        this.answer = answer;
        const { frame, message } = this.viewed;
        frame.tell({ opened: "viewer", key: message.key });
        this.tell({ opened: answer.ok, state });
        for (const [transfer, bytes] of answer.bodies) {
            for (const piece of pieces(transfer, bytes)) {
                this.tell(piece);
                await Promise.resolve();
            }
        }
    }

    private tellState(state: TabState): void {
        this.tell({ state, answerable: this.parts.reply !== null });
    }

    private tell(said: ToViewer): void {
        if (!this.left) this.port.postMessage(said);
    }

    private resize(height: unknown): void {
        if (typeof height !== "number" || !Number.isFinite(height)) return;
        const { frame, message } = this.viewed;
        frame.tell({ height: Math.max(0, Math.min(height, tallest)), of: "viewer", key: message.key });
    }
}
