// SPDX-License-Identifier: MPL-2.0
import type { Protection } from "../contract";
import type { WakingEvent } from "../events";
import type { Part } from "../part";
import { collectorOf } from "./collector";
import { Copies } from "./copies";
import { Delivery } from "./delivery";
import { internals, missingOf } from "./internals";
import { originOf } from "./origin";
import { removeQuote } from "./quote";
import { Windows } from "./windows";

/** Protects what Thunderbird sends and stores as a draft. */
export class Sending implements Part {
    private readonly internals = internals();
    private readonly windows = new Windows();
    private readonly copies: Copies;
    private readonly delivery: Delivery;
    private putBack: (() => void)[] = [];

    constructor(
        private readonly extension: any,
        events: Record<"onProtect" | "onCancel" | "onCopies", WakingEvent>,
        private readonly isDecrypted: (uri: string) => Promise<boolean>,
    ) {
        const say = (key: string, ...args: string[]): string =>
            extension.localeData.localizeMessage(key, args).trim();
        this.copies = new Copies(this.internals, events.onCopies, say);
        const { windows, copies } = this;
        this.delivery = new Delivery({ internals: this.internals, windows, copies, events, say });
    }

    missing(): string[] {
        return missingOf(this.internals);
    }

    install(): void {
        if (this.putBack.length > 0 || this.missing().length > 0) return;
        const { delivery } = this;
        const { MessageSend, MimeMessage } = this.internals;
        this.replace(
            MessageSend.prototype,
            "_deliverMessage",
            (original) =>
                async function (this: any, file: any) {
                    return original.call(this, await delivery.prepare(this, file));
                },
        );
        this.replace(
            MimeMessage.prototype,
            "_getComposeSecure",
            (original) =>
                // Drafts too, where an option of the identity would keep them in the clear.
                function (this: any) {
                    return collectorOf(this._compFields) ?? original.call(this);
                },
        );
    }

    remove(): void {
        for (const each of this.putBack) each();
        this.putBack = [];
        this.windows.removeAll();
    }

    functions() {
        return {
            setProtection: async (
                tabId: number,
                protection: Protection,
                chosen: Protection | null,
                quotesProtected: boolean,
            ) => {
                const window = this.windowOf(tabId);
                if (this.missing().length > 0) throw new Error(`missing: ${this.missing().join(", ")}`);
                await this.windows.set({ tabId, window, protection, chosen, quotesProtected });
            },
            originOf: (tabId: number) => originOf(this.windowOf(tabId), this.extension, this.isDecrypted),
            removeQuote: async (tabId: number) => removeQuote(this.windowOf(tabId)),
            showStatus: async (sending: number, text: string) => this.delivery.showStatus(sending, text),
            sendCopy: (copy: number) => this.copies.sendAgain(copy),
        };
    }

    private windowOf(tabId: number): any {
        return this.extension.tabManager.get(tabId).nativeTab;
    }

    private replace(prototype: any, name: string, wrap: (original: any) => any): void {
        const original = prototype[name];
        prototype[name] = wrap(original);
        this.putBack.push(() => (prototype[name] = original));
    }
}
