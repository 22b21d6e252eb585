// SPDX-License-Identifier: MPL-2.0

/** What an IndexedDB does: what lies there is a copy. */
export function fakeShelf() {
    const items = new Map();
    return {
        items,
        get: async (name) => (items.has(name) ? structuredClone(items.get(name)) : null),
        put: async (name, item) => void items.set(name, structuredClone(item)),
        remove: async (name) => void items.delete(name),
        all: async () => [...items.values()].map((item) => structuredClone(item)),
    };
}
