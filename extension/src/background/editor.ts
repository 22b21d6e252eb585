// SPDX-License-Identifier: MPL-2.0
import type { Port } from "../platform/api";
import { BodyPort, largestBody } from "../protocol/body_port";
import { parseInventory } from "../protocol/inventory";
import type { Link } from "../protocol/link";
import { problemIn, ProblemError } from "../protocol/problem";
import { sessionTransport } from "../transport/session";
import { transportFor } from "../transport/ways";
import type { PageDraft } from "../talk/webmail";
import type { Draft } from "./compose_rules";
import type { Confirm } from "../talk/confirm";
import { problemOfConsent } from "./confirm";
import type { Drafts } from "./drafts";
import type { EditorStart, FromEditor, Quote, ToEditor } from "../talk/editor";
import type { Posting } from "../talk/posting";
import type { Outbox } from "./outbox";
import { fetchRaw } from "./raw";
import { addressed, sendLetter } from "./send_letter";
import { WritingState } from "./writing_state";

type Bytes = Uint8Array<ArrayBuffer>;

/** What one editor is about. */
export interface EditorAbout {
    /** Opens the editor again after the worker was ended. */
    name: string;
    tabId: number;
    /** Where in a page it stands; null for an editor in a tab of its own. */
    place: { frameId: number; key: string } | null;
    /** Origin of the page; empty where there is none. */
    origin: string;
    account: string;
    session: Record<string, string> | null;
    rules: Draft;
    /** Of what follows only where attachments lie outlives the worker: the editor has the rest from the start on. */
    draft: PageDraft;
    quote: Quote | null;
    /** Octets of the first attachments of the draft, where they are here already. */
    files: Bytes[];
}

/** What is known of an editor before it has a place. */
export type Started = Omit<EditorAbout, "name" | "tabId" | "place">;

export interface EditorParts {
    link: Link;
    confirm: Confirm;
    outbox: Outbox;
    drafts: Drafts;
    /** Lets what the editor is about outlive this worker. */
    remember(about: EditorAbout): Promise<void>;
    /** The frame goes, or the tab. */
    close(about: EditorAbout, sent: boolean): void;
}

/** One editor, as long as its port lives. */
export class Editor {
    private readonly port: BodyPort<ToEditor, FromEditor>;
    private readonly state: WritingState;
    private stop: AbortController | null = null;
    /** Aborted once the frame or tab is gone. */
    private readonly left = new AbortController();

    constructor(
        port: Port,
        private readonly about: EditorAbout,
        private readonly parts: EditorParts,
    ) {
        this.port = new BodyPort(port, (said, body) => void this.hear(said, body).catch((error) => console.error(error)));
        this.state = new WritingState(about.rules, parts.link, (state) => this.port.say({ state }));
        port.onDisconnect.addListener(() => {
            this.left.abort();
            this.stop?.abort();
        });
    }

    async start(): Promise<void> {
        this.port.say({ start: await this.startOf() });
    }

    /** Again, for an editor that holds a message already, perhaps one that was being sent. */
    async resume(id: string): Promise<void> {
        this.port.say({ resumed: await this.parts.outbox.find(id) });
    }

    /** Of a message of this account, here or in another editor. */
    changed(posting: Posting): void {
        if (posting.account === this.about.account) this.port.say({ posting });
    }

    private async hear(said: FromEditor, body: Bytes | null): Promise<void> {
        const { outbox, drafts } = this.parts;
        switch (said.do) {
            case "people":
                return this.state.meet(said.people);
            case "protect":
                return this.rule({ chosen: said.protection });
            case "accept-unknown":
                return this.rule(this.state.withAccepted());
            case "remove-quote":
                return this.rule({ quotesProtected: false, readers: null });
            case "send":
                return body ? this.send(said, body) : undefined;
            case "cancel":
                return this.stop?.abort();
            case "retry":
                return this.retry(said.id, said.step);
            case "forget":
                return outbox.forget(said.id);
            case "keep-draft":
                return body ? this.keepDraft(said, body) : undefined;
            case "restore-draft":
                return this.restoreDraft(said.id);
            case "delete-draft":
                return drafts.remove(said.id);
            case "fetch":
                return this.fetch(said.number);
            case "close":
                return this.parts.close(this.about, said.sent);
        }
    }

