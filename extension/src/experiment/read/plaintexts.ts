// SPDX-License-Identifier: MPL-2.0
/** More than a message or two of these octets is opened again for each of its parts. */
const mostOctets = 64 << 20;
const mostMessages = 16;

/** Milliseconds between looks whether a message is still on screen. */
const sweep = 15_000;

interface Kept<Plaintext> {
    uri: string;
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

    /** The opening of the message with that name and digest, begun by `open` unless there is one. */
    get(uri: string, digest: string, open: () => Promise<Plaintext>): Promise<Plaintext> {
        const key = `${digest} ${uri}`;
        const found = this.kept.get(key);
        if (found) return found.opened;
        const begun: Kept<Plaintext> = { uri, opened: open(), octets: 0 };
        this.kept.set(key, begun);
        void begun.opened.then(
            (plaintext) => this.settle(key, begun, plaintext),
            () => this.kept.delete(key),
        );
        return begun.opened;
    }

    /** What the message was opened to, while that is kept. */
    async of(uri: string): Promise<Plaintext | null> {
        const found = [...this.kept.values()].find((kept) => kept.uri === uri);
        return found ? await found.opened : null;
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

    private settle(key: string, begun: Kept<Plaintext>, plaintext: Plaintext): void {
        if (this.kept.get(key) !== begun) return;
        this.kept.delete(key);
        const octets = this.octetsOf(plaintext);
        if (octets === null) return;
        begun.octets = octets;
        // Oldest first, and this one last: it goes too when it alone is too much.
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
