// SPDX-License-Identifier: MPL-2.0
import type { Transport } from "../transport";
import { roundcubeTransport } from "./roundcube";

/**
 * How to send in the session of a page, as its adapter has described it; null where that is not
 * possible. What it says is believed only as far as it stays at the page's own origin.
 */
export function sessionTransport(session: Record<string, string> | null, origin: string): Transport | null {
    const { kind, base = "", token = "", sent = "" } = session ?? {};
    if (kind !== "roundcube" || !URL.canParse(base) || new URL(base).origin !== origin) return null;
    return token && sent ? roundcubeTransport({ base, token, sent }) : null;
}
