# SPDX-License-Identifier: MPL-2.0
"""What the cases share: servers, a host that trusts their authority and knows Alice's password, and mails."""
import imaplib
import itertools
import json
import shutil
import time

from desktop import Keyring, Terminal
from imap_server import PASSWORD
from servers import Servers
from thunderbird import TOP
from wire import Host, Refused

ALICE = "alice@example.test"
EXTENSION = json.loads((TOP / "manifests/ids.json").read_text())["chromium"]
numbers = itertools.count(1)


class Stage:
    def __init__(self, program, work, pki, short, closing):
        self.program, self.work, self.pki, self.closing = program, work, pki, closing
        self.servers = Servers(short, pki, closing)
        self.terminal = Terminal()
        closing.callback(self.terminal.stop)
        (short / "keyring").mkdir(mode=0o700)
        self.keyring = Keyring(short / "keyring")
        closing.callback(self.keyring.stop)
        self.host = self.new_host()
        self.enter_password(self.host, self.server("submission", "none"))

    def new_host(self, bus=True, trusting=True, **environment):
        home = self.work / ("home" if trusting else "unknowing")
        data = home / ".local/share/sealwright"
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if trusting:
            shutil.copy(self.pki.root, data / "server-anchors.pem")
        host = Host(self.program, home, EXTENSION, GPG_TTY=self.terminal.name, TERM="xterm",
                    DBUS_SESSION_BUS_ADDRESS=self.keyring.address if bus else None, **environment)
        self.closing.callback(host.close)
        return host

    def enter_password(self, host, *servers, password=PASSWORD):
        """A person's answer to the dialog that `password` opens; gives what the host says then."""
        asked = host.begin("password", servers=list(servers))
        self.terminal.type_when("password:", password.encode() + b"\r")
        return host.answer(asked)

    def server(self, kind, security, **other):
        port = getattr(self.servers, kind)[security]
        return {"host": "127.0.0.1", "port": port, "security": security, "user": ALICE, "auth": "password", **other}

    def submit(self, message, to, security="starttls", host=None, **other):
        return (host or self.host).ask("submit", message, envelope={"from": ALICE, "to": to},
                                       server=self.server("submission", security, **other))

    def received(self, name, message_id, folder="INBOX", limit=20):
        """All mails with this Message-ID, as (octets, flags); waits for the first one."""
        end = time.monotonic() + limit
        while True:
            with imaplib.IMAP4("127.0.0.1", self.servers.dovecot.port) as client:
                client.login(name, PASSWORD)
                client.select(folder, readonly=True)
                hits = client.search(None, "HEADER", "Message-ID", f'"{message_id}"')[1][0].split()
                if hits or time.monotonic() > end:
                    return [whole(client.fetch(hit, "(FLAGS BODY.PEEK[])")[1][0]) for hit in hits]
            time.sleep(0.1)


def whole(fetched):
    return fetched[1], fetched[0].decode()


def mail(text=b"Dear Bob,\r\n\r\nten o'clock.\r\n", to="Bob <bob@example.test>"):
    """A message with a Message-ID of its own, and that."""
    message_id = f"<{next(numbers)}@submission.test>"
    return (f"From: Alice <{ALICE}>\r\nTo: {to}\r\nSubject: Meeting\r\nMessage-ID: {message_id}\r\n"
            "Date: Tue, 24 Nov 2026 01:00:00 +0000\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=us-ascii\r\n\r\n").encode() + text, message_id


def refusal(work):
    """The code of the error that `work` ends with, and its arguments; "accepted" when it does not."""
    try:
        work()
    except Refused as refused:
        return refused.code, refused.args_of
    return "accepted", []
