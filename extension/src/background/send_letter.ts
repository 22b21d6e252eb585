// SPDX-License-Identifier: MPL-2.0
import type { Protection } from "../experiment/contract";
import type { Link } from "../protocol/link";
import { ProblemError } from "../protocol/problem";
import type { Mailbox } from "../transport/addresses";
import { fieldsOf, messageOf, type Field } from "../transport/message";
import type { Transport } from "../transport/transport";
import type { Confirm } from "../talk/confirm";
import { problemOfConsent } from "./confirm";
import type { Doing, Letter } from "../talk/editor";
import type { Posting } from "../talk/posting";
import type { Outbox, Parcel } from "./outbox";
import { parseProtected, requestFor } from "./protect";
import { everybody } from "./writing_state";

export interface Errand {
    id: string;
    /** Of the message, for who wants to know it again; a new one when it is left out. */
    messageId?: string;
    letter: Letter;
    /** What the editor has built of text and attachments. */
    entity: Uint8Array<ArrayBuffer>;
    protection: Protection;
    tabId: number;
    /** Origin of the page; empty for an editor in a tab of its own. */
    site: string;
}

export interface SendParts {
    link: Pick<Link, "ask">;
    confirm: Confirm;
    outbox: Outbox;
    transport(account: string): Promise<Transport>;
}

export interface Watching {
    signal: AbortSignal;
    doing(what: Doing): void;
}

interface Sealed {
    fields: Field[];
    entity: Uint8Array;
    copies: { recipient: string; entity: Uint8Array }[];
}

/**
 * Asks, protects and sends. Rejects with a ProblemError while nothing has gone out; nothing of it
 * ever falls back to sending in the clear.
 */
export async function sendLetter(errand: Errand, parts: SendParts, watching: Watching): Promise<Posting> {
    const { letter, protection, messageId } = errand;
    const transport = await parts.transport(letter.from.address);
    if (protection !== "none") await consent(errand, parts.confirm, watching);
    const fields = fieldsOf({ ...letter, date: new Date(), messageId });
    watching.doing({ phase: "protecting" });
    const sealed =
        protection === "none"
            ? { fields, entity: errand.entity, copies: [] }
            : await seal(errand, protection, fields, parts.link, watching);
    watching.doing({ phase: "sending", octets: null });
    const progress = (sent: number, of: number) => watching.doing({ phase: "sending", octets: { sent, of } });
    return parts.outbox.send(parcelOf(errand, sealed), transport, { signal: watching.signal, progress });
}

async function consent({ letter, protection, tabId, site }: Errand, confirm: Confirm, watching: Watching): Promise<void> {
    watching.doing({ phase: "asking" });
    const question = {
        action: protection === "encrypt" ? ("encrypt" as const) : ("sign" as const),
        tabId,
        site,
        account: letter.from.address,
        people: everybody(addressed(letter)),
        subject: letter.subject,
    };
    const problem = problemOfConsent(await confirm.ask(question, watching.signal));
    if (problem) throw new ProblemError(problem);
}

async function seal(
    { letter, entity }: Errand,
    protection: "sign" | "encrypt",
    fields: Field[],
    link: Pick<Link, "ask">,
    { signal, doing }: Watching,
): Promise<Sealed> {
    const account = letter.from.address;
    const request = requestFor({ account, ...addressed(letter), fields, protection, purpose: "send" });
    const told = (waiting: "person" | "no") => doing({ phase: waiting === "person" ? "waiting" : "protecting" });
    const { outer, entity: made, copies } = parseProtected(await link.ask(request, entity, signal, { told }));
    const wanted = protection === "encrypt" ? addressed(letter).bcc.length : 0;
    if (copies.length !== wanted) throw new ProblemError({ kind: "unknown" });
    return {
        fields: outer,
        entity: new Uint8Array(made),
        copies: copies.map(({ recipient, entity: copy }) => ({ recipient, entity: new Uint8Array(copy) })),
    };
}

/** Who is in Bcc of an encrypted message gets a copy; of another one, the message itself. */
function parcelOf({ id, letter, protection }: Errand, { fields, entity, copies }: Sealed): Parcel {
    const from = letter.from.address;
    const { to, cc, bcc } = addressed(letter);
    const all = everybody({ to, cc, bcc: protection === "encrypt" ? [] : bcc });
    return {
        id,
        account: from,
        main: { bytes: messageOf(fields, entity), envelope: { from, to: all } },
        copies: copies.map(({ recipient, entity: copy }) => ({
            recipient,
            mail: { bytes: messageOf(fields, copy), envelope: { from, to: [recipient] }, copy: true },
        })),
    };
}

/** The same address in Bcc as in To or Cc gets the message once. */
export function addressed({ to, cc, bcc }: Letter): { to: string[]; cc: string[]; bcc: string[] } {
    const bare = (list: Mailbox[]) => list.map(({ address }) => address);
    const open = everybody({ to: bare(to), cc: bare(cc), bcc: [] });
    const hidden = everybody({ to: open, cc: [], bcc: bare(bcc) }).slice(open.length);
    return { to: bare(to), cc: bare(cc), bcc: hidden };
}
