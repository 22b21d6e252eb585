// SPDX-License-Identifier: MPL-2.0

/** What a cell can show, most urgent first. */
export const marks = [
    "alarm",
    "warning",
    "lock-warning",
    "question",
    "part",
    "lock-closed",
    "signed-partly",
    "signed",
    "lock",
    "lock-signed",
];

/** What is known first, most urgent above; then the rest. */
export function sortOf(mark: string): number {
    const place = marks.indexOf(mark);
    return place < 0 ? marks.length : place;
}

/** Thunderbird shows every picture whose name is in what the cell says: none may be in another one. */
export function cellName(mark: string): string {
    const place = marks.indexOf(mark);
    return place < 0 ? "" : `mark${String(place).padStart(2, "0")}`;
}
