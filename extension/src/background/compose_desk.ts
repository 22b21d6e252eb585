// SPDX-License-Identifier: MPL-2.0
import type { Copy, Protection } from "../experiment/contract";
import { composing, unique, type ComposeDetails } from "../thunderbird/compose";
import type { ComposeRequest, ComposeState } from "../talk/compose";
import { isReady, protectionOf, warningsOf, type Draft, type Facts } from "./compose_rules";

export interface ComposeDeskParts {
    startOf(tabId: number): Promise<Draft>;
    factsOf(details: ComposeDetails): Promise<Facts>;
    /** Tells the privileged part; rejects where that is not possible. */
    apply(tabId: number, protection: Protection, chosen: Protection | null, quotesProtected: boolean): Promise<void>;
    removeQuote(tabId: number): Promise<void>;
    paint(tabId: number, state: ComposeState): void;
    openPanel(tabId: number): void;
    isBusy(tabId: number): boolean;
    cancel(tabId: number): void;
    sendCopy(copy: number): Promise<void>;
}

type Watcher = (tabId: number, state: ComposeState) => void;

/** Which compose window protects what it sends, and how. */
export class ComposeDesk {
    private readonly facts = new Map<number, Facts>();
    /** Of looks at a window, the latest counts, whichever ends last. */
    private readonly looks = new Map<number, number>();
    private readonly watchers = new Set<Watcher>();
    private copies: Copy[] = [];

    constructor(private readonly parts: ComposeDeskParts) {}

    /** Looks at the window again, whatever is known. */
    async refresh(tabId: number): Promise<void> {
        await this.look(tabId, await composing.compose.getComposeDetails(tabId));
    }

    /** Whether the message may go out as it stands; otherwise the panel shows why not. */
    async beforeSend(tabId: number, details: ComposeDetails): Promise<boolean> {
        const { draft, facts } = await this.look(tabId, details);
        await this.settle(tabId, draft, facts); // whatever looks have begun since
        const ready = isReady(draft, facts);
        if (!ready) this.parts.openPanel(tabId);
        return ready;
    }

    async serve(request: ComposeRequest): Promise<void> {
        const { tab } = request;
        switch (request.do) {
            case "show":
                return this.refresh(tab);
            case "protect":
                return this.change(tab, { chosen: request.protection });
            case "accept-unknown": {
                const addresses = this.facts.get(tab)?.recipients.map(({ address }) => address) ?? [];
                const { accepted } = await this.draft(tab);
                return this.change(tab, { accepted: unique([...accepted, ...addresses]) });
            }
            case "remove-quote":
                await this.parts.removeQuote(tab);
                return this.change(tab, { quotesProtected: false, readers: null });
            case "cancel":
                return this.parts.cancel(tab);
            case "retry-copy":
                return this.parts.sendCopy(request.copy);
        }
    }

    /** The host began or ended its work for this window. */
    async touched(tabId: number): Promise<void> {
        const facts = this.facts.get(tabId);
        if (facts) this.show(tabId, await this.draft(tabId), facts);
    }

    async copiesChanged(copies: Copy[]): Promise<void> {
        this.copies = copies;
        await Promise.all([...this.facts.keys()].map((tabId) => this.touched(tabId)));
    }

    async close(tabId: number): Promise<void> {
        this.facts.delete(tabId);
        this.looks.delete(tabId);
        await composing.storage.session.remove(nameOf(tabId));
    }

    /** Returns how to stop watching. */
    watch(watcher: Watcher): () => void {
        this.watchers.add(watcher);
        return () => this.watchers.delete(watcher);
    }

    private async look(tabId: number, details: ComposeDetails): Promise<{ draft: Draft; facts: Facts }> {
        const turn = (this.looks.get(tabId) ?? 0) + 1;
        this.looks.set(tabId, turn);
        await this.draft(tabId);
        const facts = await this.parts.factsOf(details);
        const draft = await this.draft(tabId);
        if (this.looks.get(tabId) === turn) {
            this.facts.set(tabId, facts);
            await this.settle(tabId, draft, facts);
        }
        return { draft, facts };
    }

    private async change(tabId: number, changes: Partial<Draft>): Promise<void> {
        const draft = { ...(await this.draft(tabId)), ...changes };
        await keep(tabId, draft);
        const facts = this.facts.get(tabId);
        if (!facts) return this.refresh(tabId);
        await this.settle(tabId, draft, facts);
    }

    private async settle(tabId: number, draft: Draft, facts: Facts): Promise<void> {
        if (facts.missing.length === 0) {
            await this.parts.apply(tabId, protectionOf(draft, facts), draft.chosen, draft.quotesProtected);
        }
        this.show(tabId, draft, facts);
    }

    private show(tabId: number, draft: Draft, facts: Facts): void {
        const state: ComposeState = {
            protection: protectionOf(draft, facts),
            account: facts.account,
            signing: facts.signing,
            recipients: facts.recipients,
            warnings: warningsOf(draft, facts),
            quotesProtected: draft.quotesProtected,
            busy: this.parts.isBusy(tabId),
            problem: facts.problem,
            copies: this.copies,
        };
        this.parts.paint(tabId, state);
        for (const watcher of this.watchers) watcher(tabId, state);
    }

    /** Survives the sleep of this page, and nothing of it reaches the disk. */
    private async draft(tabId: number): Promise<Draft> {
        const name = nameOf(tabId);
        const kept = (await composing.storage.session.get(name))[name] as Draft | undefined;
        if (kept) return kept;
        const draft = await this.parts.startOf(tabId);
        await keep(tabId, draft);
        await this.guard(tabId, draft);
        return draft;
    }

    /** Decrypted text may be saved as a draft before the host has said anything about the message. */
    private async guard(tabId: number, { chosen, quotesProtected }: Draft): Promise<void> {
        if (chosen !== "encrypt" && !quotesProtected) return;
        await this.parts.apply(tabId, chosen ?? "encrypt", chosen, quotesProtected).catch(() => undefined);
    }
}

const nameOf = (tabId: number): string => `compose-${tabId}`;

function keep(tabId: number, draft: Draft): Promise<void> {
    return composing.storage.session.set({ [nameOf(tabId)]: draft });
}
