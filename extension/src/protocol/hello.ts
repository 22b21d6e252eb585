// SPDX-License-Identifier: MPL-2.0
import { isRecord, shown, shownList } from "../platform/values";

/** The protocol number this side speaks (host/wire/PROTOCOL.md). */
export const protocol = 1;

/** The first frame of a host. */
export interface Hello {
    version: string;
    protocol: number;
    openssl: string;
    /** The OpenSSL version to install, or empty when the one in use will do. */
    wanted: string;
    /** Names of the places it looks for keys in. */
    stores: string[];
}

/** Null when the frame is no hello. */
export function parseHello(frame: unknown): Hello | null {
    if (!isRecord(frame) || !isRecord(frame["hello"])) return null;
    const hello = frame["hello"];
    if (!Number.isInteger(hello["protocol"])) return null;
    return {
        version: shown(hello["version"]),
        protocol: hello["protocol"] as number,
        openssl: shown(hello["openssl"]),
        wanted: hello["outdated"] === true ? shown(hello["openssl_wanted"]) : "",
        stores: shownList(hello["stores"]),
    };
}
