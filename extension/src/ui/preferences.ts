// SPDX-License-Identifier: MPL-2.0
import { change, initialIdentity, settings, type IdentitySettings } from "../platform/settings";

/** One change after the other: each reads what the one before has written. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn(work: () => Promise<void>): Promise<void> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
}

export function changeIdentity(address: string, changes: Partial<IdentitySettings>): Promise<void> {
    return inTurn(async () => {
        const { identities } = await settings();
        const before = identities[address] ?? initialIdentity;
        await change({ identities: { ...identities, [address]: { ...before, ...changes } } });
    });
}

export function changeAuthservIds(account: string, revise: (ids: string[]) => string[]): Promise<void> {
    return inTurn(async () => {
        const { authservIds } = await settings();
        const ids = [...new Set(revise(authservIds[account] ?? []))].sort();
        await change({ authservIds: { ...authservIds, [account]: ids } });
    });
}
