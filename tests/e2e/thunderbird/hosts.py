# SPDX-License-Identifier: MPL-2.0
"""Which native host this Thunderbird finds, and the ones it runs."""
import collections
import os
import pathlib
import signal

import thunderbird
from reader import until

SUPPORT = thunderbird.TOP / "tests/support"


class Hosts:
    def __init__(self, work, home, real):
        self.work, self.home, self.real = work, home, real
        self.manifest, self.used_fake = None, False
        self.use_real()

    def use_real(self):
        self.manifest = thunderbird.install_host(self.home, self.real)

    def settle(self):
        """The real one again, also when one that misbehaves still runs."""
        self.use_real()
        if self.used_fake:
            self.kill()
        self.used_fake = False

    def use_fake(self, behaviour, *arguments):
        """The next host that is started misbehaves like that (see fake_host.py)."""
        self.used_fake = True
        script = self.work / f"host-{behaviour}"
        words = " ".join(f"'{word}'" for word in ("/usr/bin/env", "python3", SUPPORT / "fake_host.py", behaviour, *arguments))
        script.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
        script.chmod(0o755)
        self.manifest = thunderbird.install_host(self.home, script)

    def use_counting(self):
        """The next host that is started is the real one, and notes what it is asked."""
        self.notes = self.work / "verbs"
        self.notes.write_text("")
        self.use_fake("count", self.notes, self.real)

    def counted(self):
        """How often each verb was asked of it."""
        return dict(collections.Counter(self.notes.read_text().split()))

    def remove(self):
        self.manifest.unlink()

    def running(self):
        """Process ids of the hosts that browsers with our home started."""
        found = []
        for process in pathlib.Path("/proc").iterdir():
            try:
                words = (process / "cmdline").read_bytes().split(b"\0")
            except (OSError, NotADirectoryError):
                continue
            if process.name.isdigit() and str(self.manifest).encode() in words:
                found.append(int(process.name))
        return found

    def kill(self):
        """Ends the running ones as a crash would, and waits until they are gone."""
        for process in self.running():
            os.kill(process, signal.SIGKILL)
        until(lambda: not self.running(), 10, "the end of the host")
