// SPDX-License-Identifier: MPL-2.0
import { bodyOf, type Answer } from "./arrivals";
import { isRecord, records, seconds, shown } from "../platform/values";

/** What a message holds, as the host read it from the octets the verdict is about. */
export interface Contents {
    from: Mailbox[];
    to: Mailbox[];
    cc: Mailbox[];
    replyTo: Mailbox[];
    subject: string;
    /** In seconds since 1970. */
    date: number | null;
    leaves: Leaf[];
}

export interface Mailbox {
    name: string;
    address: string;
}

export interface Leaf {
    kind: "text" | "html" | "attachment";
    type: string;
    /** Fit to save as. */
    name: string;
    /** Without angle brackets; empty when it has none. */
    contentId: string;
    inline: boolean;
    /** Texts are UTF-8. */
    bytes: Uint8Array<ArrayBuffer>;
}

export function parseContents(answer: Answer): Contents {
    const ok = isRecord(answer.ok) ? answer.ok : {};
    const fields = isRecord(ok["fields"]) ? ok["fields"] : {};
    return {
        from: mailboxes(fields["from"]),
        to: mailboxes(fields["to"]),
        cc: mailboxes(fields["cc"]),
        replyTo: mailboxes(fields["reply_to"]),
        subject: shown(fields["subject"]),
        date: seconds(fields["date"]),
        leaves: records(ok["leaves"]).flatMap((each) => leaf(answer, each) ?? []),
    };
}

/** All that is not shown inside of the text. */
export function attachmentsOf(leaves: Leaf[]): Leaf[] {
    const hasPage = leaves.some(({ kind }) => kind === "html");
    const isShownInside = (leaf: Leaf) => leaf.inline && leaf.contentId !== "" && hasPage && leaf.type.startsWith("image/");
    return leaves.filter((leaf) => leaf.kind === "attachment" && !isShownInside(leaf));
}

const mailboxes = (value: unknown): Mailbox[] =>
    records(value).filter(isRecord).map(({ name, address }) => ({ name: shown(name), address: shown(address) }));

/** One whose octets have not come is none. */
function leaf(answer: Answer, value: unknown): Leaf | null {
    const bytes = bodyOf(answer, value);
    if (!isRecord(value) || !bytes) return null;
    const kind = (["text", "html"] as const).find((each) => each === value["kind"]) ?? "attachment";
    const { type, name, content_id, inline } = value;
    return { kind, type: shown(type), name: shown(name), contentId: shown(content_id), inline: inline === true, bytes };
}
