// SPDX-License-Identifier: MPL-2.0
import type { ToPage } from "../talk/webmail";
import type { Wire } from "./wire";

/** Fetches for the background what needs the cookies of this tab, where they are not those of the background. */
export class Fetcher {
    private readonly running = new Map<number, AbortController>();

    constructor(private readonly wire: Wire) {
        const stop = () => this.running.forEach((each) => each.abort());
        wire.listen({ heard: (said) => this.hear(said), again: stop, leave: stop });
    }

    private hear(said: ToPage): void {
        if ("fetch" in said) void this.fetch(said.fetch, said.url);
        else if ("stop" in said) this.running.get(said.stop)?.abort();
    }

    private async fetch(of: number, url: string): Promise<void> {
        const stop = new AbortController();
        this.running.set(of, stop);
        const whole = await this.send(of, url, stop.signal).then(() => true, () => false);
        this.running.delete(of);
        if (!stop.signal.aborted) this.wire.say({ do: "octets", of, end: whole ? "whole" : "broken" });
    }

    private async send(of: number, url: string, signal: AbortSignal): Promise<void> {
        const { status, headers, body } = await fetch(url, { credentials: "include", cache: "no-store", signal });
        const [type, length] = ["content-type", "content-length"].map((name) => headers.get(name) ?? "");
        this.wire.say({ do: "octets", of, head: { status, type: type!, length: length! } });
        const reader = body?.getReader();
        for (let next = await reader?.read(); next?.value; next = await reader?.read()) this.wire.say({ do: "octets", of, piece: next.value });
    }
}
