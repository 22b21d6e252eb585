// SPDX-License-Identifier: MPL-2.0
import { isTemporary } from "./temporary";

/** What Thunderbird puts around quoted and forwarded text, in both of its editors. */
const quoted = [
    "blockquote[type=cite]",
    ".moz-cite-prefix",
    ".moz-forward-container",
    ".moz-email-headers-table",
    "span[_moz_quote]",
].join(", ");

/** Takes what was quoted or forwarded out of a compose window, its attachments too, for good. */
export async function removeQuote(window: any): Promise<void> {
    const editor = window.GetCurrentEditor();
    const found = [...editor.document.querySelectorAll(quoted)];
    if (isAllFromElsewhere(window, found.length > 0)) {
        editor.selectAll();
        editor.deleteSelection(editor.eNone, editor.eStrip);
    }
    for (const element of found) if (element.isConnected) editor.deleteNode(element);
    editor.clearUndoRedo();
    const attached = [...(window.gAttachmentBucket?.itemChildren ?? [])];
    await window.RemoveAttachments(attached.filter(({ attachment }) => cameAlong(attachment.url)));
}

/**
 * Nothing tells one's own text from that of the original: in a copy, a draft or a template never,
 * and where a forwarded text has no element of its own, as in the plain text editor.
 */
function isAllFromElsewhere({ gComposeType }: any, isMarked: boolean): boolean {
    const { Draft, EditAsNew, EditTemplate, ForwardInline, Template } = Ci.nsIMsgCompType;
    if ([Draft, EditAsNew, EditTemplate, Template].includes(gComposeType)) return true;
    return gComposeType === ForwardInline && !isMarked;
}

/** Parts of the original; not files of one's own, nor messages, which are attached as they came. */
function cameAlong(address: string): boolean {
    if (address.startsWith("file:")) return isTemporary(address);
    return !/^[a-z]+-message:/i.test(address);
}
