// SPDX-License-Identifier: MPL-2.0
import { problemIn, ProblemError } from "../../protocol/problem";
import { shown } from "../../platform/values";
import type { ErrorCode } from "../../protocol/words";
import type { Mail, Sending, Transport } from "../transport";

/** What a Roundcube page tells of the person's session. */
export interface RoundcubeSession {
    /** Where this Roundcube is, without a query. */
    base: string;
    token: string;
    /** The folder for sent mail. */
    sent: string;
}

type Fetch = typeof fetch;

/**
 * Roundcube's own form would build the message anew. So the finished message is imported into the
 * folder for sent mail and from there resent, which leaves its content as it is.
 */
export function roundcubeTransport(session: RoundcubeSession, fetched: Fetch = (...given) => fetch(...given)): Transport {
    const call = caller(session, fetched);
    return {
        id: "session",
        keepsSent: true,
        async submit(mail, sending) {
            const uid = await imported(call, session, mail, sending);
            const tidy = (action: "delete" | "mark") => settle(call, session, uid, action);
            try {
                if (sending.signal.aborted) throw problem("request.cancelled");
                await resend(call, session, mail, uid);
            } catch (error) {
                if (!isUnknown(error)) await tidy("delete");
                throw error;
            }
            await tidy(mail.copy ? "delete" : "mark");
        },
    };
}

interface Call {
    action: string;
    query: Record<string, string>;
    form?: FormData;
    signal?: AbortSignal;
    /** What it means when nobody answers. */
    broken: ErrorCode;
}
type Caller = (call: Call) => Promise<string>;

function caller({ base, token }: RoundcubeSession, fetched: Fetch): Caller {
    return async ({ action, query, form, signal, broken }) => {
        const url = new URL(base);
        url.search = new URLSearchParams({ _task: "mail", _action: action, ...query }).toString();
        form?.set("_token", token);
        const method = form ? "POST" : "GET";
        const headers = { "X-Roundcube-Request": token, "X-Requested-With": "XMLHttpRequest" };
        let answer: Response;
        try {
            answer = await fetched(url.href, {
                method,
                headers,
                credentials: "include",
                redirect: "error",
                ...(form && { body: form }),
                ...(signal && { signal }),
            });
            if (answer.ok) return await answer.text();
        } catch (error) {
            throw signal?.aborted ? problem("request.cancelled") : problem(broken, String(error));
        }
        const code = broken === "send.unknown" ? broken : answer.status === 413 ? "send.limit" : "send.refused";
        throw problem(code, `HTTP ${answer.status}`);
    };
}

/** The number that the message has got in the folder for sent mail. */
async function imported(call: Caller, { sent }: RoundcubeSession, mail: Mail, sending: Sending): Promise<string> {
    const { signal, progress } = sending;
    const form = new FormData();
    form.append("_file[]", new Blob([mail.bytes], { type: "message/rfc822" }), "message.eml");
    progress?.(0, mail.bytes.length);
    const query = { _mbox: sent, _remote: "1" };
    const said = messageIn(await call({ action: "import", query, form, signal, broken: "send.unreachable" }));
    if (said?.kind !== "confirmation") throw problem("send.refused", said?.text ?? "");
    progress?.(mail.bytes.length, mail.bytes.length);
    const uid = await find(call, sent, messageIdOf(mail.bytes));
    if (uid === null) throw problem("send.refused", sent);
    return uid;
}

/** Copies have the Message-ID of their main message: the latest one is meant. */
async function find(call: Caller, sent: string, messageId: string): Promise<string | null> {
    const query = { _mbox: sent, _filter: `HEADER MESSAGE-ID "${messageId}"`, _scope: "base", _remote: "1" };
    const rows = await call({ action: "search", query, broken: "send.unreachable" });
    const uids = [...rows.matchAll(/add_message_row\((?:\\?")?(\d+)/g)].map(([, uid]) => Number(uid));
    return uids.length > 0 ? String(Math.max(...uids)) : null;
}

/** All get it as Bcc of the resending: nobody is named that the message itself does not name. */
async function resend(call: Caller, { sent }: RoundcubeSession, { envelope }: Mail, uid: string): Promise<void> {
    const form = new FormData();
    form.set("_from", envelope.from);
    form.set("_bcc", envelope.to.join(", "));
    form.set("_store_target", "");
    const query = { _uid: uid, _mbox: sent, _framed: "1" };
    const said = messageIn(await call({ action: "bounce", query, form, broken: "send.unknown" }));
    if (!said) throw problem("send.unknown");
    if (said.kind !== "confirmation") throw problem("send.refused", said.text);
}

/** The message has gone, or is not to go: what is left to tidy up fails nobody. */
async function settle(call: Caller, { sent }: RoundcubeSession, uid: string, action: "delete" | "mark"): Promise<void> {
    const form = new FormData();
    form.set("_uid", uid);
    form.set("_mbox", sent);
    if (action === "mark") form.set("_flag", "read");
    await call({ action, query: { _remote: "1" }, form, broken: "send.not-kept" }).catch((error) => console.error(error));
}

/** Roundcube answers with calls of its own scripts, in JSON or in a page for a frame. */
function messageIn(answer: string): { kind: string; text: string } | null {
    const exec = asExec(answer);
    const [, text = '""', kind = ""] = /display_message\(("(?:[^"\\]|\\.)*"),\s*"(\w+)"/.exec(exec) ?? [];
    return kind ? { kind, text: shown(JSON.parse(text)) } : null;
}

function asExec(answer: string): string {
    try {
        return String((JSON.parse(answer) as { exec?: string }).exec ?? "");
    } catch {
        return answer;
    }
}

/** Of a message that we have built: the field is there, once, with nothing to quote in it. */
function messageIdOf(bytes: Uint8Array): string {
    const head = new TextDecoder("latin1").decode(bytes.subarray(0, 65_536));
    const [, id] = /^Message-ID: (<[\w.-]+@[\w.-]+>)\r$/m.exec(head) ?? [];
    if (!id) throw new Error("a message without Message-ID");
    return id;
}

const isUnknown = (error: unknown): boolean => {
    const found = problemIn(error);
    return found.kind === "error" && found.code === "send.unknown";
};

const problem = (code: ErrorCode, ...args: string[]) => new ProblemError({ kind: "error", code, args: args.map(shown) });
