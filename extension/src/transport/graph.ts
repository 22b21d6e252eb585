// SPDX-License-Identifier: MPL-2.0
import { toBase64 } from "../protocol/base64";
import { addressed } from "./addressed";
import { call, type Fetch } from "./http";
import { sendError } from "./send_error";
import type { Transport } from "./transport";

const service = "https://graph.microsoft.com";
/** A request of Microsoft Graph has at most 4 MB; base64 takes a third of that. */
const largestRequest = 4_000_000;

/**
 * By Microsoft Graph: sendMail with the message as base64 of MIME. It keeps a copy with the sent mail
 * itself, of a Bcc recipient's own copy too. `authorization` gives the value of that header field.
 */
export function graphTransport(
    authorization: () => Promise<string>,
    fetched: Fetch = (...given) => fetch(...given),
    base = service,
): Transport {
    return {
        id: "graph",
        keepsSent: true,
        async submit(mail, { signal, progress }) {
            const body = toBase64(addressed(mail));
            const size = mail.bytes.length;
            if (body.length > largestRequest) throw sendError("send.limit", `Microsoft 365: ${megabytes(size)} > 3 MB`);
            progress?.(0, size);
            await call(fetched, {
                url: `${base}/v1.0/me/sendMail`,
                method: "POST",
                authorization: await authorization(),
                type: "text/plain",
                body,
                signal,
                sends: true,
            });
            progress?.(size, size);
        },
    };
}

const megabytes = (octets: number): string => `${(octets / 1_000_000).toFixed(1)} MB`;
