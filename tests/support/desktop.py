# SPDX-License-Identifier: MPL-2.0
"""What of a desktop the host needs: a session bus with GNOME Keyring, and a terminal for pinentry."""
import contextlib
import os
import pty
import select
import subprocess
import threading
import time


class Keyring:
    """A session bus of its own, with a keyring that is unlocked."""

    def __init__(self, home):
        environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(home / "run")}
        (home / "run").mkdir(parents=True, mode=0o700)
        self.bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"], env=environment,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.address = self.bus.stdout.readline().decode().strip()
        self.daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"], stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**environment, "DBUS_SESSION_BUS_ADDRESS": self.address})
        self.daemon.stdin.write(b"unlocked")
        self.daemon.stdin.close()
        self._await_service(environment)

    def stop(self):
        for process in (self.daemon, self.bus):
            process.terminate()
            process.wait(10)

    def _await_service(self, environment, limit=15):
        end = time.monotonic() + limit
        ask = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner",
               "string:org.freedesktop.secrets"]
        while b"true" not in subprocess.run(ask, capture_output=True,
                                            env={**environment, "DBUS_SESSION_BUS_ADDRESS": self.address}).stdout:
            if time.monotonic() > end:
                raise RuntimeError("no Secret Service came up")
            time.sleep(0.05)


class Terminal:
    """A terminal on which pinentry shows its dialog; `screen` is all that was drawn on it."""

    def __init__(self):
        self.master, self.slave = pty.openpty()
        self.name = os.ttyname(self.slave)
        self.screen = b""

    def type_when(self, shown, keys, limit=20):
        """Types once this text stands on the screen."""
        begin, end = len(self.screen), time.monotonic() + limit
        while shown.encode() not in self.screen[begin:]:
            if time.monotonic() > end:
                raise TimeoutError(f"\"{shown}\" was not shown; the screen has {self.screen[begin:]!r}")
            if select.select([self.master], [], [], 0.2)[0]:
                self.screen += os.read(self.master, 65_536)
        os.write(self.master, keys)

    def always_answer(self, shown, keys, note=None):
        """Somebody sits there who types the same whenever this text stands on the screen; the file `note`
        gets a line each time."""
        def answer():
            with contextlib.suppress(OSError):
                while True:
                    self.type_when(shown, keys, limit=86_400)
                    if note:
                        with note.open("a") as out:
                            print(shown, file=out)
        threading.Thread(target=answer, daemon=True).start()

    def stop(self):
        with contextlib.suppress(OSError):
            os.close(self.master)
            os.close(self.slave)
