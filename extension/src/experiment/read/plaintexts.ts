// SPDX-License-Identifier: MPL-2.0
/** More than a message or two of these octets is opened again for each of its parts. */
const mostOctets = 64 << 20;
const mostMessages = 16;

/** Milliseconds between looks whether a message is still on screen. */
const sweep = 15_000;

interface Kept<Plaintext> {
    /** Names under which the same octets were asked for, such as two copies of a message. */
    uris: Set<string>;
    opened: Promise<Plaintext>;
    /** Zero while it is being opened. */
    octets: number;
}

/**
 * What was opened, while it is on screen or being answered: one opening per message, whatever number
 * of parts Thunderbird asks for. In memory only.
 */
export class Plaintexts<Plaintext> {
    private readonly kept = new Map<string, Kept<Plaintext>>();
    private timer: any = null;

    /** `octetsOf` gives null for what is not worth keeping. */
    constructor(
        private readonly isInUse: (uri: string) => boolean,
        private readonly octetsOf: (plaintext: Plaintext) => number | null,
    ) {}

    /** The opening of the message with that digest, begun by `open` unless there is one. */
    get(uri: string, digest: string, open: () => Promise<Plaintext>): Promise<Plaintext> {
        const found = this.kept.get(digest);
        found?.uris.add(uri);
        if (found) return found.opened;
        const begun: Kept<Plaintext> = { uris: new Set([uri]), opened: open(), octets: 0 };
        this.kept.set(digest, begun);
        void begun.opened.then(
            (plaintext) => this.settle(digest, begun, plaintext),
            () => this.kept.delete(digest),
        );
        return begun.opened;
    }

    /** What the message was opened to, while that is kept. */
    async of(uri: string): Promise<Plaintext | null> {
        const found = [...this.kept.values()].find(({ uris }) => uris.has(uri));
        return found ? await found.opened : null;
    }

    has(uri: string): boolean {
        return [...this.kept.values()].some(({ uris }) => uris.has(uri));
    }

    /** Whoever asks next for the message with that digest has it opened again. */
    drop(digest: string): void {
        this.kept.delete(digest);
    }

    /** The next look at the message opens it again. */
    forget(uri: string): void {
        for (const [digest, { uris }] of this.kept) if (uris.has(uri)) this.kept.delete(digest);
    }

    clear(): void {
        this.kept.clear();
        this.timer?.cancel();
        this.timer = null;
    }

    private settle(digest: string, begun: Kept<Plaintext>, plaintext: Plaintext): void {
        if (this.kept.get(digest) !== begun) return;
        this.kept.delete(digest);
        const octets = this.octetsOf(plaintext);
        if (octets === null) return;
        begun.octets = octets;
        // Oldest first, and this one last: it goes too when it alone is too much.
        this.kept.set(digest, begun);
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
        for (const [digest, { uris, octets }] of this.kept) {
            if (octets > 0 && ![...uris].some(this.isInUse)) this.kept.delete(digest);
        }
        if (this.kept.size === 0) this.clear();
    }
}
