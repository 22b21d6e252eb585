# SPDX-License-Identifier: MPL-2.0
"""Postfix on loopback: who has logged in may send, and what is for example.test goes to Dovecot."""
import os
import pathlib
import pwd
import smtplib
import subprocess
import time

from thunderbird import free_port

# What Dovecot offers to it, in the folder where Postfix looks.
DOVECOT = """
service lmtp {{
  unix_listener {queue}/private/dovecot {{
    mode = 0666
  }}
}}
service auth {{
  unix_listener {queue}/private/auth {{
    mode = 0666
  }}
}}
"""
MAIN = """compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mail.example.test
mydestination =
virtual_mailbox_domains = example.test
virtual_transport = lmtp:unix:private/dovecot
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
relay_domains =
default_transport = error:nothing leaves this machine
smtpd_recipient_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
message_size_limit = 104857600
virtual_mailbox_limit = 0
mailbox_size_limit = 0
alias_maps =
alias_database =
"""
# Postfix's own table of services, as short as a delivery by LMTP needs it; nothing is chrooted.
MASTER = """127.0.0.1:{port} inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


def for_dovecot(folder):
    """Its configuration for protocols "imap lmtp"; made before Dovecot starts."""
    private = pathlib.Path(folder) / "queue/private"
    private.mkdir(parents=True)
    os.chown(private, pwd.getpwnam("postfix").pw_uid, -1)
    private.chmod(0o711)
    return DOVECOT.format(queue=private.parent)


def receiving(port):
    """A service that takes mail for example.test from other servers of the test, without a login."""
    return f"127.0.0.1:{port} inet n - n - - smtpd\n"


class Postfix:
    """`folder` is the one that `for_dovecot` was given. `services` are lines for master.cf, beside a submission
    server without TLS. Needs root, as Postfix does."""

    def __init__(self, folder, services=""):
        self.folder, self.port = pathlib.Path(folder), free_port()
        (self.folder / "data").mkdir()
        os.chown(self.folder / "data", pwd.getpwnam("postfix").pw_uid, -1)
        configuration = self.folder / "configuration"
        configuration.mkdir()
        (configuration / "main.cf").write_text(MAIN.format(folder=self.folder))
        (configuration / "master.cf").write_text(MASTER.format(port=self.port) + services)
        self.process = subprocess.Popen(["/usr/sbin/postfix", "-c", str(configuration), "start-fg"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._await_greeting()

    def stop(self):
        self.process.terminate()
        self.process.wait(20)

    def _await_greeting(self, limit=90):
        end = time.monotonic() + limit
        while True:
            try:
                with smtplib.SMTP("127.0.0.1", self.port, timeout=5):
                    return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > end:
                log = self.folder / "log"
                raise RuntimeError(f"Postfix did not start: {log.read_text()[-500:] if log.exists() else 'no log'}")
            time.sleep(0.05)
