// SPDX-License-Identifier: MPL-2.0
import { settings, type Way } from "../platform/settings";
import type { Link } from "../protocol/link";
import { accessToken, authorizationOf } from "./authorization";
import { gmailTransport } from "./gmail";
import { graphTransport } from "./graph";
import { hostTransport } from "./host";
import { jmapTransport } from "./jmap";
import { sendError } from "./send_error";
import type { Transport } from "./transport";

/** The way that is set up for an address; without one it is the page's own session. */
export async function wayOf(account: string): Promise<Way> {
    return (await settings()).ways[account.toLowerCase()] ?? { kind: "session" };
}

/**
 * How mail of `account` is sent. `session` sends in the session of the page that the person writes
 * in; null where there is none. Rejects with "send.no-way".
 */
export async function transportFor(
    account: string,
    session: Transport | null,
    link: Pick<Link, "ask">,
): Promise<Transport> {
    const way = await wayOf(account);
    const authorization = () => authorizationOf(account, way);
    switch (way.kind) {
        case "host":
            return hostTransport(way, link, () => accessToken(account, way));
        case "session":
            if (session) return session;
            throw sendError("send.no-way", account);
        case "jmap":
            return jmapTransport(way.session, authorization);
        case "gmail":
            return gmailTransport(account, authorization);
        case "graph":
            return graphTransport(authorization);
    }
}
