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

/** Something is still going on, nobody knows for how long. */
export class Late extends Error {}

/** What `running` gives, unless that takes too long; it is not stopped then. */
export function limited(running, what, limit) {
    let timer;
    const late = new Promise((_, fail) => (timer = setTimeout(fail, limit, new Late(`${what} took over ${limit / 1000} s`))));
    return Promise.race([running, late]).finally(() => clearTimeout(timer));
}
