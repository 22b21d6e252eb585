# SPDX-License-Identifier: MPL-2.0
"""An SMTP server on loopback that puts what it is given, byte for byte, into Maildirs."""
import itertools
import os
import pathlib
import re
import socketserver
import threading


class SmtpSink:
    """Serves on a free port until stopped. `owner` is the (uid, gid) that the mail is given to."""

    def __init__(self, folder, owner):
        self.folder, self.owner, self.numbers = pathlib.Path(folder), owner, itertools.count(1)
        # (recipients, octets) of each message taken, and whom nothing is taken for.
        self.taken, self.refused = [], set()
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self.server.daemon_threads, self.server.sink = True, self
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def deliver(self, recipient, data):
        """Appears in `new` by rename, as Maildir asks."""
        user = re.sub(r"[^a-z0-9.-]", "", recipient.split("@")[0].lower())
        name = f"{next(self.numbers):06}.sink"
        for part in ("tmp", "new", "cur"):
            (self.folder / user / "Maildir" / part).mkdir(parents=True, exist_ok=True)
        waiting = self.folder / user / "Maildir/tmp" / name
        waiting.write_bytes(data)
        for path in (self.folder / user, *(self.folder / user).rglob("*")):
            os.chown(path, *self.owner)
        waiting.rename(self.folder / user / "Maildir/new" / name)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Conversation(socketserver.StreamRequestHandler):
    """RFC 5321, as far as a client that behaves needs it."""

    def handle(self):
        self.recipients = []
        self._say("220 sink")
        while line := self.rfile.readline():
            command = line.decode("latin-1").strip()
            if command.upper() == "DATA":
                self._data()
            elif command.upper().startswith("RCPT TO:"):
                self._recipient(command.split("<")[1].split(">")[0])
            else:
                self._say({"EHLO": "250-sink\r\n250-8BITMIME\r\n250 SIZE", "QUIT": "221 bye",
                           "AUTH": "235 ok"}.get(command.upper()[:4], "250 ok"))

    def _recipient(self, address):
        if address in self.server.sink.refused:
            return self._say("550 no such mailbox")
        self.recipients.append(address)
        self._say("250 ok")

    def _data(self):
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        message = b"".join(lines)
        self.server.sink.taken.append((self.recipients, message))
        for recipient in self.recipients:
            self.server.sink.deliver(recipient, message)
        self.recipients = []
        self._say("250 kept")

    def _say(self, text):
        self.wfile.write(text.encode() + b"\r\n")
