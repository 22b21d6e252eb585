// SPDX-License-Identifier: MPL-2.0
import { fromBase64, toBase64 } from "../protocol/base64";
import type { Protection } from "../experiment/contract";
import { isRecord, records } from "../platform/values";
import { add, attached, firstMissing, removeAll } from "./editor_files";
import { fillFields, rawFields } from "./editor_fields";
import { currentHtml, setHtml } from "./editor_text";

/** Octets of attachments kept with a draft: it is encrypted and written again after each change. */
const mostInDraft = 8_000_000;
/** All that is in the editor, to be encrypted before it is written anywhere; not whole without its files. */
export function draftBytes(protection: Protection, quotesProtected: boolean): { bytes: Uint8Array; whole: boolean } {
    const files = attached();
    const small = files.reduce((sum, { bytes }) => sum + bytes.length, 0) <= mostInDraft;
    const whole = small && !firstMissing();
    const kept = small ? files.map(({ name, type, bytes }) => ({ name, type, data: toBase64(bytes) })) : [];
    const draft = { fields: rawFields(), html: currentHtml(), protection, quotesProtected, files: kept };
    return { bytes: new TextEncoder().encode(JSON.stringify(draft)), whole };
}

/** Fills the editor from what draftBytes has made. */
export function restoreDraft(bytes: Uint8Array): { protection: Protection; quotesProtected: boolean } {
    const draft: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!isRecord(draft) || !isRecord(draft["fields"])) throw new Error("a draft of another form");
    fillFields(draft["fields"] as Record<string, string>);
    setHtml(String(draft["html"]));
    removeAll();
    for (const file of records(draft["files"])) {
        if (!isRecord(file)) continue;
        add({ name: String(file["name"]), type: String(file["type"]), bytes: fromBase64(String(file["data"])) });
    }
    const protection = (["none", "sign"] as const).find((each) => each === draft["protection"]) ?? "encrypt";
    return { protection, quotesProtected: draft["quotesProtected"] === true };
}
