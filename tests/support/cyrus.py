# SPDX-License-Identifier: MPL-2.0
"""Cyrus IMAP as a JMAP server on loopback; what others get goes out through a given SMTP port."""
import imaplib
import os
import pathlib
import shutil
import subprocess
import time
import urllib.request

from imap_server import PASSWORD
from thunderbird import TOP, free_port

UNPACKED = TOP / "build/cyrus/root"
LIBRARIES = UNPACKED / "usr/lib/x86_64-linux-gnu"
LARGEST = 2_000  # kilobytes of one upload
SERVICES = """START {{
  recover cmd="{programs}/ctl_cyrusdb -C {folder}/imapd.conf -r"
}}
SERVICES {{
  imap cmd="{programs}/imapd -C {folder}/imapd.conf" listen="127.0.0.1:{imap}" prefork=0
  http cmd="{programs}/httpd -C {folder}/imapd.conf" listen="127.0.0.1:{http}" prefork=0
}}
EVENTS {{
}}
"""
SETTINGS = """configdirectory: {folder}/configuration
partition-default: {folder}/spool
defaultpartition: default
cyrus_user: mail
cyrus_group: mail
allowplaintext: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {folder}/passwords
sasl_mech_list: PLAIN
servername: cyrus.example.test
altnamespace: yes
unixhierarchysep: yes
httpmodules: jmap
conversations: yes
specialusealways: yes
autocreate_quota: 0
autocreate_inbox_folders: Sent | Drafts
xlist-sent: Sent
xlist-drafts: Drafts
smtp_backend: host
smtp_host: 127.0.0.1:{smtp}
jmap_max_size_upload: {largest}
search_engine: none
lmtpsocket: {folder}/lmtp
idlesocket: {folder}/idle
notifysocket: {folder}/notify
"""


class Cyrus:
    """An account for each of `people`. `folder` is short, since sockets are made in it. Needs root."""

    def __init__(self, folder, smtp, people):
        subprocess.run([TOP / "installer/cyrus"], check=True)
        self.folder, self.imap, self.http = pathlib.Path(folder), free_port(), free_port()
        for name in ("configuration", "spool"):
            (self.folder / name).mkdir(parents=True)
        places = {"folder": self.folder, "programs": UNPACKED / "usr/lib/cyrus/bin", "imap": self.imap, "http": self.http}
        (self.folder / "cyrus.conf").write_text(SERVICES.format(**places))
        (self.folder / "imapd.conf").write_text(SETTINGS.format(**places, smtp=smtp, largest=LARGEST))
        environment = {**os.environ, "LD_LIBRARY_PATH": str(LIBRARIES), "SASL_PATH": str(LIBRARIES / "sasl2")}
        for name in people:
            subprocess.run([UNPACKED / "usr/sbin/saslpasswd2", "-p", "-c", "-f", self.folder / "passwords", "-u",
                            "cyrus.example.test", name], input=PASSWORD.encode(), env=environment, check=True)
        for path in (self.folder, *self.folder.iterdir()):
            shutil.chown(path, "mail", "mail")
        self.process = subprocess.Popen(
            [UNPACKED / "usr/sbin/cyrmaster", "-C", self.folder / "imapd.conf", "-M", self.folder / "cyrus.conf", "-p",
             self.folder / "pid", "-D"], env=environment, stdout=subprocess.DEVNULL,
            stderr=(self.folder / "errors").open("w"))
        for name in people:
            self._await_folders(name)

    @property
    def session(self):
        return f"http://127.0.0.1:{self.http}/jmap/"

    def stop(self):
        self.process.terminate()
        self.process.wait(20)

    def _await_folders(self, name, limit=30):
        """The first login makes them; the web server comes up with its first request."""
        end = time.monotonic() + limit
        while True:
            try:
                with imaplib.IMAP4("127.0.0.1", self.imap, timeout=10) as client:
                    client.login(name, PASSWORD)
                urllib.request.urlopen(self.session, timeout=10)
                return
            except urllib.request.HTTPError:
                return
            except (OSError, imaplib.IMAP4.error) as error:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"Cyrus did not start ({error}): {(self.folder / 'errors').read_text()[-500:]}")
            time.sleep(0.1)
