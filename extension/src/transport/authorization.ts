// SPDX-License-Identifier: MPL-2.0
import { credentialOf, type Credential } from "../platform/credentials";
import { sendError } from "./send_error";

/** What lets `account` in, as the value of an Authorization field. Rejects with "send.login". */
export async function authorizationOf(account: string): Promise<string> {
    const credential = await credentialOf(account);
    if (!credential) throw sendError("send.login", account);
    return valueOf(credential);
}

function valueOf(credential: Credential): string {
    if (credential.kind === "basic") {
        const pair = new TextEncoder().encode(`${credential.user}:${credential.password}`);
        return `Basic ${btoa(String.fromCharCode(...pair))}`;
    }
    return `Bearer ${credential.kind === "bearer" ? credential.token : credential.access}`;
}
