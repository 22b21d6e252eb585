# SPDX-License-Identifier: MPL-2.0
"""The program under test, with a home of its own: nothing of the user's is read or written."""
import json
import os
import pathlib
import shutil
import subprocess

from pki import openssl


class Failed(Exception):
    """The program ended with another exit code than expected; the text is its standard error."""


class Sealwright:
    def __init__(self, program, home):
        self.program = str(pathlib.Path(program).resolve())
        self.home = pathlib.Path(home)
        self.data = self.home / ".local/share/sealwright"
        for name in ("identities", "anchors"):
            (self.data / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.data.chmod(0o700)

    def trust(self, certificate):
        shutil.copy(certificate, self.data / "anchors" / pathlib.Path(certificate).name)

    def own(self, identity):
        """Puts a PKCS#12 file without a password where the file store looks."""
        kept = self.data / "identities" / identity.pkcs12.name
        shutil.copy(identity.pkcs12, kept)
        kept.chmod(0o600)

    def own_locked(self, identity, password):
        """The same under a password, with the certificate beside it in clear."""
        kept = self.data / "identities" / identity.pkcs12.name
        openssl("pkcs12", "-export", "-inkey", identity.key, "-in", identity.certificate, "-passout", f"pass:{password}",
                "-out", kept)
        kept.chmod(0o600)
        shutil.copy(identity.certificate, kept.with_suffix(".pem"))

    def disown(self, identity):
        (self.data / "identities" / identity.pkcs12.name).unlink()

    def know(self, identity):
        self.run("people", "add", identity.certificate)

    def read(self, verb, mail, *options):
        """The reading that `verify` or `decrypt` prints of a file."""
        done = self._start(verb, mail, "--json", *options)
        try:
            return json.loads(done.stdout)
        except json.JSONDecodeError:
            raise Failed(f"{verb} {mail}: exit {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")

    def say(self, *arguments):
        """What it prints for a person, whatever the exit code."""
        return self._start(*arguments).stdout.decode()

    def run(self, *arguments):
        done = self._start(*arguments)
        if done.returncode:
            raise Failed(f"{arguments[0]}: exit {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")
        return done.stdout

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "DISPLAY", "DBUS_"))}
        return {**kept, "HOME": str(self.home)}

    def _start(self, *arguments):
        return subprocess.run([self.program, *map(str, arguments)], capture_output=True, timeout=60,
                              stdin=subprocess.DEVNULL, env=self.environment())


def states(reading):
    """The two states of a reading as one word, such as "S-2 ENC-0"."""
    return f"{reading['signature']['state']} {reading['encryption']['state']}"
