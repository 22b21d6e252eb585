// SPDX-License-Identifier: MPL-2.0
import type { Shelf } from "../platform/shelf";
import { fromBase64 } from "../protocol/base64";
import type { Link } from "../protocol/link";
import { ProblemError } from "../protocol/problem";
import { encodeBytes } from "../transport/encodings";
import { fieldsOf, messageOf } from "../transport/message";
import { open, type Asking } from "./check";
import type { KeptDraft } from "../talk/editor";
import { parseProtected, requestFor } from "./protect";

type Bytes = Uint8Array<ArrayBuffer>;

/** A message whose entity only the account's key opens. */
export interface SealedDraft extends KeptDraft {
    account: string;
    message: Bytes;
}

/** Days after which a draft that nobody opened is given up. */
const keptFor = 90;
const day = 86_400_000;

/** Drafts on this computer, encrypted to their author before they are written down (E-63). */
export class Drafts {
    /** Of each draft, the last thing to be done: a keep that is still in the host undoes no removal. */
    private readonly turns = new Map<string, Promise<unknown>>();

    constructor(
        private readonly shelf: Shelf<SealedDraft>,
        private readonly link: Link,
    ) {}

    /** Newest first. */
    async of(account: string): Promise<KeptDraft[]> {
        const all = await this.shelf.all();
        const old = all.filter(({ saved }) => Date.now() - saved > keptFor * day);
        await Promise.all(old.map(({ id }) => this.shelf.remove(id)));
        const own = all.filter((each) => each.account === account && !old.includes(each));
        return own.map(({ id, saved }) => ({ id, saved })).sort((one, other) => other.saved - one.saved);
    }

    keep(id: string, account: string, content: Bytes): Promise<KeptDraft> {
        return this.inTurn(id, () => this.seal(id, account, content));
    }

    private async seal(id: string, account: string, content: Bytes): Promise<KeptDraft> {
        const { encoding, body } = encodeBytes(content);
        const head = `Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
        const fields = fieldsOf({ ...blank, from: { name: "", address: account }, date: new Date() });
        const nobody = { to: [], cc: [], bcc: [] };
        const request = requestFor({ account, ...nobody, fields, protection: "encrypt", purpose: "draft" });
        const answer = await this.link.ask(request, new TextEncoder().encode(`${head}${body}\r\n`));
        const { outer, entity } = parseProtected(answer);
        const kept = { id, saved: Date.now() };
        await this.shelf.put(id, { ...kept, account, message: messageOf(outer, new Uint8Array(entity)) });
        return kept;
    }

    /** Rejects with a ProblemError when it does not open. */
    async restore(id: string, asking: Asking): Promise<Bytes> {
        const kept = await this.shelf.get(id);
        if (!kept) throw new ProblemError({ kind: "error", code: "mail.unreadable", args: [] });
        const { account, message } = kept;
        const source = { bytes: async () => message, context: async () => ({ account, folder: "drafts" }) };
        const { state, payload } = await open(source, this.link, asking);
        if (payload instanceof Uint8Array) return contentOf(payload);
        const closed = state.kind === "reading" ? state.reading.closed : state.kind === "problem" && state.problem;
        throw new ProblemError(closed || { kind: "error", code: "mail.decrypt-failed", args: [] });
    }

    remove(id: string): Promise<void> {
        return this.inTurn(id, () => this.shelf.remove(id));
    }

    private async inTurn<Result>(id: string, act: () => Promise<Result>): Promise<Result> {
        const turn = (this.turns.get(id) ?? Promise.resolve()).then(act, act);
        this.turns.set(id, turn);
        try {
            return await turn;
        } finally {
            if (this.turns.get(id) === turn) this.turns.delete(id);
        }
    }
}

const blank = { to: [], cc: [], subject: "", inReplyTo: "", references: "" };

/** Of an entity that `keep` has made. */
function contentOf(entity: Bytes): Bytes {
    const text = new TextDecoder().decode(entity);
    return fromBase64(text.slice(text.indexOf("\r\n\r\n")).replace(/\s/g, ""));
}
