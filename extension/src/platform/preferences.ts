// SPDX-License-Identifier: MPL-2.0
import { change, initialIdentity, initialSite, settings, type IdentitySettings, type SiteSettings, type TestMail, type Way } from "./settings";

/** One change after the other, also of several pages: each reads what the one before has written. */
async function inTurn(work: () => Promise<void>): Promise<void> {
    await navigator.locks.request("settings", work);
}

export function changeIdentity(address: string, changes: Partial<IdentitySettings>): Promise<void> {
    return inTurn(async () => {
        const { identities } = await settings();
        const before = identities[address] ?? initialIdentity;
        await change({ identities: { ...identities, [address]: { ...before, ...changes } } });
    });
}

export function changeClientId(name: string, id: string): Promise<void> {
    return inTurn(async () => {
        const { clientIds } = await settings();
        await change({ clientIds: { ...clientIds, [name]: id } });
    });
}

export function changeWay(address: string, way: Way): Promise<void> {
    return inTurn(async () => {
        const { ways } = await settings();
        await change({ ways: { ...ways, [address]: way } });
    });
}

export function changeTest(address: string, test: TestMail): Promise<void> {
    return inTurn(async () => {
        const { tests } = await settings();
        await change({ tests: { ...tests, [address.toLowerCase()]: test } });
    });
}

export function changeAuthservIds(account: string, revise: (ids: string[]) => string[]): Promise<void> {
    return inTurn(async () => {
        const { authservIds } = await settings();
        const ids = [...new Set(revise(authservIds[account] ?? []))].sort();
        await change({ authservIds: { ...authservIds, [account]: ids } });
    });
}

/** Switches a webmail on, or keeps what was found out about it. */
export function changeSite(origin: string, changes: Partial<SiteSettings>): Promise<void> {
    return inTurn(async () => {
        const { sites } = await settings();
        await change({ sites: { ...sites, [origin]: { ...(sites[origin] ?? initialSite), ...changes } } });
    });
}

/** The same for what is found out while it may be switched off. */
export function learnSite(origin: string, changes: Partial<SiteSettings>): Promise<void> {
    return inTurn(async () => {
        const { sites } = await settings();
        const before = sites[origin];
        const same = before && Object.entries(changes).every(([name, value]) => before[name as keyof SiteSettings] === value);
        if (before && !same) await change({ sites: { ...sites, [origin]: { ...before, ...changes } } });
    });
}

export function removeSite(origin: string): Promise<void> {
    return inTurn(async () => {
        const { [origin]: _, ...sites } = (await settings()).sites;
        await change({ sites });
    });
}
