// SPDX-License-Identifier: MPL-2.0
import { settings } from "../platform/settings";
import { ProblemError } from "../protocol/problem";
import { thunderbird, type Message } from "./api";
import { addressesOf } from "./compose";
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

/**
 * The own address a message came to: of the account it lies in, or of any where that has none, such
 * as folders on this computer and the inbox that several accounts share.
 */
async function accountAddress({ folder, recipients = [], ccList = [] }: Message): Promise<string> {
    const account = folder?.accountId ? await thunderbird.accounts.get(folder.accountId) : null;
    const own = account?.identities ?? [];
    if (own.length === 1) return own[0]!.email;
    const candidates = own.length > 0 ? own : (await thunderbird.accounts.list()).flatMap(({ identities }) => identities);
    const named = (await addressesOf(recipients, ccList)).map((address) => address.toLowerCase());
    const addressed = candidates.find(({ email }) => named.includes(email.toLowerCase()));
    return addressed?.email ?? own[0]?.email ?? "";
}

function folderOf(message: Message): string {
    const uses = message.folder?.specialUse ?? [];
    return ["inbox", "sent", "junk", "drafts"].find((use) => uses.includes(use)) ?? "other";
}
