// SPDX-License-Identifier: MPL-2.0

/** Longest string shown of a mail or certificate, in UTF-16 units (C-14). */
const longest = 256;

/** Controls, line and paragraph separators, bidi controls and invisible fillers (UAX #9, C-14). */
const unfit =
    /[\u0000-\u001f\u007f-\u009f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]/g;

export function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A string fit to show. The host has cleaned it already; this side does not rely on it. */
export function shown(value: unknown): string {
    return typeof value === "string" ? value.replace(unfit, "").slice(0, longest) : "";
}

export function shownList(value: unknown): string[] {
    return records(value).map(shown);
}

/** The entries of an array, or none. */
export function records(value: unknown): unknown[] {
    return Array.isArray(value) ? value : [];
}

/** Seconds since 1970, or null. */
export function seconds(value: unknown): number | null {
    return typeof value === "number" && Number.isFinite(value) ? value : null;
}
