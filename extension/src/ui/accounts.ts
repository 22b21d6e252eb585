// SPDX-License-Identifier: MPL-2.0
import { api } from "../platform/api";
import { shown } from "../platform/values";

/** An address the person sends as. */
export interface OwnAddress {
    address: string;
    identityId: string;
    accountId: string;
}

interface MailApi {
    accounts: {
        list(): Promise<{ id: string; identities: { id: string; email: string }[] }[]>;
    };
    folders: {
        query(query: { accountId: string; specialUse: string[] }): Promise<{ id: string }[]>;
    };
    messages: {
        list(
            folderId: string,
            options: { sortType: "date"; sortOrder: "descending" },
        ): Promise<{ id: string | null; messages: { id: number; size: number }[] }>;
        abortList(listId: string): Promise<void>;
        getHeaders(id: number, options: { decodeHeaders: false }): Promise<Record<string, string[]>>;
    };
}
const mail = api as unknown as MailApi;

/** Every address once, in the order of the accounts. */
export async function ownAddresses(): Promise<OwnAddress[]> {
    const found = new Map<string, OwnAddress>();
    for (const { id: accountId, identities } of await mail.accounts.list()) {
        for (const { id: identityId, email } of identities) {
            const address = shown(email).toLowerCase();
            if (address && !found.has(address)) found.set(address, { address, identityId, accountId });
        }
    }
    return [...found.values()];
}

/** Thunderbird may have to fetch a message to read its header. */
const smallEnough = 200_000;

/** Authentication-Results of the newest messages, as they stand: one list per message, topmost first. */
export async function newestResults(accountId: string, count: number): Promise<string[][]> {
    const [inbox] = await mail.folders.query({ accountId, specialUse: ["inbox"] });
    if (!inbox) return [];
    const list = await mail.messages.list(inbox.id, { sortType: "date", sortOrder: "descending" });
    if (list.id) await mail.messages.abortList(list.id);
    const newest = list.messages.filter(({ size }) => size <= smallEnough).slice(0, count);
    const headers = await Promise.all(
        newest.map(({ id }) =>
            mail.messages
                .getHeaders(id, { decodeHeaders: false })
                .catch(() => ({}) as Record<string, string[]>),
        ),
    );
    return headers.map((fields) => fields["authentication-results"] ?? []);
}
