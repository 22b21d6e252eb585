// SPDX-License-Identifier: MPL-2.0

/** What Thunderbird puts around quoted and forwarded text, in both of its editors. */
const quoted = [
    "blockquote[type=cite]",
    ".moz-cite-prefix",
    ".moz-forward-container",
    ".moz-email-headers-table",
    "span[_moz_quote]",
].join(", ");

/** Takes what was quoted or forwarded out of a compose window, attachments too, for good. */
export async function removeQuote(window: any): Promise<void> {
    const editor = window.GetCurrentEditor();
    const found = [...editor.document.querySelectorAll(quoted)];
    if (found.length === 0) editor.selectAll();
    for (const element of found) if (element.isConnected) editor.deleteNode(element);
    if (found.length === 0) editor.deleteSelection(editor.eNone, editor.eStrip);
    editor.clearUndoRedo();
    await window.RemoveAllAttachments();
}
