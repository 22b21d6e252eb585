# SPDX-License-Identifier: MPL-2.0
"""What is asked of Thunderbird about an opened mail, as bodies of functions in its chrome context."""
from scripts import NAMES

SHOWN = NAMES + """
    const browser = message.getMessagePaneBrowser(), { document } = message;
    const bars = [...document.querySelectorAll("#mail-notification-top notification-message")];
    return {
        text: browser.contentDocument?.body?.innerText ?? "",
        html: browser.contentDocument?.documentElement?.outerHTML ?? "",
        address: browser.currentURI.spec,
        pictures: [...browser.contentDocument?.images ?? []].map(image => image.naturalWidth),
        parts: message.currentAttachments.map(({ name, contentType }) => ({ name, type: contentType })),
        header: !document.getElementById("messageHeader").hidden,
        smime: !document.getElementById("cryptoBox").hidden,
        subject: message.currentHeaderData.subject?.headerValue,
        bars: bars.map(bar => ({ name: bar.getAttribute("value"), text: bar.messageText.textContent.trim() })),
    };
"""
SAVE = NAMES + """
    const found = message.currentAttachments.find(({ name }) => name == args[0]);
    const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
    file.initWithPath(args[1]);
    await found.saveToFile(file);
"""
# A command on the mail that opens a compose window, which is closed again once it is filled.
COMPOSE = NAMES + """
    const before = new Set(Services.wm.getEnumerator("msgcompose"));
    message.commandController.doCommand(args[0]);
    const opened = () => [...Services.wm.getEnumerator("msgcompose")].find(each => !before.has(each));
    const isFilled = compose => compose?.composeEditorReady && compose.gMsgCompose?.bodyModified !== undefined;
    for (let turn = 0; turn < 200 && !isFilled(opened()); turn++) await new Promise(done => window.setTimeout(done, 50));
    const compose = opened();
    if (!compose) return null;
    let last = "";
    for (let quiet = 0; quiet < 10;) {
        await new Promise(done => window.setTimeout(done, 50));
        const now = compose.GetCurrentEditor()?.document.documentElement.outerHTML ?? "";
        quiet = now == last ? quiet + 1 : 0;
        last = now;
    }
    const { document } = compose.GetCurrentEditor();
    const filled = {
        text: document.body.innerText, html: document.documentElement.outerHTML,
        attachments: [...compose.gAttachmentBucket.itemChildren].map(({ attachment }) => attachment.name),
        subject: compose.document.getElementById("msgSubject").value,
    };
    compose.SetContentAndBodyAsUnmodified();
    compose.close();
    return filled;
"""
# Pictures from anywhere, for all senders and for this one.
ALLOW_ALL = """
    Services.prefs.setBoolPref("mailnews.message_display.disable_remote_image", !args[0]);
    const uri = Services.io.newURI("chrome://messenger/content/email=" + args[1]);
    const principal = Services.scriptSecurityManager.createContentPrincipal(uri, {});
    const { ALLOW_ACTION, UNKNOWN_ACTION } = Services.perms;
    Services.perms.addFromPrincipal(principal, "image", args[0] ? ALLOW_ACTION : UNKNOWN_ACTION);
"""
