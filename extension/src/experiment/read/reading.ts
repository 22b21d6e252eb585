// SPDX-License-Identifier: MPL-2.0
import type { Opened, Shown } from "../contract";
import type { WakingEvent } from "../events";
import type { Part } from "../part";
import type { Passing } from "./converter";
import { digestOf } from "./digest";
import { Factories } from "./factories";
import { Guard } from "./guard";
import { announcesEncryption, outerFields } from "./head";
import { joined, octets } from "./octets";
import { isForIndex, placeOf } from "./places";
import { Plaintexts } from "./plaintexts";
import { isInUse } from "./windows";

/** Gives Thunderbird's own reader the payload in place of what protects it. */
export class Reading implements Part {
    private readonly plaintexts = new Plaintexts(isInUse);
    private readonly guard = new Guard();
    private readonly factories: Factories;

    constructor(
        readonly extension: any,
        readonly events: Record<"onOpen", WakingEvent>,
    ) {
        this.factories = new Factories(
            (passing, bytes, head) => this.exchange(passing, bytes, head),
            isForIndex,
        );
    }

    missing = () => [...this.factories.missing(), ...this.guard.missing()];

    install() {
        if (this.missing().length > 0) return;
        this.guard.install();
        this.factories.install();
    }

    remove() {
        this.factories.remove();
        this.guard.remove();
        this.plaintexts.clear();
    }

    functions = () => ({});

    private async exchange(passing: Passing, bytes: Uint8Array<ArrayBuffer>, head: string) {
        const { messageId, tabId, address, uri } = placeOf(passing.request, this.extension);
        const encrypted = announcesEncryption(head);
        const open = () => this.open({ messageId, tabId, encrypted }, bytes);
        const shown = await this.plaintexts.get(uri, digestOf(bytes), open);
        if (!shown) return null;
        if (shown.decrypted) this.guard.block(uri, address);
        return joined([octets(outerFields(head)), new Uint8Array(shown.entity)]);
    }

    /** When our page does not answer, an encrypted message must still not end as an empty pane. */
    private async open(message: Opened, bytes: Uint8Array<ArrayBuffer>): Promise<Shown | null> {
        try {
            return (await this.events.onOpen.fire(message, bytes.buffer)) as Shown | null;
        } catch (error) {
            console.error(error);
            return message.encrypted ? closed(this.extension.localizeMessage("reading_closed_unanswered")) : null;
        }
    }
}

function closed(text: string): Shown {
    const entity = new TextEncoder().encode(`Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`).buffer;
    return { fields: null, entity, opened: false, decrypted: false, restricted: false };
}
