# SPDX-License-Identifier: MPL-2.0
"""What is asked of Thunderbird's compose windows, as bodies of functions in its chrome context."""

# `args[0]` names the window, as OPEN gave it.
NAMES = """
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const windows = [...Services.wm.getEnumerator("msgcompose")];
    const window = windows.find(each => each.docShell.outerWindowID == args[0]);
    const button = window?.document.querySelector("[id$='-composeAction-toolbarbutton']");
    const popup = window?.document.querySelector("panel[id^=webextension] browser.webextension-popup-browser");
"""
OPEN = """
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const [mail] = args;
    const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
    for (const name of ["to", "cc", "bcc", "subject", "body"]) if (mail[name]) fields[name] = mail[name];
    for (const path of mail.attachments ?? []) {
        const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
        file.initWithPath(path);
        const attachment = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment);
        attachment.url = Services.io.newFileURI(file).spec;
        attachment.name = file.leafName;
        fields.addAttachment(attachment);
    }
    const params = Cc["@mozilla.org/messengercompose/composeparams;1"].createInstance(Ci.nsIMsgComposeParams);
    params.composeFields = fields;
    params.type = Ci.nsIMsgCompType.New;
    params.format = mail.html ? Ci.nsIMsgCompFormat.HTML : Ci.nsIMsgCompFormat.PlainText;
    const { accounts } = MailServices;
    params.identity = accounts.allIdentities.find(({ email }) => email == mail.from) ?? accounts.defaultAccount.defaultIdentity;
    const before = new Set(Services.wm.getEnumerator("msgcompose"));
    MailServices.compose.OpenComposeWindowWithParams(null, params);
    for (;;) {
        const window = [...Services.wm.getEnumerator("msgcompose")].find(each => !before.has(each));
        if (window?.composeEditorReady) return window.docShell.outerWindowID;
        await new Promise(done => Services.tm.dispatchToMainThread(done));
    }
"""
IS_OPEN = NAMES + """return Boolean(window);"""
IS_UNLOCKED = NAMES + """return Boolean(window) && !window.gWindowLocked;"""
LABEL = NAMES + """return button?.getAttribute("label") ?? "";"""
DO = NAMES + """window.setTimeout(() => window.goDoCommand(args[1]));"""
CLOSE_ALL = """
    for (const window of Services.wm.getEnumerator("msgcompose")) {
        window.SetContentAndBodyAsUnmodified();
        window.close();
    }
    for (const window of Services.wm.getEnumerator("")) {
        if (window.location.href.endsWith("commonDialog.xhtml")) window.close();
    }
"""
CLICK_BUTTON = NAMES + """button.click();"""
CLOSE_PANEL = NAMES + """popup?.closest("panel").hidePopup();"""
IN_PANEL = NAMES + """
    const isShown = popup?.closest("panel").state == "open";
    if (!isShown || !popup.currentURI?.spec.endsWith("compose.html")) return null;
    const told = new Promise(done => popup.messageManager.addMessageListener("told", function listener({ data }) {
        popup.messageManager.removeMessageListener("told", listener);
        done(data);
    }));
    const script = `{ const document = content.document; sendAsyncMessage("told", document.body && (${args[1]})); }`;
    popup.messageManager.loadFrameScript("data:," + encodeURIComponent(script), false);
    const value = await Promise.race([told, new Promise(done => window.setTimeout(done, 2000, null))]);
    return typeof value == "string" ? value.replace(/[\\u2066\\u2069]/g, "") : value;
"""
# Thunderbird's own alerts are windows.
ALERT = """
    const dialog = [...Services.wm.getEnumerator("")].find(each => each.location.href.endsWith("commonDialog.xhtml"));
    return dialog?.document.getElementById("infoBody")?.textContent ?? null;
"""
ACCEPT_ALERT = """
    const dialog = [...Services.wm.getEnumerator("")].find(each => each.location.href.endsWith("commonDialog.xhtml"));
    dialog?.document.querySelector("dialog").acceptDialog();
"""
CANCEL = """
    const dialog = [...Services.wm.getEnumerator("")].find(each => each.location.href.endsWith("sendProgress.xhtml"));
    dialog?.document.querySelector("dialog").cancelDialog();
    return Boolean(dialog);
"""
PROGRESS = """
    const dialog = [...Services.wm.getEnumerator("")].find(each => each.location.href.endsWith("sendProgress.xhtml"));
    return dialog?.document.getElementById("dialog.status").value ?? "";
"""
AUTOSAVE = NAMES + """
    window.gContentChanged = true;
    await window.AutoSave();
"""
SEND_UNSENT = """
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const later = Cc["@mozilla.org/messengercompose/sendlater;1"].getService(Ci.nsIMsgSendLater);
    later.sendUnsentMessages(MailServices.accounts.defaultAccount.defaultIdentity);
"""
OUTBOX = """
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const root = MailServices.accounts.localFoldersServer.rootFolder;
    return root.getFolderWithFlags(Ci.nsMsgFolderFlags.Queue)?.getTotalMessages(false) ?? 0;
"""
# The event page goes to sleep as it does by itself after half a minute without work.
PUT_TO_SLEEP = """
    const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
    const extension = ExtensionParent.GlobalManager.getExtension("sealwright@sealwright.org");
    await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
    return extension.backgroundState;
"""
BODY = NAMES + """return window.GetCurrentEditor().outputToString("text/plain", 0);"""
ATTACHMENTS = NAMES + """return [...window.gAttachmentBucket.itemChildren].map(each => each.attachment.name);"""
RECIPIENTS = NAMES + """
    const fields = window.GetComposeDetails();
    return { to: fields.to, cc: fields.cc, bcc: fields.bcc, subject: fields.subject };
"""
INSERT_IMAGE = NAMES + """
    const editor = window.GetCurrentEditor();
    const image = editor.createElementWithDefaults("img");
    image.setAttribute("src", args[1]);
    editor.insertElementAtSelection(image, true);
"""
TYPE = NAMES + """
    window.GetCurrentEditor().insertText(args[1]);
"""
ATTACH = NAMES + """
    const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
    file.initWithPath(args[1]);
    const attachment = Cc["@mozilla.org/messengercompose/attachment;1"].createInstance(Ci.nsIMsgAttachment);
    attachment.url = Services.io.newFileURI(file).spec;
    attachment.name = file.leafName;
    await window.AddAttachments([attachment]);
"""
OPEN_MAILTO = """
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const before = new Set(Services.wm.getEnumerator("msgcompose"));
    MailServices.compose.OpenComposeWindowWithURI(null, Services.io.newURI(args[0]));
    for (;;) {
        const window = [...Services.wm.getEnumerator("msgcompose")].find(each => !before.has(each));
        if (window?.composeEditorReady) return window.docShell.outerWindowID;
        await new Promise(done => Services.tm.dispatchToMainThread(done));
    }
"""
# Of the newest mail in Drafts; null while there is none.
OPEN_DRAFT = """
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const server = MailServices.accounts.accounts.map(each => each.incomingServer).find(each => each.type == "imap");
    const folder = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Drafts);
    if (!folder) return null;
    folder.updateFolder(null);
    const subject = args[0].replace(/^Re: /, "");  // which Thunderbird keeps as a flag
    const header = [...folder.messages].find(each => each.mime2DecodedSubject == subject);
    if (!header) return null;
    const main = Services.wm.getMostRecentWindow("mail:3pane");
    const before = new Set(Services.wm.getEnumerator("msgcompose"));
    main.ComposeMessage(Ci.nsIMsgCompType.Draft, Ci.nsIMsgCompFormat.Default, folder, [folder.getUriForMsg(header)]);
    for (let turn = 0; turn < 2000; turn++) {
        const window = [...Services.wm.getEnumerator("msgcompose")].find(each => !before.has(each));
        if (window?.composeEditorReady) return window.docShell.outerWindowID;
        await new Promise(done => main.setTimeout(done, 10));
    }
"""
# The bar at the bottom of the main window.
NOTICE = """
    const bar = Services.wm.getMostRecentWindow("mail:3pane").specialTabs.msgNotificationBar.currentNotification;
    return bar?.shadowRoot?.textContent + bar?.textContent;
"""
CLICK_NOTICE = """
    const bar = Services.wm.getMostRecentWindow("mail:3pane").specialTabs.msgNotificationBar.currentNotification;
    bar.buttonContainer.querySelector("button").click();
"""
ANSWER = """
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const [command, to] = args;
    const before = new Set(Services.wm.getEnumerator("msgcompose"));
    const about = Services.wm.getMostRecentWindow("mail:3pane").gTabmail.currentAboutMessage;
    about.commandController.doCommand(command, {});
    for (;;) {
        const window = [...Services.wm.getEnumerator("msgcompose")].find(each => !before.has(each));
        if (window?.composeEditorReady) {
            if (to) window.SetComposeDetails({ to, identityKey: null });
            return window.docShell.outerWindowID;
        }
        await new Promise(done => Services.tm.dispatchToMainThread(done));
    }
"""
