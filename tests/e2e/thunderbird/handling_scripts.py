# SPDX-License-Identifier: MPL-2.0
"""What Thunderbird does with mails by itself, as bodies of functions in its chrome context."""
from scripts import NAMES

# As the menu of an attachment does after its question; an alert on the way would end this script.
DELETE_ATTACHMENT = NAMES + """
    const { AttachmentInfo } = ChromeUtils.importESModule("resource:///modules/AttachmentInfo.sys.mjs");
    const found = message.currentAttachments.filter(({ name }) => name == args[0]);
    if (found.length != 1) throw new Error("no attachment " + args[0]);
    AttachmentInfo.deleteAttachments(message.gMessage, found).then(() => "done", String).then(end => window.gDeleted = end);
"""
HOW_DELETED = NAMES + """return window.gDeleted ?? "";"""
# Copies mails of the inbox into a folder on this computer and shows that one.
OPEN_LOCAL = NAMES + """
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const root = MailServices.accounts.localFoldersServer.rootFolder;
    if (!root.containsChildNamed("Kept")) root.createSubfolder("Kept", null);
    const kept = root.getChildNamed("Kept");
    for (const name of args[0]) {
        const header = pane.gDBView.getMsgHdrAt(rowOf(name));
        const status = await new Promise(done => {
            const listener = {
                QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]),
                onStartCopy() {}, onProgress() {}, setMessageKey() {}, getMessageId() {}, onStopCopy: done,
            };
            MailServices.copy.copyMessages(header.folder, [header], kept, false, listener, null, false);
        });
        if (!Components.isSuccessCode(status)) throw new Error("not copied: " + status);
    }
    pane.displayFolder(kept.URI);
"""
LOCAL_ROWS = NAMES + """return pane.gFolder?.name == "Kept" ? pane.gDBView?.rowCount : null;"""
# What a filter does that forwards the mail named to an address, as part of its own mail.
FORWARD = NAMES + """
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const header = pane.gDBView.getMsgHdrAt(rowOf(args[0]));
    MailServices.compose.forwardMessage(args[1], header, null, header.folder.server, Ci.nsIMsgComposeService.kForwardInline);
"""
# Whether a bar asks to tell the sender that the mail was read.
ASKS_RECEIPT = NAMES + """
    return Boolean(message.gMessageNotificationBar.msgNotificationBar.getNotificationWithValue("mdnRequested"));
"""
