// SPDX-License-Identifier: MPL-2.0
import { browser } from "../browser/api";
import { patternsOf } from "../browser/sites";
import { api } from "../platform/api";
import { forgetCredential, keepCredential } from "../platform/credentials";
import { changeWay } from "../platform/preferences";
import type { Server, Way } from "../platform/settings";
import { clientIdOf } from "../transport/authorization";
import { providerOf, signIn } from "../transport/oauth";
import { sendError } from "../transport/send_error";
import { host } from "./options_port";

interface Identity {
    identity: {
        getRedirectURL(): string;
        launchWebAuthFlow(details: { url: string; interactive: boolean }): Promise<string>;
    };
}

/** Servers of a way whose password the host keeps. */
export function passwordServers(way: Way): Server[] {
    if (way.kind !== "host") return [];
    return [way.smtp, way.imap].filter((server): server is Server => server?.auth === "password");
}

/** Where requests of a way go from this browser; the host's do not. */
export function originsOf(way: Way): string[] {
    const provider = providerOf(way);
    const token = provider ? [new URL(provider.token).origin] : [];
    if (way.kind === "jmap") return [new URL(way.session).origin];
    if (way.kind === "gmail") return ["https://gmail.googleapis.com", ...token];
    if (way.kind === "graph") return ["https://graph.microsoft.com", ...token];
    return token;
}

/** Called from a click: the browser asks for leave only then. False when the person does not give it. */
export async function saveWay(address: string, before: Way, way: Way): Promise<boolean> {
    const origins = originsOf(way).flatMap(patternsOf);
    if (origins.length > 0 && !(await browser.permissions.request({ origins }))) return false;
    if (scopeOf(before) !== scopeOf(way)) await forgetCredential(address);
    await changeWay(address, way);
    return true;
}

/** What lets in at one way does not at another. */
const scopeOf = (way: Way): string => (way.kind === "jmap" ? way.session : (providerOf(way)?.scope ?? ""));

/** False when it is kept only as long as the host runs. */
export const enterPassword = (way: Way): Promise<boolean> => host.password(passwordServers(way));

export const forgetPassword = (way: Way): Promise<void> => host.forgetPassword(passwordServers(way));

export async function signInFor(address: string, way: Way): Promise<void> {
    const provider = providerOf(way);
    const clientId = provider && (await clientIdOf(provider.name));
    if (!provider || !clientId) throw sendError("send.login", address);
    const { identity } = api as unknown as Identity;
    const show = (url: string) => identity.launchWebAuthFlow({ url, interactive: true });
    const tokens = await signIn(provider, clientId, address, { redirect: identity.getRedirectURL(), show });
    await keepCredential(address, { kind: "oauth", ...tokens });
}

/** Until the browser ends; nothing of it is written to disk. */
export function keepJmapPassword(address: string, user: string, password: string): Promise<void> {
    return keepCredential(address, { kind: "basic", user, password });
}
