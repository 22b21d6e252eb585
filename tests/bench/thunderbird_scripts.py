# SPDX-License-Identifier: MPL-2.0
"""Stop-watches inside Thunderbird, as bodies of functions in its chrome context."""
from scripts import NAMES

# The end-to-end tests draw less often, for the sake of a busy machine; and no question about sizes.
AS_FOR_A_PERSON = """
    Services.prefs.clearUserPref("layout.frame_rate");
    Services.prefs.setIntPref("mailnews.message_warning_size", 1 << 30);
"""
# Milliseconds until the badge says something of that mail.
SELECT_AND_TIME = NAMES + """
    const row = rowOf(args[0]);
    button.removeAttribute("tooltiptext");
    const begin = window.performance.now();
    pane.threadTree.selectedIndex = row;
    await new Promise(done => {
        const look = () => {
            const title = button.getAttribute("tooltiptext") ?? "";
            if (!title.includes(": ") || button.getAttribute("style").includes("pending")) return;
            observer.disconnect();
            done();
        };
        const observer = new window.MutationObserver(look);
        observer.observe(button, { attributes: true });
    });
    return window.performance.now() - begin;
"""
# For a page of the extension: milliseconds until it has the bytes of the mail with that subject.
TIME_RAW = """
    const messages = content.wrappedJSObject.browser.messages;
    const given = value => Cu.cloneInto(value, content);
    const found = await messages.query(given({{ subject: {subject} }}));
    const begin = content.performance.now();
    const file = await messages.getRaw(found.messages[0].id, given({{ data_format: "File", decrypt: false }}));
    await file.arrayBuffer();
    return content.performance.now() - begin;
"""
SEND_AND_TIME = """
    const window = [...Services.wm.getEnumerator("msgcompose")].find(each => each.docShell.outerWindowID == args[0]);
    const gone = new Promise(done => window.addEventListener("unload", done, { once: true }));
    const begin = ChromeUtils.now();
    window.setTimeout(() => window.goDoCommand("cmd_sendNow"));
    await gone;
    return ChromeUtils.now() - begin;
"""
