// SPDX-License-Identifier: MPL-2.0
import type { Opened, Shown } from "../contract";
import type { WakingEvent } from "../events";
import type { Given, Passing, Whole } from "./converter";
import type { Guard } from "./guard";
import { announcesEncryption, outerFields, withoutReceipts } from "./head";
import { fromUtf8, joined, octets, utf8 } from "../octets";
import { placeOf, type Place } from "./places";
import type { Plaintexts } from "./plaintexts";

/**
 * What Thunderbird wants a message for: "start" makes a new one of it, "strip" stores it without
 * attachments, "forward" sends it on without asking anybody.
 */
type Use = "show" | "quote" | "edit" | "start" | "strip" | "forward";

/** Text that quotes to nothing. */
const nothing = "Content-Type: text/plain; charset=utf-8\r\n\r\n";

/** Decides what Thunderbird's reader is given in place of a message that announces S/MIME. */
export class Exchange {
    constructor(
        private readonly extension: any,
        private readonly onOpen: WakingEvent,
        private readonly plaintexts: Plaintexts<Shown | null>,
        private readonly guard: Guard,
    ) {}

    async of(passing: Passing, { bytes, head, digest }: Whole): Promise<Given> {
        const place = placeOf(passing.request, this.extension);
        const use = useOf(passing, place);
        // What is opened here would be stored in place of the message, and read by whoever keeps the mailbox.
        if (use === "strip") return this.refuse("refused", this.extension.localizeMessage("reading_not_stripped"));
        if (use === "forward") return this.unread(head);
        const message = { messageId: place.messageId, tabId: place.tabId, encrypted: announcesEncryption(head) };
        // A signature is checked at every look, and each copy of a message for itself; what took a key
        // is not opened again while it is kept.
        const isKept = message.encrypted && this.plaintexts.has(place.uri);
        if (place.tabId !== null && !isKept) this.plaintexts.drop(digest);
        const shown = await this.plaintexts.get(place.uri, digest, () => this.open(message, bytes));
        if (!shown) return "as it is";
        if (shown.decrypted) this.guard.block(place.uri, place.address);
        if (["edit", "start"].includes(use) && !shown.opened) return this.refuse("nothing", textOf(shown));
        const closed = shown.restricted || !shown.opened;
        const silent = closed && ["quote", "start"].includes(use);
        const entity = silent ? octets(nothing) : entityOf(shown, bytes);
        return joined([octets(closed ? withoutReceipts(head) : outerFields(head)), entity]);
    }

    /** What is signed goes on as it came. For what is encrypted Thunderbird would open an empty window. */
    private unread(head: string): Given {
        if (!announcesEncryption(head)) return "as it is";
        const { entity } = closed(this.extension.localizeMessage("reading_not_forwarded"));
        return joined([octets(withoutReceipts(head)), new Uint8Array(entity)]);
    }

    /** When our page does not answer, an encrypted message must still not end as an empty pane. */
    private async open(message: Opened, bytes: Uint8Array<ArrayBuffer>): Promise<Shown | null> {
        try {
            return (await this.onOpen.fire(message, bytes.buffer)) as Shown | null;
        } catch (error) {
            console.error(error);
            return message.encrypted ? closed(this.extension.localizeMessage("reading_closed_unanswered")) : null;
        }
    }

    /** Says why; a compose window with that in it would be saved over the draft. */
    private refuse(given: Given, text: string): Given {
        const window = Services.wm.getMostRecentWindow("mail:3pane");
        Services.prompt.asyncAlert(
            window?.browsingContext ?? null,
            Services.prompt.MODAL_TYPE_WINDOW,
            this.extension.localizeMessage("app_name"),
            text,
        );
        return given;
    }
}

/** The explanation in place of a message that stays closed. */
function textOf(shown: Shown): string {
    return fromUtf8(entityOf(shown, new Uint8Array())).replace(/^.*?\r\n\r\n/s, "");
}

function entityOf({ entity }: Shown, message: Uint8Array): Uint8Array {
    return "offset" in entity ? message.subarray(entity.offset, entity.offset + entity.size) : new Uint8Array(entity);
}

/** Of nsMimeOutput: a draft or a forward goes into a compose window as it is, a template as a start. */
const toCompose = 6;
const asNew = 7;

function useOf({ outputType, forwardInline, forwardInlineFilter }: Passing, { address }: Place): Use {
    if (forwardInlineFilter) return "forward";
    if (outputType === toCompose && !forwardInline) return "edit";
    if (outputType === asNew && !forwardInline) return "start";
    if (/[?&]header=attach\b/.test(address)) return "strip";
    return forwardInline || /[?&]header=quote(body)?\b/.test(address) ? "quote" : "show";
}

function closed(text: string): Shown & { entity: ArrayBuffer } {
    const entity = utf8(`${nothing}${text}\r\n`).buffer;
    return { fields: null, entity, opened: false, decrypted: false, restricted: false };
}
