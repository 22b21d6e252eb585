// SPDX-License-Identifier: MPL-2.0
import type { Protection } from "../contract";

/** What one compose window asks of the messages that it sends and stores. */
export interface Settings {
    tabId: number;
    window: any;
    protection: Protection;
    /** What the person chose; null while the defaults of the identity apply. */
    chosen: Protection | null;
    /** It holds text of an encrypted message, which goes nowhere in the clear. */
    quotesProtected: boolean;
}

/**
 * Stands where Thunderbird's own S/MIME would (nsIMsgComposeSecure) and keeps the entity that
 * Thunderbird builds in memory. Thunderbird does not wait for what happens here, so the host is
 * asked later, in Delivery.
 */
export class Collector {
    readonly QueryInterface = ChromeUtils.generateQI(["nsIMsgComposeSecure"]);
    readonly wrappedJSObject = this;
    private blocks: string[] = [];
    private whole = false;
    private left = false;

    constructor(readonly settings: Settings) {}

    // The switches of Thunderbird's own S/MIME have no effect here.
    get signMessage() {
        return false;
    }
    set signMessage(_) {}
    get requireEncryptMessage() {
        return false;
    }
    set requireEncryptMessage(_) {}
    get signFormat() {
        return "";
    }

    requiresCryptoEncapsulation(): boolean {
        if (this.left) throw Components.Exception("Sealwright was removed", Cr.NS_ERROR_FAILURE);
        return true;
    }

    /** The extension goes away: what this window was to protect cannot be sent from it any more. */
    leave(): void {
        this.left = true;
    }

    beginCryptoEncapsulation(): void {
        this.blocks = [];
        this.whole = false;
    }

    /** One character is one octet. */
    mimeCryptoWriteBlock(block: string, length: number): void {
        this.blocks.push(block.length === length ? block : block.slice(0, length));
    }

    finishCryptoEncapsulation(abort: boolean): void {
        if (abort) this.blocks = [];
        this.whole = !abort;
    }

    /** The entity of the message just built, once; null when none was built here. */
    take(): Uint8Array<ArrayBuffer> | null {
        const blocks = this.blocks;
        const entity = this.whole ? octets(blocks) : null;
        this.blocks = [];
        this.whole = false;
        return entity;
    }
}

/** The one that sits in these compose fields; null when it is somebody else's. */
export function collectorOf(compFields: any): Collector | null {
    const found = compFields?.composeSecure?.wrappedJSObject;
    return found instanceof Collector ? found : null;
}

/** By Thunderbird's streams: a loop over each character of a large message takes seconds here. */
function octets(blocks: string[]): Uint8Array<ArrayBuffer> {
    const text = blocks.join("");
    const stream = Cc["@mozilla.org/io/string-input-stream;1"].createInstance(Ci.nsIStringInputStream);
    stream.setByteStringData(text);
    const binary = Cc["@mozilla.org/binaryinputstream;1"].createInstance(Ci.nsIBinaryInputStream);
    binary.setInputStream(stream);
    const buffer = new ArrayBuffer(text.length);
    binary.readArrayBuffer(text.length, buffer);
    return new Uint8Array(buffer);
}
