// SPDX-License-Identifier: MPL-2.0
import type { Shelf } from "../platform/shelf";
import { problemIn, type Problem } from "../protocol/problem";
import type { Posting, Step } from "../talk/posting";
import type { Mail, Sending, Transport } from "../transport/transport";

/** A message ready to go: protected already, each Bcc copy an own message (E-59). */
export interface Parcel {
    /** Chosen by the editor: the same parcel is not taken twice. */
    id: string;
    account: string;
    main: Mail;
    copies: { recipient: string; mail: Mail }[];
}

/** What lies on the shelf: how far it came and, while anything is left to do, the protected bytes. */
export interface Kept extends Posting {
    /** In milliseconds since 1970. */
    begun: number;
    mails: Mail[];
}

/** Milliseconds for which it is remembered that a message was sent, should its editor ask again. */
const memory = 86_400_000;

/**
 * Sends, step by step, and writes down each step before and after it is done. Whatever ends this
 * worker, the message is not lost, and nothing is sent twice.
 */
export class Outbox {
    private readonly running = new Set<string>();

    constructor(
        private readonly shelf: Shelf<Kept>,
        private readonly changed: (posting: Posting) => void,
    ) {}

    /** Rejects when the main message did not go; what fails later stands in the posting. */
    async send(parcel: Parcel, transport: Transport, sending: Sending): Promise<Posting> {
        return this.exclusively(parcel.id, async () => {
            if (await this.shelf.get(parcel.id)) throw new Error("sent before");
            const kept = newKept(parcel, transport);
            await this.shelf.put(kept.id, kept);
            await this.go(kept, 0, transport, sending);
            const main = kept.steps[0]!;
            if (main.state === "failed") await this.shelf.remove(kept.id); // the editor still has it
            if (main.state === "done") await this.goOn(kept, transport, sending);
            return postingOf(kept);
        });
    }

    /** Once more, one step that failed; no other one is touched. */
    async retry(id: string, step: number, transport: Transport, sending: Sending): Promise<void> {
        await this.exclusively(id, async () => {
            const kept = await this.shelf.get(id);
            if (kept?.steps[step]?.state !== "failed") return;
            await this.go(kept, step, transport, sending);
            await this.endWhenDone(kept);
        });
    }

    /** The person has seen what did not work and wants to hear no more of it. */
    async forget(id: string): Promise<void> {
        if (!this.running.has(id)) await this.shelf.remove(id);
    }

    /** What is not finished for an account. What was under way when a worker ended is unknown now. */
    async unfinished(account: string): Promise<Posting[]> {
        const all = await this.shelf.all();
        const old = all.filter((each) => isDone(each) && Date.now() - each.begun > memory);
        await Promise.all(old.map(({ id }) => this.shelf.remove(id)));
        const kept = all.filter((each) => each.account === account && !isDone(each) && !this.running.has(each.id));
        await Promise.all(kept.map((each) => this.settle(each)));
        return kept.map(postingOf);
    }

    /** Null when nothing of it went out. */
    async find(id: string): Promise<Posting | null> {
        const kept = await this.shelf.get(id);
        if (kept) await this.settle(kept);
        return kept && postingOf(kept);
    }

    private async goOn(kept: Kept, transport: Transport, sending: Sending): Promise<void> {
        for (let step = 1; step < kept.steps.length; ++step) await this.go(kept, step, transport, sending);
        await this.endWhenDone(kept);
    }

    private async go(kept: Kept, number: number, transport: Transport, sending: Sending): Promise<void> {
        const step = kept.steps[number]!;
        await this.note(kept, step, "going", null);
        try {
            if (step.kind === "keep") await transport.keep?.(kept.mails[0]!.bytes, sending);
            else await transport.submit(kept.mails[number]!, sending);
        } catch (error) {
            const problem = problemIn(error);
            const state = step.kind !== "keep" && isUncertain(problem) ? "unknown" : "failed";
            return this.note(kept, step, state, problem);
        }
        await this.note(kept, step, "done", null);
    }

    private async note(kept: Kept, step: Step, state: Step["state"], problem: Problem | null): Promise<void> {
        Object.assign(step, { state, problem });
        await this.shelf.put(kept.id, kept);
        this.changed(postingOf(kept));
    }

    private async endWhenDone(kept: Kept): Promise<void> {
        if (isDone(kept)) await this.shelf.put(kept.id, { ...kept, mails: [] });
    }

    /** Keeping a copy twice harms nobody; whatever else was cut off is never begun again. */
    private async settle(kept: Kept): Promise<void> {
        if (this.running.has(kept.id)) return;
        const cutOff = kept.steps.filter(({ state }) => state === "going" || state === "waiting");
        for (const step of cutOff) {
            const lost = step.state === "going" && step.kind !== "keep";
            step.state = lost ? "unknown" : "failed";
            step.problem = lost ? unknown : interrupted;
        }
        if (cutOff.length > 0) await this.shelf.put(kept.id, kept);
    }

    private async exclusively<Result>(id: string, act: () => Promise<Result>): Promise<Result> {
        if (this.running.has(id)) throw new Error("being sent");
        this.running.add(id);
        try {
            return await act();
        } finally {
            this.running.delete(id);
        }
    }
}

/** Of these nobody can say that the server has not got the message: a mistake of ours may come at any point. */
const uncertain: string[] = ["send.unknown", "request.deadline", "host.internal"];
const isUncertain = (problem: Problem): boolean =>
    problem.kind === "crashed" || (problem.kind === "error" && uncertain.includes(problem.code));

const unknown: Problem = { kind: "error", code: "send.unknown", args: [] };
const interrupted: Problem = { kind: "error", code: "request.cancelled", args: [] };

function newKept({ id, account, main, copies }: Parcel, transport: Transport): Kept {
    const step = (kind: Step["kind"], recipient = ""): Step => ({ kind, recipient, state: "waiting", problem: null });
    const keeps = !transport.keepsSent && transport.keep !== undefined;
    const steps = [step("main"), ...copies.map(({ recipient }) => step("copy", recipient))];
    const mails = [main, ...copies.map(({ mail }) => mail)];
    return { id, account, steps: keeps ? [...steps, step("keep")] : steps, begun: Date.now(), mails };
}

const isDone = ({ steps }: Posting): boolean => steps.every(({ state }) => state === "done");

function postingOf({ id, account, steps }: Kept): Posting {
    return { id, account, steps: steps.map((step) => ({ ...step })) };
}
