// SPDX-License-Identifier: MPL-2.0
import { changeTest } from "../platform/preferences";
import { say } from "../platform/say";
import { settings } from "../platform/settings";
import { ProblemError } from "../protocol/problem";
import { isPositive } from "../protocol/reading";
import type { Posting } from "../talk/posting";
import type { TabState } from "../talk/state";
import { entityOf } from "../transport/entity";
import { newMessageId } from "../transport/message";
import { sendError } from "../transport/send_error";
import { sessionTransport } from "../transport/session";
import { transportFor } from "../transport/ways";
import { threadOf } from "./answering";
import type { WebMessage } from "./mail_tabs";
import { sendLetter, type SendParts } from "./send_letter";

export interface TestParts extends Omit<SendParts, "transport"> {
    /** A message on screen in whose page mail of that address can be sent; null when there is none. */
    page(account: string): Pick<WebMessage, "tabId" | "origin" | "session"> | null;
}

/** Sends the address a signed mail from itself, as any other is sent; what comes back shows whether the way holds. */
export async function sendTest(account: string, parts: TestParts, signal: AbortSignal): Promise<void> {
    const { tabId, origin, session } = parts.page(account) ?? { tabId: -1, origin: "", session: null };
    const myself = { name: "", address: account };
    const errand = {
        id: crypto.randomUUID(),
        messageId: newMessageId(account),
        letter: { from: myself, to: [myself], cc: [], bcc: [], subject: say("test_mail_subject"), inReplyTo: "", references: "" },
        entity: entityOf({ text: say("test_mail_text"), html: "", attachments: [] }),
        protection: "sign" as const,
        tabId,
        site: origin,
    };
    const transport = () => transportFor(account, sessionTransport(session, origin), parts.link);
    const posting = await sendLetter(errand, { ...parts, transport }, { signal, doing: () => undefined });
    if (posting.steps[0]?.state !== "failed") await changeTest(account, { messageId: errand.messageId, whole: false });
    refuseFailed(posting);
}

function refuseFailed({ steps }: Posting): void {
    const { kind, problem } = steps.find((step) => step.problem !== null) ?? {};
    if (!problem) return;
    const said = problem.kind === "error" ? problem.args.join(" ") : "";
    throw kind === "keep" ? sendError("send.not-kept", said) : new ProblemError(problem);
}

/** A state as it is, or with what it shows of the way when the message is the latest test of an address. */
export async function withTest(state: TabState, message: Uint8Array): Promise<TabState> {
    if (state.kind !== "reading") return state;
    const { inReplyTo: messageId } = threadOf(message);
    const [account] = Object.entries((await settings()).tests).find(([, test]) => test.messageId === messageId) ?? [];
    if (!account) return state;
    const { signature, address } = state.reading;
    const whole = isPositive(signature) && address.toLowerCase() === account;
    if (whole) await changeTest(account, { messageId, whole });
    return { ...state, test: whole ? "whole" : "changed" };
}
