// SPDX-License-Identifier: MPL-2.0
import type { Copy, Protected } from "../contract";
import type { WakingEvent } from "../events";
import { joined } from "../octets";
import { isNamed, writeFields, type Field } from "./header";
import type { Internals } from "./internals";
import { asCopy, asMainMessage, leaveOutBcc } from "./outbox";
import { forgetInOutbox, isInOutbox, keepInOutbox, submit, type Submission } from "./submission";

type Say = (key: string, ...args: string[]) => string;

interface Entry {
    copy: Copy;
    submission: Submission;
    fields: Field[];
    entity: Uint8Array;
    /** Where it lies in the Outbox, from before the first attempt until it was sent. */
    kept: any;
}

/** The copies for Bcc recipients, which go out after the message they are copies of (E-59). */
export class Copies {
    private readonly entries = new Map<number, Entry>();
    private last = 0;

    constructor(
        private readonly internals: Internals,
        private readonly onCopies: WakingEvent,
        private readonly say: Say,
    ) {}

    /**
     * Follows a main message on its way; gives the fields that Thunderbird is to keep with it. Rejects
     * when one that is to be sent later could not be stored with all its copies: then none is.
     */
    async follow(send: any, message: Protected, own: Field[]): Promise<Field[]> {
        const entries = message.copies.map(({ recipient, entity }) =>
            this.entry(send, message.outer, recipient, new Uint8Array(entity), own),
        );
        if (send._deliverMode === Ci.nsIMsgSend.nsMsgDeliverNow) {
            leaveOutBcc(send);
            afterSuccess(send, () => void this.sendAll(entries));
            return own;
        }
        await this.keepAll(entries).catch(async (error) => {
            await forgetAll(entries);
            throw new Error(this.say("copy_not_kept", error.message));
        });
        unlessStored(send, () => void forgetAll(entries));
        return asMainMessage(own);
    }

    /** Once more, after it failed. */
    async sendAgain(id: number): Promise<void> {
        const entry = this.entries.get(id);
        if (entry?.copy.state !== "failed") return;
        if (entry.kept && !isInOutbox(entry.kept)) this.change(entry, "sent", ""); // by Thunderbird
        else await this.send(entry);
    }

    private entry(send: any, outer: Field[], recipient: string, entity: Uint8Array, own: Field[]): Entry {
        const subject = send._compFields.subject as string;
        const copy: Copy = { id: ++this.last, recipient, subject, state: "waiting", text: "" };
        const key = own.filter(isNamed("X-Identity-Key"));
        const identity = send._userIdentity;
        const identityKey = key.length > 0 ? key : [{ name: "X-Identity-Key", value: identity.key }];
        const submission: Submission = {
            internals: this.internals,
            identity,
            accountKey: send._accountKey,
            from: send._compFields.from,
            messageId: send._compFields.messageId,
            recipient,
            identityKey,
        };
        return { copy, submission, fields: outer, entity, kept: null };
    }

    /** Into the Outbox first: what happens to Thunderbird now, no copy is lost. */
    private async keepAll(entries: Entry[]): Promise<void> {
        for (const entry of entries) {
            const fields = [...asCopy(entry.fields, entry.copy.recipient), ...entry.submission.identityKey];
            entry.kept = await keepInOutbox(entry.submission, joined([writeFields(fields), entry.entity]));
        }
    }

    private async sendAll(entries: Entry[]): Promise<void> {
        for (const entry of entries) this.entries.set(entry.copy.id, entry);
        this.tell();
        await this.keepAll(entries).catch((error) => console.error(error));
        for (const entry of entries) await this.send(entry);
    }

    private async send(entry: Entry): Promise<void> {
        this.change(entry, "waiting", "");
        try {
            await submit(entry.submission, joined([writeFields(entry.fields), entry.entity]));
        } catch (error: any) {
            this.change(entry, "failed", error.message);
            this.offerRetry(entry);
            return;
        }
        await forgetInOutbox(entry.kept);
        entry.kept = null;
        this.change(entry, "sent", "");
    }

    /** The compose window is gone by now; the main one says it until somebody has seen it. */
    private offerRetry(entry: Entry): void {
        const { id, recipient, subject, text } = entry.copy;
        const bar = Services.wm.getMostRecentWindow("mail:3pane")?.specialTabs.msgNotificationBar;
        const retry = { label: this.say("copy_retry"), callback: () => void this.sendAgain(id) };
        const label = this.say(entry.kept ? "copy_failed" : "copy_failed_unkept", recipient, subject, text);
        const notification = { label, priority: bar?.PRIORITY_WARNING_HIGH };
        void bar?.appendNotification(`sealwright-copy-${id}`, notification, [retry]);
    }

    private change(entry: Entry, state: Copy["state"], text: string): void {
        Object.assign(entry.copy, { state, text });
        this.tell();
    }

    private tell(): void {
        const copies = [...this.entries.values()].map(({ copy }) => ({ ...copy }));
        this.onCopies.fire(copies).catch(() => undefined); // nobody has to listen
    }
}

async function forgetAll(entries: Entry[]): Promise<void> {
    for (const entry of entries) await forgetInOutbox(entry.kept);
}

/**
 * Before Thunderbird saves to Sent, so that no question about that holds the copies up. Once, though
 * it may deliver to a newsgroup and by mail.
 */
function afterSuccess(send: any, then: () => void): void {
    const callback = send.sendDeliveryCallback;
    let done = false;
    send.sendDeliveryCallback = function (server: unknown, exitCode: number, ...rest: unknown[]) {
        if (Components.isSuccessCode(exitCode) && !done) {
            done = true;
            then();
        }
        return callback.call(this, server, exitCode, ...rest);
    };
}

function unlessStored(send: any, then: () => void): void {
    const stopped = send.notifyListenerOnStopCopy;
    send.notifyListenerOnStopCopy = function (status: number) {
        if (!Components.isSuccessCode(status)) then();
        return stopped.call(this, status);
    };
}
