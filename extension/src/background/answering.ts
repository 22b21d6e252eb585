// SPDX-License-Identifier: MPL-2.0
import type { Answer } from "../protocol/arrivals";
import { parseContents, type Contents } from "../protocol/contents";
import { isPositive, parseReading } from "../protocol/reading";
import { newDraft } from "./compose_rules";
import type { EditorAbout } from "./editor";
import type { Quote } from "../talk/editor";
import type { WebMessage } from "./mail_tabs";

type Started = Omit<EditorAbout, "tabId" | "place">;

/**
 * What an editor begins with that answers an opened message. Recipient, subject and text come from
 * the octets that were opened, never from the page (E-58b); `source` is the message as it came.
 */
export function answerTo(message: WebMessage, answer: Answer, source: Uint8Array): Started {
    const { origin, account, session } = message;
    const reading = parseReading(answer.ok);
    const contents = parseContents(answer);
    const sealed = reading?.encryption !== "ENC-0";
    const readers = reading && isPositive(reading.signature) ? [reading.address] : [];
    const thread = threadOf(source);
    return {
        origin,
        account,
        session,
        rules: { ...newDraft, quotesProtected: sealed, readers: sealed ? readers : null },
        draft: { from: "", to: addressees(contents), cc: "", bcc: "", subject: answered(contents.subject), body: "", attachments: [], ...thread },
        quote: quoteOf(contents),
    };
}

/** Addresses only: a name in front of one could say anything. */
const addressees = ({ replyTo, from }: Contents): string =>
    (replyTo.length > 0 ? replyTo : from).map(({ address }) => address).join(", ");

const answered = (subject: string): string => (/^re:/i.test(subject) ? subject : `Re: ${subject}`);

/** One text, as it was shown; nothing that stands beside it (E-58c). */
function quoteOf({ from, leaves }: Contents): Quote {
    const author = from.map(({ name, address }) => name || address).join(", ");
    const shown = leaves.find(({ kind }) => kind !== "attachment");
    const words = new TextDecoder().decode(shown?.bytes ?? new Uint8Array());
    return shown?.kind === "html" ? { author, text: "", html: words } : { author, text: words, html: "" };
}

/** Larger ones are none of ordinary mail. */
const longestHead = 1 << 18;

/** What ties an answer to the message, from its header; empty where that has none. */
export function threadOf(message: Uint8Array): { inReplyTo: string; references: string } {
    const head = new TextDecoder("latin1").decode(message.subarray(0, longestHead));
    const fields = head.split(/\r?\n\r?\n/, 1)[0]!.replace(/\r?\n[ \t]+/g, " ");
    const ids = (name: string) => (new RegExp(`^${name}:(.*)$`, "im").exec(fields)?.[1] ?? "").match(/<[^<>\s]+>/g) ?? [];
    const [inReplyTo = ""] = ids("message-id");
    return { inReplyTo, references: [...ids("references"), inReplyTo].filter(Boolean).join(" ") };
}
