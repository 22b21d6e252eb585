// SPDX-License-Identifier: MPL-2.0
import { api } from "./api";

/** What a person has chosen for one address to send as. */
export interface IdentitySettings {
    sign: "never" | "always";
    encrypt: "never" | "ask" | "when-possible";
}

export interface Settings {
    /** By addr-spec in lower case. */
    identities: Record<string, IdentitySettings>;
    /** Trusted authserv-ids by account address (RFC 8601 §5). */
    authservIds: Record<string, string[]>;
    /** The first-run page was finished or closed. */
    welcomed: boolean;
    /** Names the picture that marks our own pages on this installation (C-17). */
    cue: string;
}

const initial: Settings = { identities: {}, authservIds: {}, welcomed: false, cue: "" };
export const initialIdentity: IdentitySettings = { sign: "never", encrypt: "ask" };

interface Storage {
    local: {
        get(defaults: object): Promise<Record<string, unknown>>;
        set(values: object): Promise<void>;
    };
}
const storage = () => (api as unknown as { storage: Storage }).storage.local;

export async function settings(): Promise<Settings> {
    return (await storage().get(initial)) as unknown as Settings;
}

export function change(changes: Partial<Settings>): Promise<void> {
    return storage().set(changes);
}

export async function settingsOf(address: string): Promise<IdentitySettings> {
    return (await settings()).identities[address.toLowerCase()] ?? initialIdentity;
}
