// SPDX-License-Identifier: MPL-2.0
import type { Link } from "../protocol/link";
import { ProblemError } from "../protocol/problem";
import type { Source } from "../protocol/source";
import { sha256 } from "./check";

/**
 * Tells the host that the person asked the sender of that message by another way: it misses no signature
 * in it any more. Rejects with a ProblemError, also when the source has another message by now (E-86).
 */
export async function noteGenuine(source: Source, digest: string, link: Link): Promise<void> {
    const unstopped = new AbortController().signal;
    const [bytes, context] = await Promise.all([source.bytes(unstopped), source.context()]);
    if ((await sha256(bytes)) !== digest) throw new ProblemError({ kind: "stale" });
    await link.ask({ do: "genuine", context }, bytes);
}
