// SPDX-License-Identifier: MPL-2.0

/** Things kept on this computer by name, beyond the life of a worker. Only what is protected already. */
export interface Shelf<Item> {
    get(name: string): Promise<Item | null>;
    put(name: string, item: Item): Promise<void>;
    remove(name: string): Promise<void>;
    all(): Promise<Item[]>;
}

const shelves = ["outbox", "drafts"] as const;

/** IndexedDB: the only storage of an extension that takes bytes, and as many as a mail has. */
export function shelf<Item>(name: (typeof shelves)[number]): Shelf<Item> {
    const run = async <Result>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<Result>) => {
        const database = await open();
        try {
            const transaction = database.transaction(name, mode);
            const result = await settled(act(transaction.objectStore(name)));
            await finished(transaction);
            return result;
        } finally {
            database.close();
        }
    };
    return {
        get: async (key) => ((await run("readonly", (store) => store.get(key))) as Item | undefined) ?? null,
        put: async (key, item) => void (await run("readwrite", (store) => store.put(item, key))),
        remove: async (key) => void (await run("readwrite", (store) => store.delete(key))),
        all: async () => (await run("readonly", (store) => store.getAll())) as Item[],
    };
}

function open(): Promise<IDBDatabase> {
    const request = indexedDB.open("sealwright", 1);
    request.onupgradeneeded = () => {
        for (const name of shelves) request.result.createObjectStore(name);
    };
    return settled(request);
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

/** A request that succeeded can still be undone by its transaction. */
function finished(transaction: IDBTransaction): Promise<void> {
    return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
    });
}
