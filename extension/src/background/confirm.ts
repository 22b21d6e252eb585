// SPDX-License-Identifier: MPL-2.0
import type { Port } from "../platform/api";
import type { Problem } from "../protocol/problem";
import { isRecord } from "../platform/values";
import type { Confirm, Consent, Question } from "../talk/confirm";

/** Null for a yes. */
export function problemOfConsent(consent: Consent): Problem | null {
    const codes = { no: "key.denied", busy: "key.busy", limited: "key.limited" } as const;
    return consent === "yes" ? null : { kind: "error", code: codes[consent], args: [] };
}

/** Denials in a row after which a page is not worth another window (C-54). */
export const mostDenials = 3;
/** Milliseconds without a question then: long enough to leave the page that asks. */
export const coolDown = 60_000;
/** Milliseconds that "do not ask again" holds. */
export const trustFor = 600_000;
/** Milliseconds after which a window that nobody answers stops keeping others out. */
export const patience = 300_000;

/** What has to outlive a worker that is ended between two questions. Nothing of it is secret. */
export interface ConfirmMemory {
    denials: number;
    /** Until when nothing is asked, in milliseconds since 1970. */
    quietUntil: number;
    /** Tab and site → until when opening needs no question there. */
    trusted: Record<string, number>;
}
export const freshMemory: ConfirmMemory = { denials: 0, quietUntil: 0, trusted: {} };

export interface ConfirmParts {
    /** Opens the window with that name for its question; gives its id. */
    open(name: string): Promise<number>;
    close(windowId: number): void;
    recall(): Promise<ConfirmMemory>;
    remember(memory: ConfirmMemory): Promise<void>;
    now(): number;
    /** Calls `then` after that many milliseconds unless the returned function is called first. */
    after(milliseconds: number, then: () => void): () => void;
}

type Answer = { kind: "yes"; remember: boolean } | { kind: "no" } | { kind: "withdrawn" };

interface Asked {
    name: string;
    question: Question;
    windowId: number | null;
    /** Windows closed since; one of them may be its own, whose id is not known yet. */
    closed: number[];
    answer(answer: Answer): void;
}

/** One window at a time; whoever asks meanwhile is refused and does not wait in a queue (E-84). */
export class ConfirmWindow implements Confirm {
    private asked: Asked | null = null;
    private taken = false;

    constructor(private readonly parts: ConfirmParts) {}

    async ask(question: Question, signal?: AbortSignal): Promise<Consent> {
        if (this.taken) return "busy";
        this.taken = true;
        try {
            return await this.decide(question, signal);
        } finally {
            this.taken = false;
        }
    }

    /** The window says its name, is told the question, and answers once. Gone without answer is a no. */
    serve(port: Port): void {
        let mine: Asked | null = null;
        port.onDisconnect.addListener(() => mine?.answer({ kind: "no" }));
        port.onMessage.addListener((message) => {
            if (!isRecord(message)) return;
            if (typeof message["name"] === "string" && !mine) {
                mine = this.asked?.name === message["name"] ? this.asked : null;
                port.postMessage(mine ? { question: mine.question } : { gone: true });
            } else if (message["answer"] === "yes") {
                mine?.answer({ kind: "yes", remember: message["remember"] === true });
            } else if (message["answer"] === "no") {
                mine?.answer({ kind: "no" });
            }
        });
    }

    /** A window was closed, perhaps before its page had said anything. */
    closed(windowId: number): void {
        this.asked?.closed.push(windowId);
        if (this.asked?.windowId === windowId) this.asked.answer({ kind: "no" });
    }

    private async decide(question: Question, signal?: AbortSignal): Promise<Consent> {
        const memory = await this.parts.recall();
        const now = this.parts.now();
        const place = `${question.tabId} ${question.site}`;
        if (now < memory.quietUntil) return "limited";
        if (question.action === "open" && now < (memory.trusted[place] ?? 0)) return "yes";
        const answer = await this.show(question, signal);
        if (answer.kind === "withdrawn") return "no";
        const trusts = answer.kind === "yes" && answer.remember && question.action === "open";
        const trusted = trusts ? { ...memory.trusted, [place]: this.parts.now() + trustFor } : memory.trusted;
        await this.parts.remember({ ...counted(memory, answer.kind === "yes", this.parts.now()), trusted });
        return answer.kind;
    }

    private async show(question: Question, signal?: AbortSignal): Promise<Answer> {
        if (signal?.aborted) return { kind: "withdrawn" };
        let settle: (answer: Answer) => void = () => undefined;
        const answered = new Promise<Answer>((resolve) => (settle = resolve));
        const asked: Asked = { name: crypto.randomUUID(), question, windowId: null, closed: [], answer: settle };
        const withdraw = () => settle({ kind: "withdrawn" });
        const stopTimer = this.parts.after(patience, withdraw);
        signal?.addEventListener("abort", withdraw);
        this.asked = asked;
        try {
            asked.windowId = await this.parts.open(asked.name);
            if (asked.closed.includes(asked.windowId)) return { kind: "no" };
            return await answered;
        } finally {
            stopTimer();
            signal?.removeEventListener("abort", withdraw);
            this.asked = null;
            if (asked.windowId !== null) this.parts.close(asked.windowId);
        }
    }
}

function counted(memory: ConfirmMemory, yes: boolean, now: number): ConfirmMemory {
    const denials = yes ? 0 : memory.denials + 1;
    return denials < mostDenials ? { ...memory, denials } : { ...memory, denials: 0, quietUntil: now + coolDown };
}
