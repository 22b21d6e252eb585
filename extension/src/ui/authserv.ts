// SPDX-License-Identifier: MPL-2.0

/** authserv-id of RFC 8601 §2.2: a Value of RFC 2045, here as servers write it in practice. */
const id = /^[A-Za-z0-9!#$%&'*+._~^`{|}-]{1,253}$/;

export const isAuthservId = (text: string): boolean => id.test(text);

/** Which server a field says it was written by; empty when it does not say so. */
export function authservIdOf(field: string): string {
    let start = field.trim();
    for (let before = ""; before !== start;) {
        before = start;
        start = start.replace(/^\([^()]*\)\s*/, "");
    }
    const first = start.split(/[;\s(]/, 1)[0] ?? "";
    return isAuthservId(first) ? first.toLowerCase() : "";
}

/**
 * Servers that wrote the topmost result of received messages, the most frequent first. Only the
 * topmost can be the person's own server's; those below came with the message.
 */
export function proposedIds(results: string[][], known: string[]): string[] {
    const counts = new Map<string, number>();
    for (const [topmost = ""] of results) {
        const name = authservIdOf(topmost);
        if (name && !known.includes(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}
