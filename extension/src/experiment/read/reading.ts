// SPDX-License-Identifier: MPL-2.0
import type { Shown } from "../contract";
import type { WakingEvent } from "../events";
import type { Part } from "../part";
import { showBar, type BarKind } from "./bar";
import { Exchange } from "./exchange";
import { Factories } from "./factories";
import { Guard } from "./guard";
import { isForIndex } from "./places";
import { Plaintexts } from "./plaintexts";
import { saveAs } from "./saving";
import { isInUse, messageWindowOf } from "./windows";

/** Gives Thunderbird's own reader the payload in place of what protects it. */
export class Reading implements Part {
    private readonly plaintexts = new Plaintexts<Shown | null>(isInUse, (shown) =>
        shown?.opened ? octetsIn(shown.entity) : null,
    );
    private readonly guard = new Guard();
    private readonly factories: Factories;
    /** What Thunderbird said when it did not take our converter. */
    private readonly refused: string[] = [];

    constructor(
        readonly extension: any,
        readonly events: Record<"onOpen" | "onStop", WakingEvent>,
    ) {
        const exchange = new Exchange(extension, events.onOpen, this.plaintexts, this.guard);
        this.factories = new Factories((passing, message) => exchange.of(passing, message), isForIndex);
    }

    missing = () => [...this.factories.missing(), ...this.guard.missing(), ...this.refused];

    install() {
        if (this.missing().length > 0) return;
        try {
            this.guard.install();
            this.factories.install();
        } catch (error) {
            this.refused.push(String(error));
            this.remove();
        }
    }

    remove() {
        this.factories.remove();
        this.guard.remove();
        this.plaintexts.clear();
    }

    /** Whether what Thunderbird reads of this message was encrypted. */
    async isDecrypted(uri: string): Promise<boolean> {
        return (await this.plaintexts.of(uri).catch(() => null))?.decrypted ?? false;
    }

    functions = () => ({
        /** Shows the message of a tab once more, from its bytes on. */
        reload: async (tabId: number) => {
            const window = this.windowOf(tabId);
            if (!window?.gMessageURI) return;
            this.plaintexts.forget(window.gMessageURI);
            window.ReloadMessage();
        },
        showBar: async (tabId: number, text: string, kind: BarKind) => {
            const window = this.windowOf(tabId);
            const label = this.extension.localizeMessage("bar_stop");
            const callback = () => void this.events.onStop.fire(tabId).catch(console.error);
            if (window) await showBar(window, text, kind, { label, callback });
        },
        /** Lets the person choose a file for these octets. */
        saveFile: async (tabId: number, name: string, octets: ArrayBuffer) => {
            const window = this.windowOf(tabId);
            const [title, failed] = ["viewer_save", "attachments_unsaved"].map((key) => this.extension.localizeMessage(key));
            if (window) await saveAs(window, title, name, octets).catch((error) => (console.error(error), tellPerson(window, title, failed)));
        },
    });

    private windowOf(tabId: number): any | null {
        return messageWindowOf(this.extension.tabManager.get(tabId).nativeTab);
    }
}

const tellPerson = (window: any, title: string, text: string): void =>
    Services.prompt.asyncAlert(window.browsingContext.top, Services.prompt.MODAL_TYPE_WINDOW, title, text);

/** What keeping it costs: a stretch of the message is little more than its numbers. */
const octetsIn = (entity: Shown["entity"]) => ("offset" in entity ? 1 : entity.byteLength);
