# SPDX-License-Identifier: MPL-2.0
"""Alice, whose Thunderbird has no extension: her key is in its own store (NSS)."""
import subprocess

import thunderbird
from marionette import Marionette
from reader import CALL_LIMIT, account

SHOW = """
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const pane = Services.wm.getMostRecentWindow("mail:3pane")?.gTabmail?.tabInfo[0]?.chromeBrowser?.contentWindow;
    if (!pane?.displayFolder) return false;
    const folder = MailServices.accounts.localFoldersServer.rootFolder.getChildNamed("Received");
    if (pane.gFolder != folder) pane.displayFolder(folder.URI);
    const rows = [...Array(pane.gDBView?.rowCount ?? 0).keys()];
    const row = rows.find(each => pane.gDBView.getMsgHdrAt(each).mime2DecodedSubject == args[0]);
    if (row === undefined) return false;
    pane.threadTree.selectedIndex = row;
    return true;
"""
SHOWN = """
    const message = Services.wm.getMostRecentWindow("mail:3pane").gTabmail.currentAboutMessage;
    if (!message?.msgLoaded || message.gMessage?.mime2DecodedSubject != args[0]) return null;
    const state = id => {
        const icon = message.document.getElementById(id);
        return icon.hidden ? "" : icon.getAttribute("src")?.match(/-([a-z]+)\\.svg$/)?.[1] ?? "";
    };
    return {
        encrypted: state("encryptedHdrIcon"), signed: state("signedHdrIcon"),
        text: message.getMessagePaneBrowser().contentDocument?.body?.innerText ?? "",
    };
"""


class Recipient:
    """`mails` lie in a folder of hers; she trusts the authority for mail."""

    def __init__(self, work, identity, root, mails):
        self.work, self.display = work / "alice", thunderbird.Display("1152x864x24")
        self.work.mkdir()
        quiet = {**account(1, 1), "mail.server.server1.check_new_mail": False, "offline.startup_state": 3,
                 "offline.autoDetect": False, "network.online": False}
        profile = thunderbird.write_profile(self.work / "profile", thunderbird.LOCAL_FOLDERS, quiet)
        folder = profile / "Mail/Local Folders"
        folder.mkdir(parents=True)
        between = b"From - Mon Nov 23 12:00:00 2026\r\n"
        (folder / "Received").write_bytes(b"".join(between + mail + b"\r\n" for mail in mails))
        store = f"sql:{profile}"
        run("certutil", "-N", "-d", store, "--empty-password")
        run("certutil", "-A", "-d", store, "-n", "root", "-t", ",C,", "-i", root)
        run("pk12util", "-i", identity.pkcs12, "-d", store, "-W", "", "-K", "")
        port = thunderbird.free_port()
        self.process = thunderbird.start(profile, self.work, self.display.name, port)
        self.client = Marionette(port, limit=CALL_LIMIT)

    def read(self, subject):
        """{encrypted, signed, text} as Thunderbird itself shows them."""
        self.client.until(SHOW, subject, limit=60, what=f"the message {subject!r} in the list")
        return self.client.until(SHOWN, subject, limit=30, what=f"the message {subject!r} on screen")

    def read_like(self, subject, wanted):
        """Icons come a little after the text."""
        self.read(subject)
        script = f"const shown = await (async () => {{ {SHOWN} }})(); return shown && ({wanted}) && shown;"
        return self.client.until(script, subject, limit=20, what=f"{wanted} of {subject!r}")

    def picture(self, path):
        self.display.picture(path)
        print(f"  picture {path}", flush=True)

    def stop(self):
        self.client.quit()
        self.process.wait(20)
        self.display.stop()


def run(*words):
    done = subprocess.run([str(word) for word in words], capture_output=True)
    assert done.returncode == 0, f"{words[0]}: {done.stderr.decode(errors='replace')}"
