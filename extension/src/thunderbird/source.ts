// SPDX-License-Identifier: MPL-2.0
import { settings } from "../platform/settings";
import { ProblemError } from "../protocol/problem";
import { thunderbird, type Message } from "./api";
import type { Source } from "../protocol/source";

export function sourceOf(message: Message): Source {
    return { bytes: () => bytesOf(message), context: () => contextOf(message) };
}

/** As stored: Thunderbird must not decrypt anything on the way. */
async function bytesOf(message: Message): Promise<Uint8Array<ArrayBuffer>> {
    const options = { data_format: "File", decrypt: false } as const;
    const file = await thunderbird.messages.getRaw(message.id, options).catch(() => {
        throw new ProblemError({ kind: "raw" });
    });
    if (!isWhole(file.size, message.size)) throw new ProblemError({ kind: "partial" });
    return new Uint8Array(await file.arrayBuffer());
}

/**
 * Thunderbird 153 may keep only a part of a large message that was opened while it was being
 * fetched, and hands that part over as the message. That is no broken signature.
 */
export function isWhole(given: number, announced: number): boolean {
    return given >= 0.9 * announced;
}

/** Null: a message that lies in no folder. */
export async function contextOf(message: Message | null): Promise<object> {
    if (!message) return { client: "thunderbird" };
    const account = await accountAddress(message).catch(() => "");
    const { authservIds } = await settings();
    const authserv = authservIds[account.toLowerCase()] ?? [];
    return { account, folder: folderOf(message), client: "thunderbird", authserv };
}

/** The address of the account the message lies in; empty for messages opened from a file. */
async function accountAddress(message: Message): Promise<string> {
    const id = message.folder?.accountId;
    const account = id ? await thunderbird.accounts.get(id) : null;
    return account?.identities[0]?.email ?? "";
}

function folderOf(message: Message): string {
    const uses = message.folder?.specialUse ?? [];
    return ["inbox", "sent", "junk", "drafts"].find((use) => uses.includes(use)) ?? "other";
}
