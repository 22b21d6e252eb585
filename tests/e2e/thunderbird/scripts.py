# SPDX-License-Identifier: MPL-2.0
"""What is asked of Thunderbird's windows, as bodies of functions in its chrome context."""

# Names used by the scripts below.
NAMES = """
    const window = Services.wm.getMostRecentWindow("mail:3pane");
    const tabmail = window?.gTabmail, pane = tabmail?.tabInfo[0]?.chromeBrowser?.contentWindow;
    const message = tabmail?.currentAboutMessage;
    const button = message?.document?.querySelector("[id$='-messageDisplayAction-toolbarbutton']");
    const image = button?.getAttribute("style")?.match(/([a-z-]+)\\.svg/)?.[1];
    const title = button?.getAttribute("tooltiptext")?.replace(/[\\u2066\\u2069]/g, "");
    const rowOf = name => {
        for (let row = 0; row < pane.gDBView.rowCount; row++) {
            if (pane.gDBView.getMsgHdrAt(row).messageId.startsWith(name + "@")) return row;
        }
        throw new Error("no mail " + name);
    };
    const popup = window?.document.querySelector("panel[id^=webextension] browser.webextension-popup-browser");
"""
SET_PASSWORD = """
    const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
    login.init("imap://127.0.0.1", null, "imap://127.0.0.1", args[0], args[1], "", "");
    await Services.logins.addLoginAsync(login);
"""
OPEN_INBOX = NAMES + """
    if (!pane?.displayFolder) return false;
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const server = MailServices.accounts.accounts.map(account => account.incomingServer).find(s => s.type == "imap");
    const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
    if (!inbox) { server.performExpand(null); return false; }
    if (pane.gFolder != inbox) pane.displayFolder(inbox.URI);
    return pane.gDBView?.rowCount == args[0];
"""
CLOSE_MAIL = NAMES + """pane.threadTree.selectedIndex = -1;"""
IS_CLOSED = NAMES + """return pane.messageBrowser.hidden;"""
# Without its title, which is what the extension paints last, an old badge is not taken for a new one.
OPEN = NAMES + """
    pane.messageBrowser.contentDocument?.querySelector("[id$='-messageDisplayAction-toolbarbutton']")
        ?.removeAttribute("tooltiptext");
    pane.threadTree.selectedIndex = rowOf(args[0]);
"""
ON_SCREEN = NAMES + """
    return message?.gMessage?.messageId.startsWith(args[0] + "@") && message.msgLoaded;
"""
OPEN_IN_TAB = NAMES + """
    window.MailUtils.displayMessage(pane.gDBView.getMsgHdrAt(rowOf(args[0])), pane.gViewWrapper, tabmail);
"""
FIRST_TAB = NAMES + """
    tabmail.switchToTab(0);
    tabmail.closeOtherTabs(tabmail.tabInfo[0]);
"""
BADGE = NAMES + """
    if (!title || title.includes("No message is open")) return null;
    const label = button.getAttribute("hideWebExtensionLabel") == "true" ? "" : button.getAttribute("label");
    return { image, title, label: label.replace(/[\\u2066\\u2069]/g, "") };
"""
CLICK_BADGE = NAMES + """button.click();"""
# The popup lives in the extension's process; a frame script reaches it.
IN_POPUP = NAMES + """
    if (!popup?.currentURI?.spec.endsWith("popup.html")) return null;
    const told = new Promise(done => popup.messageManager.addMessageListener("told", function listener({ data }) {
        popup.messageManager.removeMessageListener("told", listener);
        done(data);
    }));
    const script = `{ const document = content.document; sendAsyncMessage("told", document.body && (${args[0]})); }`;
    popup.messageManager.loadFrameScript("data:," + encodeURIComponent(script), false);
    const value = await Promise.race([told, new Promise(done => window.setTimeout(done, 2000, null))]);
    return typeof value == "string" ? value.replace(/[\\u2066\\u2069]/g, "") : value;
"""
CLOSE_POPUP = NAMES + """popup?.closest("panel").hidePopup();"""
POPUP_HEIGHT = NAMES + """return popup?.clientHeight;"""
USE_DARK = """Services.prefs.setIntPref("ui.systemUsesDarkTheme", args[0]);"""
PLACES = NAMES + """
    const place = element => { const { top, bottom } = element.getBoundingClientRect(); return { top, bottom }; };
    return { badge: place(button), body: place(message.document.getElementById("messagepane")) };
"""
# What went wrong in our own pages and in the privileged part.
COMPLAINTS = """
    const errors = Services.console.getMessageArray().filter(each => each instanceof Ci.nsIScriptError);
    return errors.filter(({ sourceName }) => sourceName.includes("moz-extension://")).map(each => String(each));
"""
