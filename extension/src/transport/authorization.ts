// SPDX-License-Identifier: MPL-2.0
import { api } from "../platform/api";
import { credentialOf, forgetCredential, keepCredential, type Credential } from "../platform/credentials";
import { settings, type Way } from "../platform/settings";
import { isRecord } from "../platform/values";
import { providerOf, refreshed } from "./oauth";
import { sendError } from "./send_error";

/** A token that ends while the message is on its way is of no use. */
const spare = 120_000;

/** What lets `account` in, as the value of an Authorization field. Rejects with "send.login". */
export async function authorizationOf(account: string, way: Way): Promise<string> {
    const credential = await credentialOf(account);
    if (credential?.kind !== "basic") return `Bearer ${await accessToken(account, way)}`;
    const pair = new TextEncoder().encode(`${credential.user}:${credential.password}`);
    return `Basic ${btoa(String.fromCharCode(...pair))}`;
}

/** A token that is still good for a while. Rejects with "send.login" when the person has to sign in. */
export async function accessToken(account: string, way: Way): Promise<string> {
    const credential = await credentialOf(account);
    if (credential?.kind === "bearer") return credential.token;
    if (credential?.kind !== "oauth") throw sendError("send.login", account);
    return (await fresh(account, way, credential)).access;
}

type Oauth = Extract<Credential, { kind: "oauth" }>;

async function fresh(account: string, way: Way, credential: Oauth): Promise<Oauth> {
    if (credential.expires - spare > Date.now()) return credential;
    const provider = providerOf(way);
    const clientId = provider && (await clientIdOf(provider.name));
    if (!provider || !clientId || !credential.refresh) throw sendError("send.login", account);
    try {
        const renewed: Oauth = { kind: "oauth", ...(await refreshed(provider, clientId, credential)) };
        await keepCredential(account, renewed);
        return renewed;
    } catch (error) {
        // Taken back by the person or the provider: it will never be good again.
        if (error instanceof Error && error.message === "send.login") await forgetCredential(account);
        throw error;
    }
}

/** What this installation is called at a provider; set by its administrator or in the settings. */
export async function clientIdOf(provider: "google" | "microsoft"): Promise<string> {
    return (await managed())[provider] ?? (await settings()).clientIds[provider] ?? "";
}

/** Firefox rejects where no administrator has set anything. */
async function managed(): Promise<Partial<Record<"google" | "microsoft", string>>> {
    const { storage } = api as unknown as { storage: { managed: { get(name: string): Promise<Record<string, unknown>> } } };
    const { clientIds } = await storage.managed.get("clientIds").catch(() => ({ clientIds: null }));
    return isRecord(clientIds) ? clientIds : {};
}
