// SPDX-License-Identifier: MPL-2.0
import { api } from "./api";

/** What a person has chosen for one address to send as. */
export interface IdentitySettings {
    sign: "never" | "always";
    encrypt: "never" | "ask" | "when-possible";
}

/** A mail server as the host reaches it; its password is the host's affair and never here. */
export interface Server {
    host: string;
    port: number;
    /** TLS from the first octet, after STARTTLS, or not at all: that only on this machine. */
    security: "tls" | "starttls" | "none";
    user: string;
    auth: "password" | "xoauth2";
}

/** How mail of one address is sent. */
export type Way =
    /** As the webmail itself does, in the page's session. */
    | { kind: "session" }
    /** By the host; without `imap` no copy is kept. An empty `folder` is the one for sent mail. */
    | { kind: "host"; smtp: Server; imap: Server | null; folder: string }
    /** `session` is the address of the JMAP session (RFC 8620 §2). */
    | { kind: "jmap"; session: string }
    | { kind: "gmail" }
    | { kind: "graph" };

/** A webmail that a person switched on. */
export interface SiteSettings {
    /** The adapter that knew its pages; empty before that. */
    adapter: string;
    /** How near its bytes are to the server's, as a signed message has shown; null before that. */
    measured: "exact" | "lf" | null;
}

/** The latest mail that was sent to oneself to try a way. */
export interface TestMail {
    /** With angle brackets. */
    messageId: string;
    /** It was opened, and its signature holds. */
    whole: boolean;
}

export interface Settings {
    /** By origin, such as "https://mail.example.org". */
    sites: Record<string, SiteSettings>;
    /** By addr-spec in lower case. */
    identities: Record<string, IdentitySettings>;
    /** By addr-spec in lower case; an address without one is sent in the page's session. */
    ways: Record<string, Way>;
    /** By addr-spec in lower case. */
    tests: Record<string, TestMail>;
    /** What this installation is called at providers of OAuth 2.0; no secret. An administrator may set it too. */
    clientIds: { google?: string; microsoft?: string };
    /** Trusted authserv-ids by account address (RFC 8601 §5). */
    authservIds: Record<string, string[]>;
    /** The first-run page was finished or closed. */
    welcomed: boolean;
    /** Names the picture that marks our own pages on this installation (C-17). */
    cue: string;
}

const initial: Settings = { sites: {}, identities: {}, ways: {}, tests: {}, clientIds: {}, authservIds: {}, welcomed: false, cue: "" };
export const initialSite: SiteSettings = { adapter: "", measured: null };
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
