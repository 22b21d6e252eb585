// SPDX-License-Identifier: MPL-2.0
import type { Protected } from "../contract";
import type { WakingEvent } from "../events";
import { joined } from "../octets";
import { builtMessage, isToProtect, outgoingOf, purposeOf, type Built } from "./build";
import { cancelOf } from "./cancel";
import type { Settings } from "./collector";
import type { Copies } from "./copies";
import { parseHead, writeFields, type Field } from "./header";
import type { Internals } from "./internals";
import { deliverUnsent } from "./outbox";
import type { Windows } from "./windows";

export interface DeliveryParts {
    internals: Internals;
    windows: Windows;
    copies: Copies;
    events: Record<"onProtect" | "onCancel", WakingEvent>;
    say(key: string, ...args: string[]): string;
}

/**
 * Stands before Thunderbird's own delivery, with time to ask the host. Thunderbird goes on from
 * there: SMTP, the copy in Sent, Outbox, drafts, errors and the closing of the window are its own.
 */
export class Delivery {
    private readonly atWork = new Map<number, any>();
    private last = 0;

    constructor(private readonly parts: DeliveryParts) {}

    /** Says in Thunderbird's progress dialog what is being waited for. */
    showStatus(sending: number, text: string): void {
        this.atWork.get(sending)?._setStatusMessage(text);
    }

    /** Gives the file to deliver in place of `file`; throws as Thunderbird's own steps do. */
    async prepare(send: any, file: any): Promise<any> {
        if (send._dontDeliver) return file;
        if (send._deliverMode === Ci.nsIMsgSend.nsMsgSendUnsent) return deliverUnsent(send, file);
        const settings = this.parts.windows.settingsOf(send._compFields);
        if (!settings) return file;
        send._parentWindow = settings.window;
        try {
            const built = await builtMessage(send, file);
            const purpose = purposeOf(send._deliverMode);
            if (!isToProtect(settings, purpose)) {
                return await asItIs(built, purpose === "draft" ? marks(settings) : [], file);
            }
            const message = await this.protect(send, settings, built);
            if (!message) throw cancelled();
            return await this.write(send, settings, file, built!, message);
        } catch (error: any) {
            await IOUtils.remove(file.path, { ignoreAbsent: true });
            throw error.result === Cr.NS_ERROR_ABORT ? aborted(send, error) : this.failed(send, error);
        }
    }

    /** Null when the person gave up. */
    private async protect(send: any, settings: Settings, built: Built | null): Promise<Protected | null> {
        const { say, events, internals } = this.parts;
        if (!built) throw new Error(say("sending_elsewhere"));
        const outgoing = outgoingOf(++this.last, send, settings, built.fields, internals);
        if (outgoing.purpose === "send" && settings.quotesProtected && settings.protection !== "encrypt") {
            throw new Error(say("sending_quote_in_clear"));
        }
        if (outgoing.purpose === "send" && settings.protection === "encrypt" && send._compFields.newsgroups) {
            throw new Error(say("compose_warn_newsgroups"));
        }
        this.atWork.set(outgoing.sending, send);
        this.showStatus(outgoing.sending, say("sending_waits"));
        const cancel = cancelOf(send._sendProgress);
        try {
            const answer = events.onProtect.fire(outgoing, built.entity.buffer) as Promise<Protected | null>;
            const first = await Promise.race([answer, cancel.happened]);
            if (first !== "cancelled") return first;
            void events.onCancel.fire(outgoing.sending);
            answer.catch(() => undefined);
            return null;
        } finally {
            cancel.forget();
            this.atWork.delete(outgoing.sending);
        }
    }

    private async write(send: any, settings: Settings, file: any, built: Built, message: Protected) {
        const purpose = purposeOf(send._deliverMode);
        let own = purpose === "draft" ? [...built.own, ...marks(settings)] : built.own;
        if (message.copies.length > 0) own = await this.parts.copies.follow(send, message, own);
        return written(file, [...message.outer, ...own], new Uint8Array(message.entity));
    }

    /** Shows Thunderbird's own alert; the window stays, unlocked. */
    private failed(send: any, { message }: Error) {
        const text = message || this.parts.say("sending_failed");
        send.notifyListenerOnStopSending(null, Cr.NS_ERROR_FAILURE, null, null);
        send.fail(Cr.NS_ERROR_FAILURE, text);
        return Components.Exception(text, Cr.NS_ERROR_FAILURE);
    }
}

/** What needs no protection, put together as Thunderbird has or would have, with these fields too. */
async function asItIs(built: Built | null, more: Field[], file: any): Promise<any> {
    if (built) return written(file, [...built.fields, ...built.own, ...more], built.entity);
    if (more.length === 0) return file;
    const message = await IOUtils.read(file.path);
    const { fields, end } = parseHead(message);
    return written(file, [...fields, ...more], message.subarray(end + 2));
}

/**
 * What the person had chosen, for when the draft is opened again. What the defaults came to is not
 * kept: it would stand for a choice, and a draft begun without recipients would stay readable.
 */
function marks({ chosen, quotesProtected }: Settings): Field[] {
    const value = [chosen ?? "default", ...(quotesProtected ? ["quotes"] : [])].join("; ");
    return value === "default" ? [] : [{ name: "X-Sealwright-Protection", value }];
}

/** Thunderbird's own Cancel has ended the attempt there already; the one of the panel has not. */
function aborted(send: any, error: Error): Error {
    if (!send._sendProgress?.processCanceledByUser) send.abort();
    return error;
}

const cancelled = () => Components.Exception("cancelled", Cr.NS_ERROR_ABORT);

/** A new object for the same file: the old one remembers the size that it had. */
async function written(file: any, fields: Field[], entity: Uint8Array): Promise<any> {
    await IOUtils.write(file.path, joined([writeFields(fields), entity]));
    const fresh = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
    fresh.initWithPath(file.path);
    return fresh;
}
