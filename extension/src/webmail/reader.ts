// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import type { Adapter, OpenMessage } from "./adapter";
import { Mark } from "./mark";
import { OwnFrame } from "./own_frame";
import type { PageMark, PageMessage, ToPage } from "../talk/webmail";
import type { Wire } from "./wire";

interface Shown {
    message: OpenMessage;
    mark: Mark;
    said: PageMark;
    viewer: OwnFrame | null;
    /** The person has opened the message in the viewer that stands. */
    opened: boolean;
    /** Times that the page took the viewer away. */
    mounts: number;
    /** The person wants the page's own view of it. */
    refused: boolean;
}

/** A page that takes the viewer away more often does not want it; the popup needs none. */
const mostMounts = 5;

/** Tells the background which message a frame shows, and shows what it says about it. */
export class Reader {
    private readonly shown = new Map<string, Shown>();
    private current: string | null = null;
    private told = "null";

    constructor(
        private readonly adapter: Adapter,
        private readonly wire: Wire,
    ) {
        wire.listen({ heard: (said) => this.hear(said), again: () => this.again(), leave: () => this.leave() });
    }

    /** What is on screen may have changed. */
    look(): void {
        const messages = this.adapter.messages(document);
        const fresh = messages.filter(({ key }) => !this.shown.has(key));
        const gone = [...this.shown.keys()].filter((key) => !messages.some((each) => each.key === key));
        for (const key of gone) this.forget(key);
        for (const message of messages) this.show(message);
        const chosen = fresh.at(-1) ?? messages.find(({ key }) => key === this.current) ?? messages.at(-1);
        this.choose(chosen?.key ?? null);
    }

    private show(message: OpenMessage): void {
        const known = this.shown.get(message.key);
        const shown = known ?? { message, mark: this.markFor(message.key), said: "none" as const, viewer: null, opened: false, mounts: 0, refused: false };
        shown.message = message;
        this.shown.set(message.key, shown);
        shown.mark.stand(message.anchor);
        if (shown.viewer && !shown.viewer.keep(message.body)) this.remount(message.key, shown);
    }

    private remount(key: string, shown: Shown): void {
        this.close(shown);
        if (++shown.mounts <= mostMounts) this.wire.say({ do: "frame", kind: "viewer", key });
    }

    private markFor(key: string): Mark {
        const press = () => (key === this.current ? this.wire.say({ do: "look", key }) : this.choose(key));
        return new Mark(press, () => this.turn(key));
    }

    /** Between the frame of ours and what the page shows. */
    private turn(key: string): void {
        const shown = this.shown.get(key);
        if (!shown) return;
        shown.refused = shown.viewer !== null;
        if (shown.viewer) this.close(shown);
        else this.wire.say({ do: "frame", kind: "viewer", key });
        this.write(key, shown);
    }

    private forget(key: string): void {
        const shown = this.shown.get(key);
        if (!shown) return;
        this.close(shown);
        shown.mark.leave();
        this.shown.delete(key);
    }

    private close(shown: Shown): void {
        shown.viewer?.leave();
        shown.viewer = null;
        shown.opened = false;
    }

    /** Of several messages on screen, one is checked: the newest, or the one the person asks about. */
    private choose(key: string | null): void {
        this.current = key;
        for (const [each, shown] of this.shown) {
            if (each !== key) this.close(shown);
            this.write(each, shown);
        }
        const now = JSON.stringify(this.announced());
        if (now === this.told) return;
        this.told = now;
        this.tell(false);
    }

    private write(key: string, { mark, said, viewer }: Shown): void {
        mark.say(key === this.current ? said : "other", viewer !== null);
    }

    private tell(again: boolean): void {
        const account = this.adapter.account(document);
        const session = this.adapter.session(document);
        this.wire.say({ do: "shown", account, adapter: this.adapter.id, message: this.announced(), session, again });
    }

    private announced(): PageMessage | null {
        const message = this.current === null ? null : this.shown.get(this.current)?.message;
        if (!message) return null;
        const { key, raw, fidelity, folder } = message;
        return { key, raw, fidelity, folder };
    }

    /** A frame of ours has nobody to talk to now; one in which a message was opened has nothing to ask any more. */
    private again(): void {
        if (this.current === null) return;
        this.tell(true);
        const { viewer, opened } = this.shown.get(this.current) ?? {};
        if (viewer && !opened) this.wire.say({ do: "frame", kind: "viewer", key: this.current });
    }

    private leave(): void {
        for (const key of [...this.shown.keys()]) this.forget(key);
    }

    private hear(said: ToPage): void {
        if (!("key" in said) || said.key !== this.current) return;
        const shown = this.shown.get(said.key);
        if (!shown) return;
        if ("mark" in said) this.take(said.key, shown, said.mark);
        else if ("frame" in said && said.frame === "viewer") this.mount(said.key, shown, said.token);
        else if ("opened" in said) shown.opened = shown.viewer !== null;
        else if ("height" in said && said.of === "viewer") shown.viewer?.resize(said.height);
    }

    private take(key: string, shown: Shown, mark: PageMark): void {
        shown.said = mark;
        this.write(key, shown);
        // Of an encrypted message the page itself has nothing to show.
        const wanted = mark === "encrypted" && !shown.viewer && !shown.refused;
        if (wanted) this.wire.say({ do: "frame", kind: "viewer", key });
    }

    private mount(key: string, shown: Shown, token: string): void {
        this.close(shown);
        const { body, anchor } = shown.message;
        shown.viewer = new OwnFrame("viewer", token, say("viewer_title"), body, anchor);
        this.write(key, shown);
    }
}
