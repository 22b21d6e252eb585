// SPDX-License-Identifier: MPL-2.0
import type { Opened, Shown } from "../contract";
import type { WakingEvent } from "../events";
import type { Given, Passing, Whole } from "./converter";
import type { Guard } from "./guard";
import { announcesEncryption, outerFields } from "./head";
import { joined, octets } from "../octets";
import { placeOf, type Place } from "./places";
import type { Plaintexts } from "./plaintexts";

/** What Thunderbird wants a message for. */
type Use = "show" | "quote" | "edit";

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
        const message = { messageId: place.messageId, tabId: place.tabId, encrypted: announcesEncryption(head) };
        // A signature is checked at every look; what took a key is not opened again while it is kept.
        if (place.tabId !== null && !message.encrypted) this.plaintexts.forget(place.uri);
        const shown = await this.plaintexts.get(place.uri, digest, () => this.open(message, bytes));
        if (!shown) return "as it is";
        if (shown.decrypted) this.guard.block(place.uri, place.address);
        const use = useOf(passing, place);
        if (use === "edit" && !shown.opened) return this.refuseToEdit(shown);
        const silent = use === "quote" && (shown.restricted || !shown.opened);
        const entity = silent ? octets(nothing) : entityOf(shown, bytes);
        return joined([octets(outerFields(head)), entity]);
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

    /** A window with our explanation in it would be saved over the draft. */
    private refuseToEdit(shown: Shown): Given {
        const text = new TextDecoder().decode(entityOf(shown, new Uint8Array())).replace(/^.*?\r\n\r\n/s, "");
        const window = Services.wm.getMostRecentWindow("mail:3pane");
        Services.prompt.asyncAlert(
            window?.browsingContext ?? null,
            Services.prompt.MODAL_TYPE_WINDOW,
            this.extension.localizeMessage("app_name"),
            text,
        );
        return "nothing";
    }
}

function entityOf({ entity }: Shown, message: Uint8Array): Uint8Array {
    return "offset" in entity ? message.subarray(entity.offset, entity.offset + entity.size) : new Uint8Array(entity);
}

/** Of nsMimeOutput: a draft or a forward goes into a compose window as it is, a template as a start. */
const toCompose = 6;
const asNew = 7;

function useOf({ outputType, forwardInline }: Passing, { address }: Place): Use {
    if (outputType === toCompose && !forwardInline) return "edit";
    const quoted = forwardInline || outputType === asNew || /[?&]header=quote(body)?\b/.test(address);
    return quoted ? "quote" : "show";
}

function closed(text: string): Shown {
    const entity = new TextEncoder().encode(`${nothing}${text}\r\n`).buffer;
    return { fields: null, entity, opened: false, decrypted: false, restricted: false };
}
