// SPDX-License-Identifier: MPL-2.0
import { isRecord, records } from "../platform/values";
import type { Folder, FromPage, PageDraft, PageMessage } from "../talk/webmail";

/** UTF-16 units. Longer ones come from a page that wants to fill the memory. */
const longestKey = 1_000;
const longestUrl = 8_000;
const longestAddress = 254;
const longestField = 100_000;
const longestBody = 20_000_000;
const mostAttachments = 500;

const folders: Folder[] = ["inbox", "sent", "junk", "drafts", "other"];

/**
 * What a content script of a page of `origin` said. It shares its process with the page, so it is
 * taken by form only. `apart`: its tab has cookies of its own, so there is no session to send in and none
 * of its files can be fetched. Null: nothing that is understood.
 */
export function parseFromPage(said: unknown, origin: string, apart: boolean): FromPage | null {
    if (!isRecord(said)) return null;
    switch (said["do"]) {
        case "shown":
            return parseShown(said, origin, apart);
        case "look":
            return isText(said["key"], longestKey) ? { do: "look", key: said["key"] } : null;
        case "form":
            return isText(said["key"], longestKey) ? { do: "form", key: said["key"], account: address(said["account"]) } : null;
        case "frame":
            return parseFrame(said, origin, apart);
        default:
            return null;
    }
}

function parseShown(said: Record<string, unknown>, origin: string, apart: boolean): FromPage | null {
    const message = said["message"] === null ? null : parseMessage(said["message"], origin);
    if (message === undefined) return null;
    const session = apart ? null : parseSession(said["session"]);
    const again = said["again"] === true;
    return { do: "shown", account: address(said["account"]), adapter: word(said["adapter"]), message, session, again };
}

function parseMessage(from: unknown, origin: string): PageMessage | undefined {
    if (!isRecord(from)) return undefined;
    const { key, raw } = from;
    if (!isText(key, longestKey) || !isOwn(raw, origin)) return undefined;
    const fidelity = (["exact", "lf"] as const).find((each) => each === from["fidelity"]) ?? "lossy";
    const folder = folders.find((each) => each === from["folder"]) ?? "other";
    return { key, raw, fidelity, folder };
}

function parseFrame(said: Record<string, unknown>, origin: string, apart: boolean): FromPage | null {
    const { kind, key } = said;
    if (!isText(key, longestKey)) return null;
    if (kind === "viewer") return { do: "frame", kind, key };
    const draft = parseDraft(said["draft"], apart ? "" : origin);
    if (kind !== "editor" || !draft) return null;
    const protection = said["protection"] === "sign" ? "sign" : "encrypt";
    const session = apart ? null : parseSession(said["session"]);
    return { do: "frame", kind, key, account: address(said["account"]), protection, draft, session };
}

function parseDraft(from: unknown, origin: string): PageDraft | null {
    if (!isRecord(from)) return null;
    const field = (name: string, longest = longestField) => (isText(from[name], longest) ? from[name] : "");
    return {
        from: field("from"),
        to: field("to"),
        cc: field("cc"),
        bcc: field("bcc"),
        subject: field("subject"),
        body: field("body", longestBody),
        inReplyTo: field("inReplyTo"),
        references: field("references"),
        filesStay: from["filesStay"] === true,
        attachments: records(from["attachments"]).slice(0, mostAttachments).flatMap((each) => {
            if (!isRecord(each) || !isText(each["name"], longestField)) return [];
            const type = isText(each["type"], longestKey) ? each["type"] : "";
            // One that is not fetched stays named: the person has to know that it is missing.
            return { name: each["name"], type, url: isOwn(each["url"], origin) ? each["url"] : "" };
        }),
    };
}

/** Null when the page is none from which mail is sent in its session. */
function parseSession(from: unknown): Record<string, string> | null {
    if (!isRecord(from)) return null;
    const rows = Object.entries(from).filter((row): row is [string, string] => isText(row[1], longestField));
    return Object.fromEntries(rows);
}

/** A page asks for nothing of another site in the person's name. */
function isOwn(url: unknown, origin: string): url is string {
    return isText(url, longestUrl) && URL.canParse(url) && new URL(url).origin === origin;
}

const isText = (value: unknown, longest: number): value is string => typeof value === "string" && value.length <= longest;

const address = (value: unknown): string =>
    isText(value, longestAddress) && /^[^\s@<>]+@[^\s@<>]+$/.test(value) ? value.toLowerCase() : "";

const word = (value: unknown): string => (isText(value, 40) && /^[a-z]+$/.test(value) ? value : "");
