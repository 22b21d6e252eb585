# SPDX-License-Identifier: MPL-2.0
"""A person at Thunderbird: opens mails, reads the badge, opens its popup, takes pictures."""
import subprocess
import time

import scripts
import thunderbird
from imap_server import PASSWORD
from marionette import Marionette

TALLEST_POPUP = 600
# Seconds for a start, on a machine that has much else to do.
CALL_LIMIT = 120


class Reader:
    """`home` is that of the person: keys, anchors and the native-host manifest are there."""

    def __init__(self, work, home, imap_port, smtp_port, archive, preferences=None):
        self.work, self.home, self.display = work, home, thunderbird.Display("1152x864x24")
        profile = thunderbird.write_profile(work / "profile", thunderbird.LOCAL_FOLDERS, account(imap_port, smtp_port),
                                            preferences or {})
        thunderbird.install_extension(profile, archive)
        self.profile, self.process, self.client = profile, None, None
        try:
            self._start()
            self.client.until(thunderbird.CLOSE_WELCOME, limit=60, what="the first-run page")
            self.client.run(scripts.SET_PASSWORD, "bob", PASSWORD)
        except BaseException:
            self.picture("failed-start")
            self.stop()
            raise

    def restart(self):
        self._end()
        self._start()

    def open_inbox(self, count):
        self.client.until(scripts.OPEN_INBOX, count, limit=60, what=f"an inbox of {count} mails")

    def open(self, name):
        """Puts a mail on screen, with no other mail before it."""
        self.client.run(scripts.CLOSE_MAIL)
        self.client.until(scripts.IS_CLOSED, what="an empty message pane")
        self.client.run(scripts.OPEN, name)
        self.client.until(scripts.ON_SCREEN, name, limit=60, what=f"the mail {name}")

    def open_in_tab(self, name):
        self.client.run(scripts.OPEN_IN_TAB, name)
        self.client.until(scripts.ON_SCREEN, name, limit=60, what=f"the mail {name}")

    def first_tab(self):
        self.client.run(scripts.FIRST_TAB)

    def badge_now(self):
        """{image, label, title}, whatever the state."""
        return self.client.run(scripts.BADGE)

    def badge(self, limit=30):
        """The badge once it is grey no more."""
        return self.badge_like(is_read, limit, "a badge that is not grey")

    def badge_like(self, wanted, limit=30, what="the badge"):
        return until(lambda: (badge := self.badge_now()) and wanted(badge) and badge, limit, what)

    def popup(self, wanted=lambda text: "Checking" not in text):
        """Opens the popup and gives its text once it is as wanted; it stays open. A message that Thunderbird
        shows anew is checked anew, after its badge was painted already."""
        self.client.run(scripts.CLICK_BADGE)
        return self.popup_like(wanted)

    def popup_like(self, wanted, limit=20):
        """The text of the open popup once it is as wanted."""
        return until(lambda: (text := self.in_popup("document.body.innerText")) and wanted(text) and text,
                     limit, "the popup's text")

    def in_popup(self, expression):
        return self.client.run(scripts.IN_POPUP, expression)

    def picture_of_popup(self, name):
        """Once the panel has the size of what is in it, as far as Thunderbird lets it grow."""
        wanted = f"Math.min(document.documentElement.scrollHeight, {TALLEST_POPUP})"
        until(lambda: self.client.run(scripts.POPUP_HEIGHT) == self.in_popup(wanted), 10, "the size of the popup")
        self.picture(f"popup-{name}")

    def close_popup(self):
        self.client.run(scripts.CLOSE_POPUP)

    def places(self):
        """Where badge and mail body are in the window: {badge, body}, each {top, bottom}."""
        return self.client.run(scripts.PLACES)

    def told(self, limit=20):
        """The text of an alert over the main window, which is then closed."""
        def look():
            try:
                return self.client.call("WebDriver:GetAlertText")
            except RuntimeError:
                return None
        text = until(look, limit, "an alert")
        self.picture("told")
        self.client.call("WebDriver:AcceptAlert")
        return text

    def tidy_up(self):
        """After a case that stopped half-way."""
        try:
            print(*self.complaints(), sep="\n")
            self.close_popup()
            self.first_tab()
        except (RuntimeError, OSError) as error:
            print(f"  Thunderbird does not answer: {error}")

    def complaints(self):
        """Errors of the extension's own code."""
        return self.client.run(scripts.COMPLAINTS)

    def use_dark(self, on):
        self.client.run(scripts.USE_DARK, int(on))

    def picture(self, name):
        path = self.work / f"{name}.png"
        self.display.picture(path)
        print(f"  picture {path}", flush=True)

    def stop(self):
        self._end()
        self.display.stop()

    def _start(self):
        port = thunderbird.free_port()
        self.process = thunderbird.start(self.profile, self.home, self.display.name, port)
        self.client = Marionette(port, limit=CALL_LIMIT)

    def _end(self):
        try:
            if self.client:
                self.client.quit()
                self.process.wait(20)
        except (OSError, RuntimeError, subprocess.TimeoutExpired):
            pass
        if self.process:
            self.process.kill()
            self.process.wait(10)


def is_read(badge):
    """The title is what the extension paints last; before that it is only its name."""
    return ": " in badge["title"] and "Checking" not in badge["title"]


def until(look, limit, what):
    """The first true value of `look()`, asked for until `limit` seconds have passed."""
    end = time.monotonic() + limit
    while not (value := look()):
        if time.monotonic() > end:
            raise RuntimeError(f"{what} did not come within {limit} s")
        time.sleep(0.05)
    return value


def account(imap_port, smtp_port):
    return {
        "mail.accountmanager.accounts": "account1,account2",
        "mail.accountmanager.defaultaccount": "account1",
        "mail.account.account1.server": "server1",
        "mail.account.account1.identities": "id1",
        "mail.identity.id1.fullName": "Bob Example",
        "mail.identity.id1.useremail": "bob@example.test",
        "mail.identity.id1.smtpServer": "smtp1",
        "mail.identity.id1.valid": True,
        "mail.identity.id1.fcc_folder": "imap://bob@127.0.0.1/Sent",
        "mail.identity.id1.draft_folder": "imap://bob@127.0.0.1/Drafts",
        "mail.smtpservers": "smtp1",
        "mail.smtpserver.smtp1.hostname": "127.0.0.1",
        "mail.smtpserver.smtp1.port": smtp_port,
        "mail.smtpserver.smtp1.try_ssl": 0,
        "mail.smtpserver.smtp1.authMethod": 1,
        "mail.server.server1.type": "imap",
        "mail.server.server1.hostname": "127.0.0.1",
        "mail.server.server1.port": imap_port,
        "mail.server.server1.userName": "bob",
        "mail.server.server1.name": "bob@example.test",
        "mail.server.server1.socketType": 0,
        "mail.server.server1.authMethod": 3,
        # Thunderbird 153 keeps only a part of a large mail that is opened while it is being fetched.
        "mail.server.server1.offline_download": False,
        "mail.server.server1.autosync_offline_stores": False,
        # Else a question for the password would come before it can be told.
        "mail.server.server1.login_at_startup": False,
        "mail.server.server1.check_new_mail": False,
        # Marionette waits for an idle moment between two frames; a busy machine has none at 60 a second.
        "layout.frame_rate": 10,
        # What our pages and Thunderbird log goes to profile.log.
        "devtools.console.stdout.content": True,
        "devtools.console.stdout.chrome": True,
        # Without a window manager the window loses the focus now and then, and popups with it.
        "ui.popup.disable_autohide": True,
    }
