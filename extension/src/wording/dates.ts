// SPDX-License-Identifier: MPL-2.0

/** Writes seconds since 1970 as a day. */
export function shortDate(language: string): (seconds: number) => string {
    return writer(language, { dateStyle: "medium" });
}

/** Writes seconds since 1970 as a day and time. */
export function longDate(language: string): (seconds: number) => string {
    return writer(language, { dateStyle: "medium", timeStyle: "short" });
}

function writer(language: string, style: Intl.DateTimeFormatOptions) {
    const format = new Intl.DateTimeFormat(language, style);
    return (seconds: number): string => {
        const date = new Date(seconds * 1000);
        return Number.isNaN(date.getTime()) ? "" : format.format(date);
    };
}
