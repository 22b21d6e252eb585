// SPDX-License-Identifier: MPL-2.0
import { isRecord, records } from "../platform/values";
import { call, isGuarded, resolved, type Fetch } from "./http";
import { cancelled, sendError, type SendCode } from "./send_error";

export const core = "urn:ietf:params:jmap:core";
export const mail = "urn:ietf:params:jmap:mail";
export const submission = "urn:ietf:params:jmap:submission";

/** What of a JMAP session (RFC 8620 §2) sending needs. */
export interface Session {
    account: string;
    api: string;
    upload: string;
    /** In octets. */
    largest: number;
}

/** One method call; its arguments. */
export type MethodCall = [name: string, args: Record<string, unknown>, id: string];
/** Answers by the id of their call. */
export type Answers = Record<string, Record<string, unknown>>;

/** A server, as one who is let in sees it. */
export class JmapServer {
    constructor(
        private readonly address: string,
        private readonly authorization: string,
        private readonly fetched: Fetch,
    ) {
        if (!isGuarded(address)) throw sendError("send.no-tls", address);
    }

    async session(signal: AbortSignal): Promise<Session> {
        const { authorization, address: url } = this;
        const answer = await call(this.fetched, { url, authorization, signal, redirect: "follow" });
        const said = await json(answer, signal);
        const accounts = isRecord(said["primaryAccounts"]) ? said["primaryAccounts"] : {};
        const account = accounts[submission] ?? accounts[mail];
        const { apiUrl, uploadUrl } = said;
        if (typeof account !== "string" || typeof apiUrl !== "string" || typeof uploadUrl !== "string") {
            throw sendError("send.refused", "JMAP");
        }
        const base = answer.url || url;
        const upload = uploadUrl.replaceAll("{accountId}", encodeURIComponent(account));
        return { account, api: resolved(apiUrl, base), upload: resolved(upload, base), largest: largestOf(said) };
    }

    /** The name of the octets at the server. */
    async upload(session: Session, bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<string> {
        const { authorization } = this;
        const request = { url: session.upload, method: "POST" as const, authorization, signal };
        const answer = await json(await call(this.fetched, { ...request, type: "message/rfc822", body: bytes }), signal);
        if (typeof answer["blobId"] !== "string") throw sendError("send.refused", "JMAP upload");
        return answer["blobId"];
    }

    /** `sends` as in Call. Rejects when the server refuses one of them as a whole. */
    async methods(session: Session, calls: MethodCall[], signal: AbortSignal, sends = false): Promise<Answers> {
        const body = JSON.stringify({ using: [core, mail, submission], methodCalls: calls });
        const { authorization } = this;
        const request = { url: session.api, method: "POST" as const, authorization, signal, sends };
        const answer = await call(this.fetched, { ...request, type: "application/json", body });
        const said: unknown = await answer.json().catch(() => null);
        return answersIn(said, calls, sends ? "send.unknown" : "send.refused");
    }
}

async function json(answer: Response, signal: AbortSignal): Promise<Record<string, unknown>> {
    const said: unknown = await answer.json().catch(() => null);
    if (signal.aborted) throw cancelled();
    if (!isRecord(said)) throw sendError("send.refused", "JMAP");
    return said;
}

function largestOf(said: Record<string, unknown>): number {
    const capabilities = isRecord(said["capabilities"]) ? said["capabilities"] : {};
    const limits = isRecord(capabilities[core]) ? capabilities[core] : {};
    const largest = limits["maxSizeUpload"];
    return typeof largest === "number" ? largest : Infinity;
}

/** The first answer to each call; a server adds others of its own, for what follows from one. */
function answersIn(said: unknown, calls: MethodCall[], lost: SendCode): Answers {
    const answers: Answers = {};
    for (const answer of records(isRecord(said) ? said["methodResponses"] : [])) {
        const [name, args, id] = records(answer);
        if (typeof id !== "string" || !isRecord(args) || id in answers) continue;
        if (name === "error") throw methodError(args, lost);
        answers[id] = args;
    }
    if (calls.some(([, , id]) => !(id in answers))) throw sendError(lost, "JMAP");
    return answers;
}

/** RFC 8620 §3.6.2: after these two some of it may have been done. */
function methodError({ type, description }: Record<string, unknown>, lost: SendCode): Error {
    const partly = type === "serverFail" || type === "serverPartialFail";
    return sendError(partly ? lost : "send.refused", String(description ?? type));
}
