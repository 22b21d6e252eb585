// SPDX-License-Identifier: MPL-2.0
import { addressed } from "./addressed";
import { call, type Fetch } from "./http";
import { sendError } from "./send_error";
import type { Transport } from "./transport";

const service = "https://gmail.googleapis.com";
/** Of one upload (Gmail API, users.messages.send). */
const largest = 35 << 20;

/**
 * By the Gmail API: a media upload of message/rfc822. It keeps a copy with the sent mail itself, of a Bcc
 * recipient's own copy too. `authorization` gives the value of that header field.
 */
export function gmailTransport(
    account: string,
    authorization: () => Promise<string>,
    fetched: Fetch = (...given) => fetch(...given),
    base = service,
): Transport {
    return {
        id: "gmail",
        keepsSent: true,
        async submit(mail, { signal, progress }) {
            const body = addressed(mail);
            const size = body.length;
            if (size > largest) throw sendError("send.limit", `${size} > ${largest}`);
            progress?.(0, size);
            // The account by name: a token of another one is refused.
            const user = encodeURIComponent(account);
            await call(fetched, {
                url: `${base}/upload/gmail/v1/users/${user}/messages/send?uploadType=media`,
                method: "POST",
                authorization: await authorization(),
                type: "message/rfc822",
                body,
                signal,
                sends: true,
            });
            progress?.(size, size);
        },
    };
}
