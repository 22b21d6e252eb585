// SPDX-License-Identifier: MPL-2.0
import { isRecord, records } from "../platform/values";
import type { Fetch } from "./http";
import { JmapServer, type Answers, type MethodCall, type Session } from "./jmap_session";
import { cancelled, sendError, type SendCode } from "./send_error";
import type { Envelope, Mail, Transport } from "./transport";

/** Where a message stands before and after it is sent; null where the server has no such folder. */
interface Folders {
    drafts: string;
    sent: string | null;
}

/**
 * By JMAP (RFC 8621): the message is imported as a draft, submitted with its own envelope, and moved to
 * the sent mail by the server. `authorization` gives the value of that header field.
 */
export function jmapTransport(
    address: string,
    authorization: () => Promise<string>,
    fetched: Fetch = (...given) => fetch(...given),
): Transport {
    return {
        id: "jmap",
        keepsSent: true,
        async submit(message, { signal, progress }) {
            const server = new JmapServer(address, await authorization(), fetched);
            const session = await server.session(signal);
            const size = message.bytes.length;
            if (size > session.largest) throw sendError("send.limit", `${size} > ${session.largest}`);
            const { folders, identity } = await placesOf(server, session, message.envelope, signal);
            progress?.(0, size);
            const blob = await server.upload(session, message.bytes, signal);
            progress?.(size, size);
            if (signal.aborted) throw cancelled();
            const email = await imported(server, session, blob, folders);
            try {
                if (signal.aborted) throw cancelled();
                await submitted(server, session, { message, email, identity, folders }, signal);
            } catch (error) {
                if (!isUnknown(error)) await discard(server, session, email);
                throw error;
            }
        },
    };
}

async function placesOf(server: JmapServer, session: Session, { from }: Envelope, signal: AbortSignal) {
    const accountId = session.account;
    const answers = await server.methods(
        session,
        [
            ["Mailbox/get", { accountId, properties: ["role"] }, "folders"],
            ["Identity/get", { accountId }, "identities"],
        ],
        signal,
    );
    return { folders: foldersIn(answers), identity: identityIn(answers, from) };
}

function foldersIn(answers: Answers): Folders {
    const found = records(answers["folders"]?.["list"]).filter(isRecord);
    const withRole = (role: string) => found.find((each) => each["role"] === role)?.["id"] as string | undefined;
    const sent = withRole("sent") ?? null;
    const drafts = withRole("drafts") ?? sent ?? withRole("inbox");
    if (!drafts) throw sendError("send.refused", "JMAP: no folder");
    return { drafts, sent };
}

/** The one of this address; some servers have one identity for all, with an empty address or "*@…". */
function identityIn(answers: Answers, from: string): string {
    const found = records(answers["identities"]?.["list"]).filter(isRecord);
    const address = from.toLowerCase();
    const wanted = [address, address.replace(/^.*@/, "*@"), ""];
    for (const each of wanted) {
        const identity = found.find(({ email }) => typeof email === "string" && email.toLowerCase() === each);
        if (typeof identity?.["id"] === "string") return identity["id"];
    }
    throw sendError("send.refused", `JMAP: ${from}`);
}

/** Not cancelled half way: whether there is something to discard must be known. */
async function imported(server: JmapServer, session: Session, blobId: string, folders: Folders): Promise<string> {
    const accountId = session.account;
    const email = { blobId, mailboxIds: { [folders.drafts]: true }, keywords: { $draft: true, $seen: true } };
    const calls: MethodCall[] = [["Email/import", { accountId, emails: { email } }, "import"]];
    const answers = await server.methods(session, calls, never());
    return createdId(answers["import"], "email", "send.refused");
}

interface Submission {
    message: Mail;
    email: string;
    identity: string;
    folders: Folders;
}

async function submitted(server: JmapServer, session: Session, ready: Submission, signal: AbortSignal): Promise<void> {
    const { message, email: emailId, identity: identityId, folders } = ready;
    const address = (email: string) => ({ email, parameters: null });
    const envelope = { mailFrom: address(message.envelope.from), rcptTo: message.envelope.to.map(address) };
    const args = {
        accountId: session.account,
        create: { submission: { emailId, identityId, envelope } },
        ...(message.copy
            ? { onSuccessDestroyEmail: ["#submission"] }
            : { onSuccessUpdateEmail: { "#submission": moved(folders) } }),
    };
    const answers = await server.methods(session, [["EmailSubmission/set", args, "submit"]], signal, true);
    createdId(answers["submit"], "submission", "send.unknown");
}

function moved({ drafts, sent }: Folders): Record<string, true | null> {
    const patch: Record<string, true | null> = { "keywords/$draft": null };
    if (sent === null || sent === drafts) return patch;
    return { ...patch, [`mailboxIds/${drafts}`]: null, [`mailboxIds/${sent}`]: true };
}

/** Of a /set or /import answer. */
function createdId(answer: Record<string, unknown> | undefined, name: string, lost: SendCode): string {
    const created = isRecord(answer?.["created"]) ? answer["created"][name] : undefined;
    if (isRecord(created) && typeof created["id"] === "string") return created["id"];
    const failed = isRecord(answer?.["notCreated"]) ? answer["notCreated"][name] : undefined;
    if (!isRecord(failed)) throw sendError(lost, "JMAP");
    const { type, description } = failed;
    throw sendError(type === "tooLarge" ? "send.limit" : "send.refused", String(description ?? type ?? "JMAP"));
}

/** What was imported and not sent; that it stays behind when this fails harms nobody. */
async function discard(server: JmapServer, session: Session, email: string): Promise<void> {
    const args = { accountId: session.account, destroy: [email] };
    await server.methods(session, [["Email/set", args, "discard"]], never()).catch((error) => console.error(error));
}

const never = () => new AbortController().signal;

const isUnknown = (error: unknown) => error instanceof Error && error.message === "send.unknown";
