// SPDX-License-Identifier: MPL-2.0
import type { WakingEvent } from "../events";
import type { Part } from "../part";

/** Gives Thunderbird's own reader the payload in place of what protects it. */
export class Reading implements Part {
    constructor(
        readonly extension: unknown,
        readonly events: Record<"onOpen", WakingEvent>,
    ) {}
    missing = () => [];
    install() {}
    remove() {}
    functions = () => ({});
}
