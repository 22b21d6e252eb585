// SPDX-License-Identifier: MPL-2.0
import { fromBase64 } from "./base64";
import { isRecord } from "../platform/values";

/** An answer of the host with the bodies it names, by their transfer ids. */
export interface Answer {
    ok: unknown;
    bodies: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
}

/** What `{"transfer":n,"size":m}` in an answer stands for; null when it is no such thing. */
export function bodyOf(answer: Answer, named: unknown): Uint8Array<ArrayBuffer> | null {
    const transfer = isRecord(named) ? named["transfer"] : undefined;
    return typeof transfer === "number" ? (answer.bodies.get(transfer) ?? null) : null;
}

interface Expected {
    bytes: Uint8Array<ArrayBuffer>;
    filled: number;
    whole(): void;
}

/** Puts together what the host sends in pieces after an answer. */
export class Arrivals {
    private readonly open = new Map<number, Expected>();

    /** Calls `done` once every transfer that `ok` names has come. */
    expect(ok: unknown, done: (answer: Answer) => void): void {
        const bodies = new Map<number, Uint8Array<ArrayBuffer>>();
        let missing = 0;
        for (const { transfer, size } of transfersIn(ok)) {
            const bytes = new Uint8Array(size);
            bodies.set(transfer, bytes);
            ++missing;
            this.open.set(transfer, {
                bytes,
                filled: 0,
                whole: () => --missing === 0 && done({ ok, bodies }),
            });
        }
        if (missing === 0) done({ ok, bodies });
    }

    /** Pieces come in order; those of a transfer nobody expects belong to a cancelled request. */
    take(transfer: number, piece: Record<string, unknown>): void {
        const expected = this.open.get(transfer);
        if (!expected || typeof piece["data"] !== "string") return;
        const data = fromBase64(piece["data"]);
        expected.bytes.set(data, expected.filled);
        expected.filled += data.length;
        if (piece["last"] !== true) return;
        this.open.delete(transfer);
        expected.whole();
    }
}

function* transfersIn(value: unknown): Generator<{ transfer: number; size: number }> {
    if (Array.isArray(value)) {
        for (const each of value) yield* transfersIn(each);
    } else if (isRecord(value)) {
        const { transfer, size } = value;
        if (typeof transfer === "number" && typeof size === "number") yield { transfer, size };
        else for (const each of Object.values(value)) yield* transfersIn(each);
    }
}
