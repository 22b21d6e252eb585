# SPDX-License-Identifier: MPL-2.0
"""A submission server that misbehaves in one way, and remembers all it was told."""
import socket
import threading

PLAIN = "250-liar\r\n250-AUTH PLAIN\r\n250 SIZE 50000000\r\n"
END = b"\r\n.\r\n"


class Liar:
    """`at_end` is what it does once it has the whole message: an answer, "drop" or "silence"; `drop_after` ends the
    connection after so many octets of the message; `stop_reading_after` stops reading there and keeps it open.
    `seconds` go by before that answer."""

    def __init__(self, at_end="250 2.0.0 taken", ehlo=PLAIN, drop_after=None, stop_reading_after=None,
                 seconds=0):
        self.seconds = seconds
        self.at_end, self.ehlo, self.drop_after, self.stop_after = at_end, ehlo, drop_after, stop_reading_after
        self.told, self.data, self.connections = b"", b"", 0
        self.progress = threading.Condition()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.open = []
        threading.Thread(target=self._serve, daemon=True).start()

    def wait_until(self, what, limit=20):
        with self.progress:
            if not self.progress.wait_for(lambda: what(self), limit):
                raise TimeoutError("the client did not come so far")

    def stop(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for connection in self.open:
            connection.close()

    def _serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.open.append(connection)
            with self.progress:
                self.connections += 1
                self.progress.notify_all()
            try:
                self._talk(connection)
            except OSError:
                pass

    def _talk(self, connection):
        lines = connection.makefile("rb")
        say = lambda text: connection.sendall(text.encode() + b"\r\n")
        say("220 liar ESMTP")
        while line := lines.readline():
            self.told += line
            verb = line[:4].upper()
            if verb == b"EHLO":
                connection.sendall(self.ehlo.encode())
            elif verb == b"AUTH":
                say("235 welcome")
            elif verb == b"DATA":
                say("354 go on")
                if not self._take_message(lines):
                    return connection.close()
                threading.Event().wait(self.seconds)
                if self.at_end == "drop":
                    return connection.close()
                if self.at_end != "silence":
                    say(self.at_end)
            elif verb == b"QUIT":
                say("221 bye")
                return connection.close()
            else:
                say("250 fine")

    def _take_message(self, lines):
        """False when the connection is to end here."""
        while END not in self.data[-70_000:]:
            if self.drop_after is not None and len(self.data) >= self.drop_after:
                return False
            if self.stop_after is not None and len(self.data) >= self.stop_after:
                threading.Event().wait()
            octets = lines.read1(65_536)
            if not octets:
                return False
            with self.progress:
                self.data += octets
                self.progress.notify_all()
        return True
