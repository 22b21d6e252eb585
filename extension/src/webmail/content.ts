// SPDX-License-Identifier: MPL-2.0
import { adapters } from "./adapters/index";
import { Reader } from "./reader";
import { Wire } from "./wire";
import { whenChanged } from "./changes";
import { Writer } from "./writing";

/** Set in the isolated world of a frame in which this runs already. */
const mark = "sealwright";

function main(): void {
    const world = globalThis as unknown as Record<string, boolean>;
    if (world[mark]) return;
    world[mark] = true;
    const adapter = adapters.find((each) => each.matches(document));
    if (!adapter) return;
    const wire = new Wire();
    const reader = new Reader(adapter, wire);
    const writer = new Writer(adapter, wire);
    whenChanged(() => {
        reader.look();
        writer.look();
    });
}

main();
