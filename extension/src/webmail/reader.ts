// SPDX-License-Identifier: MPL-2.0
import type { Adapter, OpenMessage } from "./adapter";
import { Mark } from "./mark";
import type { PageMark, PageMessage, ToPage } from "./talk";
import type { Wire } from "./wire";

interface Shown {
    message: OpenMessage;
    mark: Mark;
    said: PageMark;
}

/** Tells the background which message a frame shows, and shows what it says about it. */
export class Reader {
    private readonly shown = new Map<string, Shown>();
    private current: string | null = null;
    private told = "null";

    constructor(
        private readonly adapter: Adapter,
        private readonly wire: Wire,
    ) {
        wire.listen(
            (said) => this.hear(said),
            () => this.current !== null && this.tell(),
        );
    }

    /** What is on screen may have changed. */
    look(): void {
        const messages = this.adapter.messages(document);
        const fresh = messages.filter(({ key }) => !this.shown.has(key));
        for (const key of [...this.shown.keys()].filter((key) => !messages.some((each) => each.key === key))) this.forget(key);
        for (const message of messages) this.show(message);
        this.choose((fresh.at(-1) ?? messages.find(({ key }) => key === this.current) ?? messages.at(-1))?.key ?? null);
    }

    private show(message: OpenMessage): void {
        const known = this.shown.get(message.key);
        if (known) known.message = message;
        const shown = known ?? { message, mark: this.markFor(message.key), said: "none" as const };
        this.shown.set(message.key, shown);
        shown.mark.stand(message.anchor);
    }

    private markFor(key: string): Mark {
        return new Mark(() => (key === this.current ? this.wire.say({ do: "look", key }) : this.choose(key)));
    }

    private forget(key: string): void {
        this.shown.get(key)?.mark.leave();
        this.shown.delete(key);
    }

    /** Of several messages on screen, one is checked: the newest, or the one the person asks about. */
    private choose(key: string | null): void {
        this.current = key;
        for (const [each, { mark, said }] of this.shown) mark.say(each === key ? said : "other");
        const now = JSON.stringify(this.announced());
        if (now === this.told) return;
        this.told = now;
        this.tell();
    }

    private tell(): void {
        const account = this.adapter.account(document);
        this.wire.say({ do: "shown", account, adapter: this.adapter.id, message: this.announced() });
    }

    private announced(): PageMessage | null {
        const message = this.current === null ? null : this.shown.get(this.current)?.message;
        if (!message) return null;
        const { key, raw, fidelity, folder } = message;
        return { key, raw, fidelity, folder };
    }

    private hear(said: ToPage): void {
        if (!("mark" in said)) return;
        const shown = this.shown.get(said.key);
        if (!shown || said.key !== this.current) return;
        shown.said = said.mark;
        shown.mark.say(said.mark);
    }
}
