// SPDX-License-Identifier: MPL-2.0
import type { Server, Way } from "../platform/settings";
import type { Request } from "../protocol/connection";
import type { Link } from "../protocol/link";
import { problemIn, type Problem } from "../protocol/problem";
import { sendError } from "./send_error";
import type { Mail, Sending, Transport } from "./transport";

type HostWay = Extract<Way, { kind: "host" }>;
type Bytes = Uint8Array<ArrayBuffer>;

/** By the host: SMTP submission, and IMAP for the copy. `token` gives what XOAUTH2 needs. */
export function hostTransport(
    way: HostWay,
    link: Pick<Link, "ask">,
    token: () => Promise<string>,
): Transport {
    const tokenFor = async ({ auth }: Server) => (auth === "xoauth2" ? { token: await token() } : {});

    async function give(request: Request, bytes: Bytes, { signal, progress }: Sending): Promise<void> {
        const sent = (octets: number) => progress?.(Math.min(octets, bytes.length), bytes.length);
        try {
            await link.ask(request, bytes, signal, { sent });
        } catch (error) {
            throw isLost(problemIn(error)) ? sendError("send.unknown") : error;
        }
    }

    const submit = async ({ bytes, envelope }: Mail, sending: Sending) =>
        give({ do: "submit", envelope, server: way.smtp, ...(await tokenFor(way.smtp)) }, bytes, sending);

    const { imap, folder } = way;
    if (!imap) return { id: "host", submit, keepsSent: false };
    const keep = async (bytes: Bytes, sending: Sending) =>
        give(
            { do: "keep", server: imap, ...(folder && { folder }), ...(await tokenFor(imap)) },
            bytes,
            sending,
        );
    return { id: "host", submit, keepsSent: false, keep };
}

/** The host had the request and gave no answer: nobody knows what it told the mail server. */
function isLost(problem: Problem): boolean {
    return problem.kind === "crashed" || (problem.kind === "error" && problem.code === "request.deadline");
}
