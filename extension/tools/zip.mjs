// SPDX-License-Identifier: MPL-2.0
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { deflateRawSync } from "node:zlib";

/**
 * Writes a folder as a zip whose bytes depend on names and contents, and on the version of zlib,
 * only: sorted, all dates 1 January 1980.
 */
export async function packFolder(folder, target) {
    const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)))
        .map((name) => name.split(path.sep).join("/"))
        .sort();
    const files = [];
    for (const name of names) files.push({ name, data: await readFile(path.join(folder, name)) });
    await writeFile(target, zip(files));
}

/** PKZIP APPNOTE 4.3: local headers with data, central directory, end record. */
export function zip(files) {
    const local = [];
    const central = [];
    let offset = 0;
    for (const { name, data } of files) {
        const packed = deflateRawSync(data, { level: 9 });
        const shared = entryFields(name, data, packed.length);
        const head = Buffer.concat([bytes([4, 0x04034b50]), shared, Buffer.from(name)]);
        local.push(head, packed);
        central.push(
            bytes([4, 0x02014b50], [2, 20]),
            shared,
            bytes([2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
            Buffer.from(name),
        );
        offset += head.length + packed.length;
    }
    const directory = Buffer.concat(central);
    const count = files.length;
    const end = bytes([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count]);
    const place = bytes([4, directory.length], [4, offset], [2, 0]);
    return Buffer.concat([...local, directory, end, place]);
}

const utf8Names = 0x0800;
const firstDosDate = 0x0021;

const deflated = 8;

function entryFields(name, data, packedSize) {
    return bytes(
        [2, 20], [2, utf8Names], [2, deflated], [2, 0], [2, firstDosDate],
        [4, crc32(data)], [4, packedSize], [4, data.length], [2, Buffer.byteLength(name)], [2, 0],
    );
}

/** Little-endian fields of the given [width, value]s. */
function bytes(...fields) {
    const out = Buffer.alloc(fields.reduce((sum, [width]) => sum + width, 0));
    let at = 0;
    for (const [width, value] of fields) at = out.writeUIntLE(value, at, width);
    return out;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; ++bit) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
});

function crc32(data) {
    let crc = 0xffffffff;
    for (const byte of data) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
}
