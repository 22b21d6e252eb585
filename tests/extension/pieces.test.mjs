// SPDX-License-Identifier: MPL-2.0
import assert from "node:assert/strict";
import { test } from "node:test";

import { source } from "./load.mjs";

const { pieceBytes, pieces } = await source("protocol/pieces.ts");
const decoded = (all) => Buffer.concat(all.map((piece) => Buffer.from(piece.data, "base64")));

test("a body comes back whole from its pieces, at and around the piece size", () => {
    for (const size of [1, pieceBytes - 1, pieceBytes, pieceBytes + 1, 3 * pieceBytes + 7]) {
        const body = Uint8Array.from({ length: size }, (_, index) => (index * 31) & 255);
        const all = [...pieces(4, body)];
        assert.deepEqual(all.map((piece) => piece.seq), [...all.keys()]);
        assert.equal(decoded(all).compare(Buffer.from(body)), 0);
    }
});

test("a piece decodes to 768 KiB at most and only the final one is marked last", () => {
    const all = [...pieces(9, new Uint8Array(2 * pieceBytes + 1))];
    assert.deepEqual(all.map((piece) => Buffer.from(piece.data, "base64").length), [786432, 786432, 1]);
    assert.deepEqual(all.map((piece) => piece.last), [undefined, undefined, true]);
});

test("an empty body is one empty last piece", () => {
    assert.deepEqual([...pieces(1, new Uint8Array(0))], [{ transfer: 1, seq: 0, data: "", last: true }]);
});

test("a piece is written in the order and without the white space that the host reads", () => {
    const [piece] = pieces(4, new Uint8Array([104, 105]));
    assert.equal(JSON.stringify(piece), '{"transfer":4,"seq":0,"data":"aGk=","last":true}');
});
