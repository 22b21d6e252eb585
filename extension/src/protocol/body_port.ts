// SPDX-License-Identifier: MPL-2.0
import type { Port } from "../platform/api";
import { Arrivals, bodyOf } from "./arrivals";
import { pieces } from "./pieces";
import { isRecord } from "../platform/values";

type Bytes = Uint8Array<ArrayBuffer>;

/** Octets of one body at most: a message as large as mail servers take, with room to spare. */
export const largestBody = 64 << 20;

/**
 * A port between two of our own pages on which messages may have a body. Chromium sends JSON only,
 * so it travels in the pieces that the host gets too.
 */
export class BodyPort<Said, Heard> {
    private readonly arrivals = new Arrivals();
    private last = 0;

    constructor(
        private readonly port: Port,
        hear: (said: Heard, body: Bytes | null) => void,
    ) {
        port.onMessage.addListener((message) => {
            if (!isRecord(message)) return;
            if (typeof message["transfer"] === "number") return this.arrivals.take(message["transfer"], message);
            const { body } = message;
            if (!isRecord(body)) return hear(message as Heard, null);
            if (typeof body["size"] !== "number" || body["size"] > largestBody) return;
            this.arrivals.expect({ body }, (answer) => hear(message as Heard, bodyOf(answer, body)));
        });
    }

    say(said: Said, body?: Uint8Array): void {
        if (!body) return this.port.postMessage(said);
        const transfer = ++this.last;
        this.port.postMessage({ ...said, body: { transfer, size: body.length } });
        for (const piece of pieces(transfer, body)) this.port.postMessage(piece);
    }
}
