// SPDX-License-Identifier: MPL-2.0
import { ProblemError } from "../protocol/problem";
import { authorizationOf } from "../transport/authorization";
import { wayOf } from "../transport/ways";
import type { WebMessage } from "./mail_tabs";
import { fetchRaw, type Fetching } from "./raw";

const service = "https://graph.microsoft.com/v1.0/me/messages";

/**
 * A message of Outlook on the web. Its pages have no address that gives the octets, so they are asked
 * for by Microsoft Graph where the person has signed in to it; others may run a server that has one.
 */
export async function fetchOutlook(message: WebMessage, fetching: Fetching): Promise<Uint8Array<ArrayBuffer>> {
    const way = await wayOf(message.account);
    if (way.kind !== "graph") return fetchRaw(message.raw, fetching).catch(explained);
    const authorization = await authorizationOf(message.account, way).catch(() => {
        throw new ProblemError({ kind: "login" });
    });
    return fetchRaw(`${service}/${graphName(message.key)}/$value`, { ...fetching, authorization });
}

/** What the address of a page calls an item, as Graph writes it: base64 that may stand in an address. */
export function graphName(key: string): string {
    const item = decodeURIComponent(key).replaceAll("/", "-").replaceAll("+", "_");
    return encodeURIComponent(item);
}

function explained(error: unknown): never {
    const page = error instanceof ProblemError && error.problem.kind === "page";
    throw page ? new ProblemError({ kind: "login" }) : error;
}
