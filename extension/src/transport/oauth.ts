// SPDX-License-Identifier: MPL-2.0
import type { Way } from "../platform/settings";
import { isRecord } from "../platform/values";
import type { Fetch } from "./http";
import { cancelled, sendError } from "./send_error";

/** Whoever gives tokens, and for what. */
export interface Provider {
    name: "google" | "microsoft";
    authorize: string;
    token: string;
    scope: string;
    /** What it wants besides, so that there is a refresh token. */
    more: Record<string, string>;
}

export interface Tokens {
    access: string;
    refresh: string;
    /** In milliseconds since 1970. */
    expires: number;
}

const google = {
    name: "google",
    authorize: "https://accounts.google.com/o/oauth2/v2/auth",
    token: "https://oauth2.googleapis.com/token",
    more: { access_type: "offline", prompt: "consent" },
} as const;
const microsoft = {
    name: "microsoft",
    authorize: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    token: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    more: {},
} as const;

/** Outlook's pages give out no messages as they came; only Graph does. */
const graphScope = "https://graph.microsoft.com/Mail.Send https://graph.microsoft.com/Mail.Read offline_access";

/** What a way asks for, as little as will do; null for ways without tokens. */
export function providerOf(way: Way): Provider | null {
    if (way.kind === "gmail") return { ...google, scope: "https://www.googleapis.com/auth/gmail.send" };
    if (way.kind === "graph") return { ...microsoft, scope: graphScope };
    if (way.kind !== "host" || way.smtp.auth !== "xoauth2") return null;
    if (/(^|\.)g(oogle)?mail\.com$/i.test(way.smtp.host)) return { ...google, scope: "https://mail.google.com/" };
    if (!/(^|\.)(office365|outlook)\.com$/i.test(way.smtp.host)) return null;
    const scope = "https://outlook.office.com/SMTP.Send https://outlook.office.com/IMAP.AccessAsUser.All offline_access";
    return { ...microsoft, scope };
}

/** The browser's part in signing in: shows `url`, gives the address it led back to. */
export interface Browser {
    redirect: string;
    show(url: string): Promise<string>;
}

/** Authorization code with PKCE (RFC 7636). Rejects with "send.login" or "request.cancelled". */
export async function signIn(
    provider: Provider,
    clientId: string,
    account: string,
    browser: Browser,
    fetched: Fetch = (...given) => fetch(...given),
): Promise<Tokens> {
    const [verifier, state] = [randomText(32), randomText(16)];
    const url = new URL(provider.authorize);
    url.search = new URLSearchParams({
        client_id: clientId,
        redirect_uri: browser.redirect,
        response_type: "code",
        scope: provider.scope,
        state,
        code_challenge: await challengeOf(verifier),
        code_challenge_method: "S256",
        login_hint: account,
        ...provider.more,
    }).toString();
    const back = await browser.show(url.href).catch(() => {
        throw cancelled();
    });
    const code = codeIn(back, browser.redirect, state);
    const grant = { grant_type: "authorization_code", code, redirect_uri: browser.redirect, code_verifier: verifier };
    return tokensFor(provider, { client_id: clientId, ...grant }, fetched);
}

/** New tokens for old ones. Rejects with "send.login" when the person has to sign in again. */
export async function refreshed(
    provider: Provider,
    clientId: string,
    { refresh }: Tokens,
    fetched: Fetch = (...given) => fetch(...given),
): Promise<Tokens> {
    const grant = { client_id: clientId, grant_type: "refresh_token", refresh_token: refresh, scope: provider.scope };
    const tokens = await tokensFor(provider, grant, fetched);
    return { ...tokens, refresh: tokens.refresh || refresh };
}

/** Only an answer to our own question, at our own address, has a code. */
function codeIn(back: string, redirect: string, state: string): string {
    const query = URL.canParse(back) ? new URL(back).searchParams : new URLSearchParams();
    const code = query.get("code");
    if (!back.startsWith(redirect) || query.get("state") !== state || !code) {
        throw sendError("send.login", query.get("error") ?? "");
    }
    return code;
}

async function tokensFor({ token }: Provider, grant: Record<string, string>, fetched: Fetch): Promise<Tokens> {
    const init = { method: "POST", body: new URLSearchParams(grant), credentials: "omit", redirect: "error" } as const;
    const answer = await fetched(token, init).catch(() => {
        throw sendError("send.unreachable", new URL(token).host);
    });
    const said: unknown = await answer.json().catch(() => null);
    const { access_token, refresh_token, expires_in, error } = isRecord(said) ? said : {};
    if (answer.status >= 500) throw sendError("send.unreachable", `${new URL(token).host}: HTTP ${answer.status}`);
    if (!answer.ok || typeof access_token !== "string") throw sendError("send.login", String(error ?? ""));
    const seconds = typeof expires_in === "number" ? expires_in : 0;
    const refresh = typeof refresh_token === "string" ? refresh_token : "";
    return { access: access_token, refresh, expires: Date.now() + seconds * 1000 };
}

async function challengeOf(verifier: string): Promise<string> {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    return base64url(new Uint8Array(digest));
}

const randomText = (octets: number): string => base64url(crypto.getRandomValues(new Uint8Array(octets)));

const base64url = (octets: Uint8Array): string =>
    btoa(String.fromCharCode(...octets)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
