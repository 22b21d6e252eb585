// SPDX-License-Identifier: MPL-2.0
import { say } from "../platform/say";
import type { Link } from "../protocol/link";
import { entityOf } from "../transport/entity";
import { fieldsOf, messageOf } from "../transport/message";
import { sendError } from "../transport/send_error";
import { transportFor } from "../transport/ways";

/** Sends the account a mail from itself, and keeps a copy where that is a step of its own. */
export async function sendTest(account: string, link: Pick<Link, "ask">, signal: AbortSignal): Promise<void> {
    const transport = await transportFor(account, null, link);
    const myself = { name: "", address: account };
    const head = { from: myself, to: [myself], cc: [], subject: say("test_mail_subject"), inReplyTo: "", references: "" };
    const entity = entityOf({ text: say("test_mail_text"), html: "", attachments: [] });
    const bytes = messageOf(fieldsOf({ ...head, date: new Date() }), entity);
    await transport.submit({ bytes, envelope: { from: account, to: [account] } }, { signal });
    await transport.keep?.(bytes, { signal }).catch((error: unknown) => {
        throw sendError("send.not-kept", error instanceof Error ? error.message : "");
    });
}
