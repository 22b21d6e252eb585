// SPDX-License-Identifier: MPL-2.0
import type { Link } from "../protocol/link";
import type { ComposeState } from "../talk/compose";
import { same } from "../transport/addresses";
import { isReady, protectionOf, warningsOf, type Draft, type Facts } from "./compose_rules";
import type { People } from "../talk/editor";
import { factsAbout } from "./facts";

/** What is known of the message in one editor, and what of it keeps it from being sent. */
export class WritingState {
    private people: People = { from: "", to: [], cc: [], bcc: [] };
    private facts: Facts | null = null;
    /** Of looks at the message, the latest counts, whichever ends last. */
    private looks = 0;
    private busy = false;

    constructor(
        readonly draft: Draft,
        private readonly link: Pick<Link, "ask">,
        private readonly show: (state: ComposeState) => void,
    ) {}

    async meet(people: People): Promise<void> {
        await this.look(people);
    }

    change(changes: Partial<Draft>): void {
        Object.assign(this.draft, changes);
        this.tell();
    }

    /** The change that sending to whom the message goes now was agreed to. */
    withAccepted(): Partial<Draft> {
        return { accepted: [...this.draft.accepted, ...everybody(this.people)] };
    }

    work(busy: boolean): void {
        this.busy = busy;
        this.tell();
    }

    /** Looks again; what protects the message when it may go, null when something stands against it. */
    async ready(people: People): Promise<"none" | "sign" | "encrypt" | null> {
        const { draft } = this;
        const facts = await this.look(people);
        return isReady(draft, facts) ? protectionOf(draft, facts) : null;
    }

    /** What is known of these people, also when another look has overtaken this one. */
    private async look(people: People): Promise<Facts> {
        const turn = ++this.looks;
        this.people = people;
        const facts = await factsAbout(people.from, everybody(people), this.link);
        if (turn !== this.looks) return facts;
        this.facts = facts;
        this.tell();
        return facts;
    }

    private tell(): void {
        const { draft, facts, busy } = this;
        if (!facts) return;
        const { account, signing, recipients, problem } = facts;
        const { quotesProtected } = draft;
        const warnings = warningsOf(draft, facts);
        const protection = protectionOf(draft, facts);
        this.show({ protection, account, signing, recipients, warnings, quotesProtected, busy, problem, copies: [] });
    }
}

/** Each once. */
export function everybody({ to, cc, bcc }: Omit<People, "from">): string[] {
    const all: string[] = [];
    for (const address of [...to, ...cc, ...bcc]) {
        if (!all.some((each) => same(each, address))) all.push(address);
    }
    return all;
}
