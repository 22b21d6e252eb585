// SPDX-License-Identifier: MPL-2.0
import { settings, type Way } from "../platform/settings";
import type { Link } from "../protocol/link";
import { ProblemError } from "../protocol/problem";
import { authorizationOf } from "./authorization";
import { hostTransport } from "./host";
import { jmapTransport } from "./jmap";
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
    switch (way.kind) {
        case "host":
            return hostTransport(way, link, () => Promise.reject(noWay(account)));
        case "session":
            if (session) return session;
            throw noWay(account);
        case "jmap":
            return jmapTransport(way.session, () => authorizationOf(account));
        default:
            throw noWay(account);
    }
}

const noWay = (account: string) => new ProblemError({ kind: "error", code: "send.no-way", args: [account] });
