// SPDX-License-Identifier: MPL-2.0
import { Arrivals, type Answer } from "./arrivals";
import { parseHello, protocol, type Hello } from "./hello";
import { pieces } from "./pieces";
import { ProblemError, problemOf, type Problem } from "./problem";
import type { HostPort } from "../platform/api";
import { isRecord } from "../platform/values";

export interface Timing {
    /** Calls `then` after that many milliseconds unless the returned function is called first. */
    after(milliseconds: number, then: () => void): () => void;
    /** Lets other work run between two pieces, so that a cancel does not wait for all of them. */
    breathe(): Promise<void>;
}

/** A host says hello within milliseconds; a disk that has to spin up needs seconds. */
export const helloDeadline = 15_000;
/** The host keeps deadlines of its own; these are for a host that hangs. */
export const answerDeadline = 180_000;
/** A person may be asked for a PIN meanwhile. */
export const askingDeadline = 960_000;
const asking = ["decrypt", "protect", "import", "submit", "keep", "password", "forget-password"];
/** What a mail server was told cannot be taken back: cancelled, these still say how they ended. */
const finishing = ["submit", "keep"];

/** A verb and its members, without `id`. */
export type Request = { do: string; [member: string]: unknown };

interface OpenRequest {
    verb: string;
    resolve(answer: Answer): void;
    reject(problem: Problem): void;
    hears: Hears;
}

/** Whether the host waits for a person at this moment. */
export type Waiting = "person" | "no";

/** What is heard of a request before its answer. */
export interface Hears {
    told?: ((waiting: Waiting) => void) | undefined;
    /** How many octets of the message have gone to a mail server. */
    sent?: ((octets: number) => void) | undefined;
}

/** One run of the host, from its start to its end. */
export class Connection {
    /** Rejects with a ProblemError: missing, silent, old or new. */
    readonly hello: Promise<Hello>;
    private readonly open = new Map<number, OpenRequest>();
    private readonly arrivals = new Arrivals();
    private greet: ((hello: Hello) => void) | null = null;
    private refuse: (problem: Problem) => void = () => undefined;
    private readonly stopHelloTimer: () => void;

    constructor(
        private readonly port: HostPort,
        private readonly timing: Timing,
        private readonly onEnd: () => void,
    ) {
        this.hello = new Promise((resolve, reject) => {
            this.greet = resolve;
            this.refuse = (problem) => reject(new ProblemError(problem));
        });
        this.hello.catch(() => undefined);
        this.stopHelloTimer = timing.after(helloDeadline, () => this.end({ kind: "silent" }));
        port.listen(
            (frame) => (this.greet ? this.first(frame) : this.answer(frame)),
            (reason) => this.end({ kind: this.greet ? beforeHello(reason) : "crashed" }),
        );
    }

    /** Sends the request, then `body` as the transfer it names. */
    ask(id: number, request: Request, body?: Uint8Array, hears: Hears = {}): Promise<Answer> {
        const answer = new Promise<Answer>((resolve, reject) => {
            const deadline = asking.includes(request.do) ? askingDeadline : answerDeadline;
            const stopTimer = this.timing.after(deadline, () => this.end({ kind: "crashed" }));
            this.open.set(id, {
                verb: request.do,
                resolve: (value) => (stopTimer(), resolve(value)),
                reject: (problem) => (stopTimer(), reject(new ProblemError(problem))),
                hears,
            });
        });
        const message = body && { message: { transfer: id, size: body.length } };
        this.port.send({ id, ...request, ...message });
        if (body) void this.sendBody(id, body);
        return answer;
    }

    /** Whether nobody waits for an answer. */
    get isIdle(): boolean {
        return this.greet === null && this.open.size === 0;
    }

    /** Ends the host; who still waits hears that it is gone. */
    leave(): void {
        this.end({ kind: "crashed" });
    }

    /** Ends an open request on both sides. */
    cancel(id: number, cancelId: number): void {
        const request = this.open.get(id);
        if (!request) return;
        this.port.send({ id: cancelId, do: "cancel", of: id });
        if (finishing.includes(request.verb)) return;
        this.open.delete(id);
        request.reject({ kind: "error", code: "request.cancelled", args: [] });
    }

    private async sendBody(id: number, body: Uint8Array): Promise<void> {
        for (const piece of pieces(id, body)) {
            if (!this.open.has(id)) return;
            this.port.send(piece);
            await this.timing.breathe();
        }
    }

    private first(frame: unknown): void {
        const hello = parseHello(frame);
        if (hello?.protocol !== protocol) return this.end(hello ? mismatch(hello) : { kind: "silent" });
        this.stopHelloTimer();
        this.greet?.(hello);
        this.greet = null;
    }

    private answer(frame: unknown): void {
        if (!isRecord(frame)) return;
        if (typeof frame["transfer"] === "number") return this.arrivals.take(frame["transfer"], frame);
        if (typeof frame["id"] !== "number") return;
        const id = frame["id"];
        const hears = this.open.get(id)?.hears;
        if ("waiting" in frame) hears?.told?.(frame["waiting"] === "person" ? "person" : "no");
        else if (typeof frame["sent"] === "number") hears?.sent?.(frame["sent"]);
        else if ("error" in frame) this.close(id)?.reject(problemOf(frame["error"]));
        else this.arrivals.expect(frame["ok"], (answer) => this.close(id)?.resolve(answer));
    }

    private close(id: number): OpenRequest | undefined {
        const request = this.open.get(id);
        this.open.delete(id);
        return request;
    }

    private end(problem: Problem): void {
        this.onEnd();
        this.stopHelloTimer();
        this.refuse(problem);
        for (const id of [...this.open.keys()]) this.close(id)?.reject(problem);
        this.port.close();
    }
}

/** Firefox gives no text when the host ran and went away; Chromium says that it exited. */
function beforeHello(reason: string): "missing" | "silent" {
    return reason && !/exited/i.test(reason) ? "missing" : "silent";
}

function mismatch(hello: Hello): Problem {
    const kind = hello.protocol < protocol ? "old" : "new";
    return { kind, version: hello.version, protocol: hello.protocol };
}
