// SPDX-License-Identifier: MPL-2.0
import type { Answer } from "../protocol/arrivals";
import { parseContents, type Contents, type Leaf, type Mailbox } from "../protocol/contents";
import { isPositive, parseReading } from "../protocol/reading";
import { newDraft } from "./compose_rules";
import type { Started } from "./editor";
import type { Quote } from "../talk/editor";
import type { Answering } from "../talk/viewer";
import { same } from "../transport/addresses";
import type { WebMessage } from "./mail_tabs";

/**
 * What an editor begins with that answers or forwards an opened message. Recipients, subject, text and
 * files come from the octets that were opened, never from the page (E-58b); `source` is the message as it came.
 */
export function answerTo(message: WebMessage, answering: Answering, answer: Answer, source: Uint8Array): Started {
    const { origin, account, session } = message;
    const reading = parseReading(answer.ok);
    const contents = parseContents(answer);
    const sealed = reading?.encryption !== "ENC-0";
    const readers = reading && isPositive(reading.signature) ? [reading.address] : [];
    const files = answering === "forward" ? besides(contents) : [];
    const { inReplyTo, references } = threadOf(source);
    const thread = { inReplyTo: answering === "forward" ? "" : inReplyTo, references };
    const attachments = files.map(({ name, type }) => ({ name, type, url: "" }));
    return {
        origin,
        account,
        session,
        rules: { ...newDraft, quotesProtected: sealed, readers: sealed ? readers : null },
        draft: { from: "", ...fieldsFor(answering, contents, account), bcc: "", body: "", attachments, filesStay: false, ...thread },
        quote: quoteOf(contents, answering),
        files: files.map(({ bytes }) => bytes),
    };
}

function fieldsFor(answering: Answering, contents: Contents, account: string): { to: string; cc: string; subject: string } {
    const { replyTo, from, to, cc, subject } = contents;
    if (answering === "forward") return { to: "", cc: "", subject: titled("Fwd", subject) };
    const author = replyTo.length > 0 ? replyTo : from;
    const others = answering === "reply-all" ? { to: [...author, ...to], cc } : { to: author, cc: [] };
    // Whoever answers all of a message of their own writes to the others.
    const open = bare(others.to, answering === "reply-all" ? [account] : []);
    return { to: open.join(", "), cc: bare(others.cc, [account, ...open]).join(", "), subject: titled("Re", subject) };
}

/** Addresses only, each once: a name in front of one could say anything. */
function bare(mailboxes: Mailbox[], but: string[]): string[] {
    const found: string[] = [];
    for (const { address } of mailboxes) {
        if (![...but, ...found].some((each) => same(each, address))) found.push(address);
    }
    return found;
}

const titled = (before: "Re" | "Fwd", subject: string): string =>
    subject.toLowerCase().startsWith(`${before.toLowerCase()}:`) ? subject : `${before}: ${subject}`;

/** One text, as it was shown; of an answer, nothing that stands beside it (E-58c). */
function quoteOf({ from, to, subject, date, leaves }: Contents, answering: Answering): Quote {
    const author = from.map(({ name, address }) => name || address).join(", ");
    const forwarded = answering === "forward" ? { to: bare(to, []).join(", "), subject, date } : null;
    const shown = leaves.find(({ kind }) => kind !== "attachment");
    const words = new TextDecoder().decode(shown?.bytes ?? new Uint8Array());
    return shown?.kind === "html" ? { author, text: "", html: words, forwarded } : { author, text: words, html: "", forwarded };
}

/** What goes along when a message is sent on: all but the text that is quoted, and its other form. */
function besides({ leaves }: Contents): Leaf[] {
    const [texts, pages] = (["text", "html"] as const).map((each) => leaves.filter(({ kind }) => kind === each)) as [Leaf[], Leaf[]];
    const quoted = leaves.find(({ kind }) => kind !== "attachment");
    const forms = texts.length === pages.length ? pages : [];
    return leaves.filter((each) => each !== quoted && !forms.includes(each)).map((each) => ({ ...each, name: each.name || unnamed[each.kind] }));
}

const unnamed: Record<Leaf["kind"], string> = { text: "text.txt", html: "text.html", attachment: "attachment" };

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
