// SPDX-License-Identifier: MPL-2.0

/** Milliseconds between looks for a host that is not there; the last one repeats. */
const delays = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

type After = (milliseconds: number, then: () => void) => void;

/** Calls `attempt` until it says that there is nothing left to wait for. */
export class Retry {
    private waiting = false;
    private tries = 0;

    constructor(
        private readonly attempt: () => Promise<"done" | "again">,
        private readonly after: After = (milliseconds, then) => void setTimeout(then, milliseconds),
    ) {}

    start(): void {
        if (this.waiting) return;
        this.waiting = true;
        this.after(delays[Math.min(this.tries++, delays.length - 1)]!, () => void this.run());
    }

    private async run(): Promise<void> {
        const outcome = await this.attempt();
        this.waiting = false;
        if (outcome === "again") this.start();
        else this.tries = 0;
    }
}
