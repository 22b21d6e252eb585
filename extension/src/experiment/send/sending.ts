// SPDX-License-Identifier: MPL-2.0
import type { WakingEvent } from "../events";
import type { Part } from "../part";

/** Protects what Thunderbird sends and stores as a draft. */
export class Sending implements Part {
    constructor(
        readonly extension: unknown,
        readonly events: Record<"onProtect" | "onCancel" | "onCopies", WakingEvent>,
    ) {}
    missing = () => [];
    install() {}
    remove() {}
    functions = () => ({});
}
