// SPDX-License-Identifier: MPL-2.0
import type { Origin, Protection } from "../experiment/contract";
import { isPositive, type Reading } from "../protocol/reading";
import { composing } from "../thunderbird/compose";
import { newDraft, type Draft } from "./compose_rules";

export type ReadingOf = (messageId: number) => Promise<Reading | null>;

/** Who could read the original is not remembered with a draft: the person is asked about everybody. */
const nobody: string[] = [];

/** What a compose window starts with, from the message it answers, forwards, copies or goes on with. */
export async function startOf(origin: Origin | null, readingOf: ReadingOf): Promise<Draft> {
    if (!origin) return newDraft;
    const { messageId, own, decrypted } = origin;
    if (messageId === null) return { ...newDraft, ...quoting(decrypted, nobody) };
    if (own) return restored(await composing.messages.getHeaders(messageId));
    const reading = await readingOf(messageId).catch(() => null);
    if (!reading) return { ...newDraft, ...quoting(decrypted || (await isSealed(messageId)), nobody) };
    return { ...newDraft, ...quoting(decrypted || reading.encryption !== "ENC-0", readersOf(reading)) };
}

/** What our own field in a draft says; without it an encrypted draft still stays encrypted. */
export function restored(headers: Record<string, string[]>): Draft {
    const [protection = "", quotes = ""] = (headers["x-sealwright-protection"]?.[0] ?? "").split(/;\s*/);
    const sealed = isEnveloped(headers);
    const chosen = (["none", "sign", "encrypt"] as const).find((each) => each === protection) ?? null;
    const answer = quoting(quotes === "quotes", nobody);
    return { ...newDraft, chosen: atLeast(chosen, sealed && !answer.quotesProtected), ...answer };
}

function quoting(quotesProtected: boolean, readers: string[]) {
    return { quotesProtected, readers: quotesProtected ? readers : null };
}

/** The author. Without header protection the address fields prove nothing: they are not asked. */
const readersOf = (reading: Reading): string[] => (isPositive(reading.signature) ? [reading.address] : []);

async function isSealed(messageId: number): Promise<boolean> {
    return isEnveloped(await composing.messages.getHeaders(messageId));
}

function isEnveloped(headers: Record<string, string[]>): boolean {
    const type = headers["content-type"]?.[0] ?? "";
    return /^\s*application\/(x-)?pkcs7-mime\b/i.test(type) && !/smime-type="?signed-data/i.test(type);
}

/** Whoever keeps the mailbox could change the field, but cannot make an encrypted draft. */
function atLeast(chosen: Protection | null, encrypted: boolean): Protection | null {
    return encrypted ? "encrypt" : chosen;
}
