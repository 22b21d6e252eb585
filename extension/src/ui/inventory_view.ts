// SPDX-License-Identifier: MPL-2.0
import type { Say } from "../platform/say";
import {
    identityOf,
    type HealthCheck,
    type Inventory,
    type OwnCertificate,
    type SkippedCertificate,
} from "../protocol/inventory";
import { isolated, key } from "../wording/keys";

/** What an own certificate is good for, in one sentence. */
export interface Use {
    mark: "signed" | "warning" | "none";
    text: string;
}

const soon = 30 * 24 * 3600;

/** `own`: the addresses of the person's accounts; `now` in seconds since 1970. */
export function useOf(
    certificate: OwnCertificate,
    own: string[],
    now: number,
    say: Say,
    day: (seconds: number) => string,
): Use {
    const { notBefore, notAfter, addresses } = certificate;
    if (notAfter !== null && notAfter < now)
        return { mark: "warning", text: say("own_expired", day(notAfter)) };
    if (notBefore !== null && notBefore > now)
        return { mark: "warning", text: say("own_not_yet", day(notBefore)) };
    const mine = addresses.filter((address) => own.includes(address.toLowerCase()));
    if (addresses.length === 0) return { mark: "none", text: say("own_no_address") };
    if (mine.length === 0) return { mark: "none", text: say("own_other_address") };
    const until = notAfter === null ? "" : day(notAfter);
    if (notAfter !== null && notAfter - now < soon)
        return { mark: "warning", text: say("own_expires_soon", until) };
    return { mark: "signed", text: say("own_usable", mine.map(isolated).join(", "), until) };
}

/** Addresses of the person's accounts that something can be signed as now. */
export function signable(found: Inventory, own: string[], now: number): string[] {
    return own.filter((address) => identityOf(address, found, now) !== null);
}

/** The words of the host, and the keys of the sentences that explain them. */
const skips: Record<string, string> = {
    "no private key": "skip_no_key",
    "not readable": "skip_not_readable",
    "has a password; import it": "skip_password",
    expired: "skip_expired",
    "not for e-mail": "skip_usage",
    "no address": "skip_no_address",
};

/** Why a certificate is no identity. */
export function whySkipped({ why }: SkippedCertificate, say: Say): string {
    return say(skips[why] ?? "skip_other");
}

/** "nss: default-release" → Thunderbird and Firefox: default-release. */
export function storeName(store: string, say: Say): string {
    const [kind = "", ...rest] = store.split(": ");
    return [stores.includes(kind) ? say(key("store", kind)) : kind, ...rest].join(": ");
}
const stores = ["file", "nss", "pkcs11"];

export interface HealthView {
    ok: boolean;
    title: string;
    text: string;
    todo: string;
    /** A command to copy; empty when the remedy is none. */
    command: string;
}

/** The host's own words, which are English, are for the report: the name of a check and its end say it all. */
export function healthView({ name, ok, todo }: HealthCheck, say: Say): HealthView {
    const known = topics.includes(name);
    const topic = known ? name : "store";
    const remedied = known || storesWithRemedy.includes(name) ? name : "store";
    return {
        ok,
        title: known ? say(key("health", name)) : storeName(name, say),
        text: say(key("health", topic, ok ? "right" : "wrong")),
        todo: ok ? "" : say(key("health", remedied, "todo")),
        command: ok ? "" : (/^run: (.+)$/.exec(todo)?.[1] ?? ""),
    };
}
/** Stores that are no cards. */
const storesWithRemedy = ["file", "nss"];
/** What is checked besides the stores. */
const topics = [
    "thunderbird",
    "openssl",
    "anchors",
    "identities",
    "expiry",
    "prompt",
    "folder",
    "log",
    "people",
    "browser",
];