    /** What a person decided holds in the next worker too. */
    private async rule(changes: Partial<Draft>): Promise<void> {
        this.state.change(changes);
        await this.parts.remember(this.about);
    }

    private async startOf(): Promise<EditorStart> {
        const { about, parts } = this;
        const accounts = await ownAddresses(parts.link);
        const account = about.account || accounts[0] || "";
        about.account = account;
        const [drafts, unfinished] = await Promise.all([
            parts.drafts.of(account),
            parts.outbox.unfinished(account),
            parts.remember(about),
        ]);
        return { account, accounts, draft: about.draft, quote: about.quote, drafts, unfinished, resume: about.name };
    }

    /** One message at a time; a second Send while the first is at work changes nothing. */
    private async send({ id, letter }: Extract<FromEditor, { do: "send" }>, entity: Bytes): Promise<void> {
        await this.exclusively(async (signal) => {
            const { tabId, origin } = this.about;
            const from = letter.from.address;
            const protection = await this.state.ready({ from, ...addressed(letter) });
            if (!protection) throw new ProblemError({ kind: "error", code: "request.refused", args: [] });
            const errand = { id, letter, entity, protection, tabId, site: origin };
            const parts = { ...this.parts, transport: (account: string) => this.transport(account) };
            const posting = await sendLetter(errand, parts, { signal, doing: (doing) => this.port.say({ doing }) });
            const [main] = posting.steps;
            if (main?.state === "failed" && main.problem) throw new ProblemError(main.problem);
            if (main?.state === "done") await this.parts.drafts.remove(id);
            this.port.say({ posting });
        });
    }

    private async retry(id: string, step: number): Promise<void> {
        await this.exclusively(async (signal) => {
            const posting = await this.parts.outbox.find(id);
            if (!posting) return;
            const transport = await this.transport(posting.account);
            this.port.say({ doing: { phase: "sending", octets: null } });
            await this.parts.outbox.retry(id, step, transport, { signal });
        });
    }

    private async exclusively(act: (signal: AbortSignal) => Promise<void>): Promise<void> {
        if (this.stop) return;
        const { signal } = (this.stop = new AbortController());
        this.state.work(true);
        try {
            await act(signal);
        } catch (error) {
            this.port.say({ failed: problemIn(error) });
        } finally {
            this.stop = null;
            this.state.work(false);
            this.port.say({ doing: null });
        }
    }

    private transport(account: string) {
        const { session, origin } = this.about;
        return transportFor(account, sessionTransport(session, origin), this.parts.link);
    }

    private async keepDraft({ id, account, change }: Extract<FromEditor, { do: "keep-draft" }>, content: Bytes): Promise<void> {
        try {
            this.port.say({ draftKept: await this.parts.drafts.keep(id, account, content), change });
        } catch (error) {
            this.port.say({ draftFailed: problemIn(error), change });
        }
    }

    private async restoreDraft(id: string): Promise<void> {
        await this.exclusively(async (signal) => {
            const { tabId, origin, account } = this.about;
            const question = { action: "open" as const, tabId, site: origin, account, people: [account], subject: "" };
            this.port.say({ doing: { phase: "asking" } });
            const problem = problemOfConsent(await this.parts.confirm.ask(question, signal));
            if (problem) throw new ProblemError(problem);
            const content = await this.parts.drafts.restore(id, { signal });
            await this.rule({ quotesProtected: true, readers: [] });
            this.port.say({ restored: id }, content);
        });
    }

    /** Of a file that the page has, it comes from there, in the person's session. The editor waits for an answer. */
    private async fetch(number: number): Promise<void> {
        const url = this.about.draft.attachments[number]?.url ?? "";
        const told = (come: number, of: number) => this.port.say({ fetching: number, octets: { come, of } });
        const bytes = this.about.files[number] ?? (await fetchRaw(url, { signal: this.left.signal, told }).catch(() => null));
        if (bytes && bytes.length <= largestBody) this.port.say({ fetched: number }, bytes);
        else this.port.say({ fetched: number });
    }
}

/** Every address that can be signed as now; none while the host is away, which the state says. */
async function ownAddresses(link: Link): Promise<string[]> {
    try {
        const { identities } = parseInventory((await link.ask({ do: "identities" })).ok);
        return [...new Set(identities.flatMap(({ addresses }) => addresses.map((each) => each.toLowerCase())))];
    } catch {
        return [];
    }
}
