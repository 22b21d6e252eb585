// SPDX-License-Identifier: MPL-2.0
import { Digest } from "./digest";
import { announcesSmime, bodyStart, longestHead, withoutNotes } from "./head";
import { joined, latin1, octets } from "../octets";

/** A message on its way to Thunderbird's reader. */
export interface Passing {
    request: any;
    /** What Thunderbird was told to make of it (nsIMimeStreamConverter), or null. */
    outputType: number | null;
    forwardInline: boolean;
    /** A filter forwards it: it goes out without a look. */
    forwardInlineFilter: boolean;
}

/** A message that has come as a whole. */
export interface Whole {
    bytes: Uint8Array<ArrayBuffer>;
    head: string;
    /** The same for the same message, whatever Thunderbird has noted in it. */
    digest: string;
}

/**
 * What the reader is to see. With "nothing" it never hears the end of the message; "refused" is an
 * end without a message, which whoever waits for it takes for a failure.
 */
export type Given = Uint8Array | "as it is" | "nothing" | "refused";

/** Gives what the reader is to see in place of these bytes. */
export type Give = (passing: Passing, message: Whole) => Promise<Given>;

/**
 * Stands in front of Thunderbird's own message/rfc822 converter. Mail that announces no S/MIME flows
 * through as it comes; the rest is held until it is whole and `give` has answered.
 */
export class Converter {
    QueryInterface = ChromeUtils.generateQI([
        "nsIStreamConverter",
        "nsIStreamListener",
        "nsIRequestObserver",
        "nsIMimeStreamConverter",
    ]);
    private readonly listener: any;
    private readonly mime: any;
    private state: "head" | "holding" | "passing" = "head";
    private pieces: Uint8Array[] = [];
    private length = 0;
    private readonly digest = new Digest();
    private outputType: number | null = null;

    constructor(
        private readonly inner: any,
        private readonly give: Give,
        private readonly isLeftAlone: (request: any) => boolean,
    ) {
        this.listener = inner.QueryInterface(Ci.nsIStreamListener);
        this.mime = inner.QueryInterface(Ci.nsIMimeStreamConverter);
    }

    onStartRequest(request: any): void {
        if (this.isLeftAlone(request)) this.state = "passing";
        this.listener.onStartRequest(request);
    }

    onDataAvailable(request: any, stream: any, offset: number, count: number): void {
        if (this.state === "passing") return this.listener.onDataAvailable(request, stream, offset, count);
        const piece = readBytes(stream, count);
        this.pieces.push(piece);
        this.length += count;
        if (this.state === "holding") this.digest.add(piece);
        else this.decide(request);
    }

    onStopRequest(request: any, status: number): void {
        // Of a message that was cut off nothing can be said.
        if (this.state === "head" || !Components.isSuccessCode(status)) this.pass(request);
        if (this.state === "passing") return this.listener.onStopRequest(request, status);
        const bytes = joined(this.pieces);
        void this.ask(request, bytes).then((given) => this.answer(request, given, bytes, status));
    }

    private ask(request: any, bytes: Uint8Array<ArrayBuffer>): Promise<Given> {
        this.pieces = [];
        const { outputType, forwardInline, forwardInlineFilter } = this;
        const passing = { request, outputType, forwardInline, forwardInlineFilter };
        const head = latin1(bytes.subarray(0, bodyStart(bytes)));
        const whole = { bytes, head, digest: `${this.digest.end()} ${bytes.length}` };
        return this.give(passing, whole).catch((error) => (console.error(error), "as it is"));
    }

    // The rest is Thunderbird's.
    setMimeOutputType(type: number): void {
        this.outputType = type;
        this.mime.setMimeOutputType(type);
    }
    setStreamURI(uri: unknown): void {
        this.mime.setStreamURI(uri);
    }
    setMimeHeadersListener(...given: unknown[]): void {
        this.mime.setMimeHeadersListener(...given);
    }
    get forwardInline(): boolean {
        return this.mime.forwardInline;
    }
    set forwardInline(on: boolean) {
        this.mime.forwardInline = on;
    }
    get forwardInlineFilter(): boolean {
        return this.mime.forwardInlineFilter;
    }
    set forwardInlineFilter(on: boolean) {
        this.mime.forwardInlineFilter = on;
    }
    get forwardToAddress(): string {
        return this.mime.forwardToAddress;
    }
    set forwardToAddress(address: string) {
        this.mime.forwardToAddress = address;
    }
    get overrideComposeFormat(): boolean {
        return this.mime.overrideComposeFormat;
    }
    set overrideComposeFormat(on: boolean) {
        this.mime.overrideComposeFormat = on;
    }
    get identity(): unknown {
        return this.mime.identity;
    }
    set identity(identity: unknown) {
        this.mime.identity = identity;
    }
    get originalMsgURI(): string {
        return this.mime.originalMsgURI;
    }
    set originalMsgURI(uri: string) {
        this.mime.originalMsgURI = uri;
    }
    get origMsgHdr(): unknown {
        return this.mime.origMsgHdr;
    }
    set origMsgHdr(header: unknown) {
        this.mime.origMsgHdr = header;
    }
    convert(...given: unknown[]): unknown {
        return this.inner.convert(...given);
    }
    asyncConvertData(...given: unknown[]): void {
        this.inner.asyncConvertData(...given);
    }
    getConvertedType(...given: unknown[]): unknown {
        return this.inner.getConvertedType(...given);
    }

    private decide(request: any): void {
        const bytes = this.pieces.length > 1 ? joined(this.pieces) : this.pieces[0]!;
        this.pieces = [bytes];
        const end = bodyStart(bytes);
        if (end < 0 && this.length < longestHead) return;
        const head = latin1(bytes.subarray(0, end));
        if (end >= 0 && announcesSmime(head)) this.hold(head, bytes.subarray(end));
        else this.pass(request);
    }

    private hold(head: string, rest: Uint8Array): void {
        this.state = "holding";
        this.digest.add(octets(withoutNotes(head)));
        this.digest.add(rest);
    }

    private pass(request: any): void {
        this.state = "passing";
        this.feed(request, joined(this.pieces));
        this.pieces = [];
    }

    private answer(request: any, given: Given, bytes: Uint8Array, status: number): void {
        if (given === "nothing") return;
        if (given === "refused") return this.listener.onStopRequest(request, Cr.NS_ERROR_FAILURE);
        this.finish(request, given === "as it is" ? bytes : given, status);
    }

    private finish(request: any, bytes: Uint8Array, status: number): void {
        // The reader refuses when its window has gone on to something else meanwhile.
        try {
            this.feed(request, bytes);
        } finally {
            this.listener.onStopRequest(request, status);
        }
    }

    private feed(request: any, bytes: Uint8Array): void {
        for (let at = 0; at < bytes.length; at += portion) {
            const part = bytes.slice(at, at + portion);
            this.listener.onDataAvailable(request, streamOf(part), at, part.length);
        }
    }
}

function streamOf(bytes: Uint8Array): any {
    const stream = Cc["@mozilla.org/io/arraybuffer-input-stream;1"].createInstance(Ci.nsIArrayBufferInputStream);
    stream.setData(bytes.buffer, 0, bytes.length);
    return stream;
}

/** What the reader is given at a time. */
const portion = 1 << 20;

function readBytes(stream: any, count: number): Uint8Array {
    const binary = Cc["@mozilla.org/binaryinputstream;1"].createInstance(Ci.nsIBinaryInputStream);
    binary.setInputStream(stream);
    const buffer = new ArrayBuffer(count);
    binary.readArrayBuffer(count, buffer);
    return new Uint8Array(buffer);
}
