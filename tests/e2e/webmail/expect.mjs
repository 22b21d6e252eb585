// SPDX-License-Identifier: MPL-2.0
import { deepStrictEqual } from "node:assert/strict";

export function equal(seen, wanted) {
    try {
        deepStrictEqual(seen, wanted);
    } catch {
        throw new Error(`${JSON.stringify(seen)} is not ${JSON.stringify(wanted)}`);
    }
}

/** Each piece stands in the text. */
export function within(text, ...pieces) {
    for (const piece of pieces) if (!text.includes(piece)) throw new Error(`"${piece}" is not in "${text}"`);
}

/** None of the pieces stands in the text. */
export function without(text, ...pieces) {
    for (const piece of pieces) if (text.includes(piece)) throw new Error(`"${piece}" is in "${text}"`);
}
