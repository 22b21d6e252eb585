# SPDX-License-Identifier: MPL-2.0
"""Opens Thunderbird on the demo mailbox: for a person, or under Xvfb with a picture per mail."""
import os

import thunderbird
from marionette import Marionette

MBOX_LINE = b"From - Mon Nov 23 12:00:00 2026\r\nX-Mozilla-Status: 0001\r\nX-Mozilla-Status2: 00000000\r\n"
# An account that never asks a server for mail.
ACCOUNT = {
    "mail.accountmanager.accounts": "account1,account2",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.account.account1.server": "server1",
    "mail.account.account1.identities": "id1",
    "mail.identity.id1.fullName": "Ben Demo",
    "mail.identity.id1.useremail": "ben@demo.example",
    "mail.identity.id1.valid": True,
    "mail.server.server1.type": "pop3",
    "mail.server.server1.hostname": "demo.invalid",
    "mail.server.server1.userName": "ben",
    "mail.server.server1.name": "ben@demo.example",
    "mail.server.server1.directory-rel": "[ProfD]Mail/demo",
    "mail.server.server1.login_at_startup": False,
    "mail.server.server1.check_new_mail": False,
    "mail.server.server1.download_on_biff": False,
}
OPEN_INBOX = """
    const pane = Services.wm.getMostRecentWindow("mail:3pane")?.gTabmail?.currentAbout3Pane;
    if (!pane?.displayFolder) return false;
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const server = MailServices.accounts.accounts.map(account => account.incomingServer).find(s => s.type == "pop3");
    pane.displayFolder(server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox).URI);
    return pane.gDBView?.rowCount > 0;
"""
# Without its title an old badge is not taken for a new one.
SELECT = """
    Services.wm.getMostRecentWindow("mail:3pane").gTabmail.currentAboutMessage?.document
        ?.querySelector("[id$='-messageDisplayAction-toolbarbutton']")?.removeAttribute("tooltiptext");
    const pane = Services.wm.getMostRecentWindow("mail:3pane").gTabmail.currentAbout3Pane;
    for (let row = 0; row < pane.gDBView.rowCount; row++) {
        if (pane.gDBView.getMsgHdrAt(row).messageId.startsWith(args[0] + "@")) pane.threadTree.selectedIndex = row;
    }
"""
# What the badge says of a mail, once that mail is on screen and judged.
BADGE = """
    const message = Services.wm.getMostRecentWindow("mail:3pane").gTabmail.currentAboutMessage;
    if (!message?.gMessage?.messageId.startsWith(args[0] + "@")) return "";
    const button = message.document.querySelector("[id$='-messageDisplayAction-toolbarbutton']");
    const title = button?.getAttribute("tooltiptext") ?? "";
    if (!title.includes(": ") || button.getAttribute("style").includes("pending.svg")) return "";
    return title.replace(/^[^:]*: */, "");
"""


def show(demo, mailbox):
    """With a display this waits until the person closes Thunderbird."""
    profile = make_profile(demo, mailbox)
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        print("\nThunderbird opens on the demo mailbox; close it to end.")
        thunderbird.start(profile, demo.us.home).wait()
    else:
        take_pictures(demo, mailbox, profile)


def make_profile(demo, mailbox):
    profile = thunderbird.write_profile(demo.folder / "profile", thunderbird.LOCAL_FOLDERS, ACCOUNT)
    thunderbird.install_host(demo.us.home, demo.us.program)
    thunderbird.install_extension(profile, thunderbird.TOP / "extension/dist/sealwright-thunderbird.xpi")
    inbox = profile / "Mail/demo/Inbox"
    inbox.parent.mkdir(parents=True)
    inbox.write_bytes(b"".join(MBOX_LINE + path.read_bytes() + b"\r\n" for _, path in mailbox))
    return profile


def take_pictures(demo, mailbox, profile):
    display, port = thunderbird.Display(), thunderbird.free_port()
    process = thunderbird.start(profile, demo.us.home, display.name, port)
    try:
        client = Marionette(port)
        client.until(thunderbird.CLOSE_WELCOME, limit=60, what="the first-run page")
        client.until(OPEN_INBOX, what="the demo inbox")
        print("\nNo display, so Thunderbird ran under Xvfb:")
        for name, path in mailbox:
            client.run(SELECT, path.stem)
            said = client.until(BADGE, path.stem, limit=60, what=f"the mail \"{name}\"")
            picture = demo.folder / f"{path.stem}.png"
            display.picture(picture)
            print(f"  {name:26} {picture}\n{'':28} {said}")
        client.quit()
        process.wait(30)
    except (RuntimeError, OSError):
        display.picture(demo.folder / "failed.png")
        raise
    finally:
        process.kill()
        display.stop()
