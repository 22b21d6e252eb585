// SPDX-License-Identifier: MPL-2.0
import { toBase64 } from "./base64";

/** One piece is 1 MiB of base64: larger ones slow the browser's pipe down out of proportion. */
export const pieceBytes = 786_432;

/** The host reads these frames without a JSON parser: the order of the members is fixed. */
export interface Piece {
    transfer: number;
    seq: number;
    data: string;
    last?: true;
}

/** The frames that carry `body`, in order; an empty body is one empty last piece. */
export function* pieces(transfer: number, body: Uint8Array): Generator<Piece> {
    const count = Math.max(1, Math.ceil(body.length / pieceBytes));
    for (let seq = 0; seq < count; ++seq) {
        const data = toBase64(body.subarray(seq * pieceBytes, (seq + 1) * pieceBytes));
        yield seq + 1 < count ? { transfer, seq, data } : { transfer, seq, data, last: true };
    }
}
