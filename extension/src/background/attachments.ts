// SPDX-License-Identifier: MPL-2.0
import type { Port } from "../platform/api";
import { isRecord } from "../platform/values";
import { attachmentsOf, parseContents, type Leaf } from "../protocol/contents";
import { problemIn, ProblemError } from "../protocol/problem";
import { isClosed } from "../protocol/reading";
import type { ToAttachments } from "../talk/attachments";
import type { Opened } from "./check";
import type { Desk, Shown } from "./desk";

export interface AttachmentsParts<Message extends Shown> {
    desk: Pick<Desk<Message>, "watch">;
    /** The message on screen in that tab, if its attachments were kept from Thunderbird. */
    restricted(tabId: number): Promise<Message | null>;
    open(tabId: number, message: Message, signal: AbortSignal): Promise<Opened>;
    /** Writes it where the person says. */
    save(tabId: number, leaf: Leaf, index: number): Promise<void>;
}

interface Kept<Message> {
    message: Message;
    stop: AbortController;
    leaves: Promise<Leaf[]>;
}

type Tell = (said: ToAttachments) => void;

/**
 * The attachments of restricted messages (B.6): opened when the person asks, and kept in memory while
 * the message is on screen, since a popup closes when another window asks for the PIN.
 */
export class Attachments<Message extends Shown> {
    private readonly kept = new Map<number, Kept<Message>>();

    constructor(private readonly parts: AttachmentsParts<Message>) {
        parts.desk.watch((tabId, _, message) => {
            if (this.kept.get(tabId)?.message.id !== message?.id) this.leave(tabId);
        });
    }

    serve(port: Port): void {
        let isGone = false;
        const tell: Tell = (said) => void (isGone || port.postMessage(said));
        port.onDisconnect.addListener(() => (isGone = true));
        port.onMessage.addListener((said) => {
            if (!isRecord(said) || typeof said["tab"] !== "number") return;
            void this.answer(said["tab"], said, tell).catch((error) => tell({ failed: problemIn(error) }));
        });
    }

    /** Nobody waits any more for what is being opened for this tab; what was opened goes. */
    leave(tabId: number): void {
        this.kept.get(tabId)?.stop.abort();
        this.kept.delete(tabId);
    }

    private async answer(tabId: number, said: Record<string, unknown>, tell: Tell): Promise<void> {
        const message = await this.parts.restricted(tabId);
        if (!message) return tell({ attachments: "none" });
        const known = this.kept.get(tabId);
        // The tab may show another message already which the desk has not heard of yet (E-86).
        const same = known?.message.id === message.id ? known : undefined;
        const kept = same ?? (said["do"] === "look" ? this.begin(tabId, message) : undefined);
        if (!kept) return tell({ attachments: "unopened" });
        if (said["do"] === "save") return this.save(tabId, await kept.leaves, said["index"]);
        tell({ attachments: "opening" });
        await this.list(kept, tell);
    }

    private async list({ leaves, stop }: Kept<Message>, tell: Tell): Promise<void> {
        try {
            const attachments = (await leaves).map(({ name, bytes }) => ({ name, octets: bytes.length }));
            tell({ attachments: stop.signal.aborted ? "unopened" : attachments });
        } catch (error) {
            tell(stop.signal.aborted ? { attachments: "unopened" } : { failed: problemIn(error) });
        }
    }

    private async save(tabId: number, leaves: Leaf[], index: unknown): Promise<void> {
        const leaf = typeof index === "number" ? leaves[index] : undefined;
        if (leaf) await this.parts.save(tabId, leaf, leaves.indexOf(leaf));
    }

    private begin(tabId: number, message: Message): Kept<Message> {
        this.leave(tabId);
        const stop = new AbortController();
        const leaves = this.parts.open(tabId, message, stop.signal).then(leavesOf);
        const kept = { message, stop, leaves };
        this.kept.set(tabId, kept);
        // The next click tries again.
        leaves.catch(() => this.kept.get(tabId) === kept && this.kept.delete(tabId));
        return kept;
    }
}

function leavesOf({ state, answer }: Opened): Leaf[] {
    if (state.kind === "problem") throw new ProblemError(state.problem);
    if (state.kind !== "reading" || !answer) throw new ProblemError({ kind: "unknown" });
    if (isClosed(state.reading)) throw new ProblemError(state.reading.closed ?? { kind: "unknown" });
    return attachmentsOf(parseContents(answer).leaves);
}
