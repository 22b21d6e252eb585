// SPDX-License-Identifier: MPL-2.0
import { setTimeout as pause } from "node:timers/promises";

/** What `look` gives once that is true; looks again and again where nothing tells of a change. */
export async function until(look, what, limit = 30_000) {
    const end = Date.now() + limit;
    for (;;) {
        const seen = await look();
        if (seen) return seen;
        if (Date.now() > end) throw new Error(`${what}: not within ${limit / 1000} s`);
        await pause(30);
    }
}
