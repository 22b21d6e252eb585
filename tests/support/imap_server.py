# SPDX-License-Identifier: MPL-2.0
"""Dovecot on loopback, with folders of its own and one password for everybody."""
import getpass
import os
import pathlib
import pwd
import socket
import subprocess
import time

from thunderbird import free_port

PASSWORD = "pw"
# Dovecot serves no mail as root, so root lends it the mail user.
USER = "mail" if os.getuid() == 0 else getpass.getuser()
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = {protocols}
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
{unprivileged}
service imap-login {{
  {chroot}
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  {chroot}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%n
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
  mailbox Drafts {{
    auto = subscribe
    special_use = \\Drafts
  }}
  mailbox Junk {{
    auto = subscribe
    special_use = \\Junk
  }}
}}
{more}
"""


class ImapServer:
    """`folder` is short, since sockets are made in it, and reachable for USER. `more` is
    configuration that the further protocols need."""

    def __init__(self, folder, protocols="imap", more=""):
        self.folder, self.port = pathlib.Path(folder), free_port()
        self.mail = self.folder / "mail"
        self.mail.mkdir()
        account = pwd.getpwnam(USER)
        self.owner = account.pw_uid, account.pw_gid
        os.chown(self.mail, *self.owner)
        mine = os.getuid() != 0
        (self.folder / "dovecot.conf").write_text(CONFIGURATION.format(
            folder=self.folder, port=self.port, protocols=protocols, more=more, password=PASSWORD,
            user=account.pw_uid, group=account.pw_gid,
            unprivileged=f"default_internal_user = {USER}\ndefault_login_user = {USER}" if mine else "",
            chroot="chroot =" if mine else ""))
        self.process = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", str(self.folder / "dovecot.conf")],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._await_greeting()

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def log(self):
        path = self.folder / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _await_greeting(self, limit=15):
        end = time.monotonic() + limit
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as client:
                    if client.recv(100).startswith(b"* OK"):
                        return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Dovecot did not start: {self.log()[-500:]}")
            time.sleep(0.05)
