// SPDX-License-Identifier: MPL-2.0
import type { Outgoing, Protected } from "../experiment/contract";
import { bodyOf, type Answer } from "../protocol/arrivals";
import type { Request, Waiting } from "../protocol/connection";
import type { Link } from "../protocol/link";
import { problemIn, ProblemError, type Problem } from "../protocol/problem";
import { isRecord, records } from "../platform/values";

interface AtWork {
    tabId: number | null;
    stop: AbortController;
}

/** Has the host protect what Thunderbird sends and stores. */
export class Protector {
    private readonly atWork = new Map<number, AtWork>();

    constructor(
        private readonly link: Pick<Link, "ask">,
        private readonly textOf: (problem: Problem) => string,
        private readonly onChange: (tabId: number) => void,
        private readonly onWaiting: (sending: number, waiting: Waiting) => void,
    ) {}

    /** Null when the person gave up; otherwise rejects with the text to show. */
    async protect(outgoing: Outgoing, entity: Uint8Array<ArrayBuffer>): Promise<Protected | null> {
        const { sending, tabId } = outgoing;
        const stop = new AbortController();
        this.atWork.set(sending, { tabId, stop });
        this.tell(tabId);
        try {
            const told = (waiting: Waiting) => this.onWaiting(sending, waiting);
            return parseProtected(await this.link.ask(requestFor(outgoing), entity, stop.signal, { told }));
        } catch (error) {
            if (stop.signal.aborted) return null;
            throw new Error(this.textOf(problemIn(error)));
        } finally {
            this.atWork.delete(sending);
            this.tell(tabId);
        }
    }

    cancel(sending: number): void {
        this.atWork.get(sending)?.stop.abort();
    }

    cancelTab(tabId: number): void {
        for (const each of this.atWork.values()) if (each.tabId === tabId) each.stop.abort();
    }

    isBusy(tabId: number): boolean {
        return [...this.atWork.values()].some((each) => each.tabId === tabId);
    }

    private tell(tabId: number | null): void {
        if (tabId !== null) this.onChange(tabId);
    }
}

type Wanted = Omit<Outgoing, "sending" | "tabId">;

export function requestFor({ account, bcc, cc, fields, protection, purpose, to }: Wanted): Request {
    const common = { do: "protect", fields, account, purpose };
    if (purpose === "draft") return { ...common, encrypt: true };
    const encrypt = protection === "encrypt";
    return { ...common, recipients: [...to, ...cc], bcc: encrypt ? bcc : [], sign: true, encrypt };
}

/** Throws when the answer is not whole: half of it would be a message without its copies. */
export function parseProtected(answer: Answer): Protected {
    const ok = isRecord(answer.ok) ? answer.ok : {};
    const entity = bodyOf(answer, ok["entity"]);
    const copies = records(ok["copies"]).map((copy) => {
        const named = isRecord(copy) ? copy : {};
        const { recipient } = named;
        const body = bodyOf(answer, named["entity"]);
        if (typeof recipient !== "string" || !body) throw new ProblemError({ kind: "unknown" });
        return { recipient, entity: body.buffer };
    });
    const outer = records(ok["outer"]).map((field) => {
        const { name, value } = isRecord(field) ? field : {};
        if (typeof name !== "string" || typeof value !== "string") throw new ProblemError({ kind: "unknown" });
        return { name, value };
    });
    if (!entity || outer.length === 0) throw new ProblemError({ kind: "unknown" });
    return { outer, entity: entity.buffer, copies };
}
