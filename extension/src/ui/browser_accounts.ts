// SPDX-License-Identifier: MPL-2.0
import { settings } from "../platform/settings";
import type { OwnAddress } from "./accounts";
import { host } from "./options_port";

/**
 * Addresses the person sends as, as far as a browser can know: those of their certificates and
 * those something was chosen for. What a webmail says of itself is not among them.
 */
export async function ownAddresses(): Promise<OwnAddress[]> {
    const { identities, ways, authservIds } = await settings();
    const found = await host.identities().catch(() => null);
    const certified = found?.identities.flatMap(({ addresses }) => addresses) ?? [];
    const chosen = [identities, ways, authservIds].flatMap((each) => Object.keys(each));
    const all = [...certified, ...chosen].map((address) => address.toLowerCase());
    return [...new Set(all)].sort().map((address) => ({ address, identityId: address, accountId: address }));
}
