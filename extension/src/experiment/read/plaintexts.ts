// SPDX-License-Identifier: MPL-2.0
import type { Shown } from "../contract";

/** More than a message or two of these octets is opened again for each of its parts. */
const mostOctets = 64 << 20;
const mostMessages = 16;

/** Milliseconds between looks whether a message is still on screen. */
const sweep = 15_000;

interface Kept {
    uri: string;
    opened: Promise<Shown | null>;
    octets: number;
}

/**
 * What was opened, while it is on screen or being answered: one opening per message, whatever number
 * of parts Thunderbird asks for. In memory only.
 */
export class Plaintexts {
    private readonly kept = new Map<string, Kept>();
    private timer: any = null;

    constructor(private readonly isInUse: (uri: string) => boolean) {}

    /** The opening of the message with that name and digest, begun by `open` unless there is one. */
    get(uri: string, digest: string, open: () => Promise<Shown | null>): Promise<Shown | null> {
        const key = `${digest} ${uri}`;
        const found = this.kept.get(key);
        if (found) return found.opened;
        const begun: Kept = { uri, opened: open(), octets: 0 };
        this.kept.set(key, begun);
        void begun.opened.then(
            (shown) => this.settle(key, begun, shown),
            () => this.kept.delete(key),
        );
        return begun.opened;
    }

    /** The next look at the message opens it again. */
    forget(uri: string): void {
        for (const [key, kept] of this.kept) if (kept.uri === uri) this.kept.delete(key);
    }

    clear(): void {
        this.kept.clear();
        this.timer?.cancel();
        this.timer = null;
    }

    private settle(key: string, begun: Kept, shown: Shown | null): void {
        if (this.kept.get(key) !== begun) return;
        if (!shown?.opened) {
            this.kept.delete(key);
            return;
        }
        begun.octets = shown.entity.byteLength;
        // Oldest first, and this one last: it goes too when it alone is too much.
        this.kept.delete(key);
        this.kept.set(key, begun);
        while (this.octets() > mostOctets || this.kept.size > mostMessages) {
            this.kept.delete(this.kept.keys().next().value!);
        }
        this.watch();
    }

    private octets(): number {
        return [...this.kept.values()].reduce((sum, { octets }) => sum + octets, 0);
    }

    private watch(): void {
        if (this.timer || this.kept.size === 0) return;
        this.timer = Cc["@mozilla.org/timer;1"].createInstance(Ci.nsITimer);
        this.timer.initWithCallback(() => this.dropUnused(), sweep, Ci.nsITimer.TYPE_REPEATING_SLACK);
    }

    private dropUnused(): void {
        for (const [key, { uri, octets }] of this.kept) {
            if (octets > 0 && !this.isInUse(uri)) this.kept.delete(key);
        }
        if (this.kept.size === 0) this.clear();
    }
}
