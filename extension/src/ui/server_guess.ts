// SPDX-License-Identifier: MPL-2.0
import type { Server } from "../platform/settings";

type Place = [host: string, port: number, security: Server["security"]];

/** Providers whose servers are not called as most are; their own pages of help say so. */
const known: [domains: RegExp, smtp: Place, imap: Place][] = [
    [/^g(oogle)?mail\.com$/, ["smtp.gmail.com", 465, "tls"], ["imap.gmail.com", 993, "tls"]],
    [
        /^(outlook|hotmail|live|msn)\.[a-z.]+$/,
        ["smtp-mail.outlook.com", 587, "starttls"],
        ["outlook.office365.com", 993, "tls"],
    ],
    [/^gmx\.(de|net|at|ch)$/, ["mail.gmx.net", 465, "tls"], ["imap.gmx.net", 993, "tls"]],
    [/^web\.de$/, ["smtp.web.de", 587, "starttls"], ["imap.web.de", 993, "tls"]],
    [/^posteo\.[a-z]+$/, ["posteo.de", 465, "tls"], ["posteo.de", 993, "tls"]],
    [/^(icloud|me|mac)\.com$/, ["smtp.mail.me.com", 587, "starttls"], ["imap.mail.me.com", 993, "tls"]],
    [/^yahoo\.[a-z.]+$/, ["smtp.mail.yahoo.com", 465, "tls"], ["imap.mail.yahoo.com", 993, "tls"]],
    [/^t-online\.de$/, ["securesmtp.t-online.de", 465, "tls"], ["secureimap.t-online.de", 993, "tls"]],
];

/** What is most likely right for an address; the person looks at it before it is used. */
export function guessedServers(address: string): { smtp: Server; imap: Server } {
    const domain = domainOf(address);
    const [, smtp, imap] = known.find(([domains]) => domains.test(domain)) ?? [
        null,
        [`smtp.${domain}`, 465, "tls"] as Place,
        [`imap.${domain}`, 993, "tls"] as Place,
    ];
    const server = ([host, port, security]: Place): Server => ({ host, port, security, user: address, auth: authAt(host) });
    return { smtp: server(smtp), imap: server(imap) };
}

/** These two no longer take passwords of accounts. */
export const authAt = (host: string): Server["auth"] =>
    /(^|\.)(g(oogle)?mail|office365|outlook)\.com$/i.test(host) ? "xoauth2" : "password";

/** RFC 8620 §2.2. */
export const guessedSession = (address: string): string => `https://${domainOf(address)}/.well-known/jmap`;

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();

/** A port that a server of that security usually listens at. */
export function usualPort(protocol: "smtp" | "imap", security: Server["security"]): number {
    if (protocol === "smtp") return security === "tls" ? 465 : 587;
    return security === "tls" ? 993 : 143;
}
