// SPDX-License-Identifier: MPL-2.0
import { isRecord } from "./values";
import { api } from "./api";

/** What lets us in at a provider; in memory alone, gone when the browser ends. */
export type Credential =
    | { kind: "basic"; user: string; password: string }
    | { kind: "bearer"; token: string }
    /** `expires` in milliseconds since 1970. */
    | { kind: "oauth"; access: string; refresh: string; expires: number };

interface Session {
    storage: {
        session: {
            get(defaults: object): Promise<Record<string, unknown>>;
            set(values: object): Promise<void>;
            remove(name: string): Promise<void>;
        };
    };
}
/** Content scripts cannot read it: it takes trusted contexts only unless somebody opens it to others. */
const session = () => (api as unknown as Session).storage.session;
const nameOf = (account: string) => `credential:${account.toLowerCase()}`;

export async function credentialOf(account: string): Promise<Credential | null> {
    const name = nameOf(account);
    const found = (await session().get({ [name]: null }))[name];
    return isRecord(found) ? (found as unknown as Credential) : null;
}

export function keepCredential(account: string, credential: Credential): Promise<void> {
    return session().set({ [nameOf(account)]: credential });
}

export function forgetCredential(account: string): Promise<void> {
    return session().remove(nameOf(account));
}
