# SPDX-License-Identifier: MPL-2.0
"""What the browsers meet: servers, people with their keys, and the mails that wait for them."""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

import letters
import postfix
import thunderbird
from cyrus import Cyrus
from desktop import Terminal
from habit import always_signed
from imap_server import PASSWORD, ImapServer
from outside import Outside
from pki import Pki
from roundcube import Roundcube
from sealer import Sealer
from sealwright import Sealwright

TOP = thunderbird.TOP
PEOPLE = {"alice": "example.test", "bob": "example.test", "carol": "example.test", "dave": "example.test",
          "hanna": "example.test", "mallory": "example.net"}
# Who sits at which browser: what the one sends the other opens.
SEATS = {"chromium": "alice", "firefox": "bob"}


class World:
    """`options` tell the host, the extensions to use, and the work folder, which is emptied."""

    def __init__(self, options, closing):
        self.work = options.work.resolve()
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        self.host = options.host.resolve()
        self.extensions = options.extensions.resolve() if options.extensions else built(self.work / "extensions")
        short = pathlib.Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="sw-")))
        short.chmod(0o755)
        self._start_servers(short, closing)
        self._invite()
        self._lock_up(closing)
        self.letters = letters.letters(self.pki, self.people, self.outside.address)
        (self.work / "letters").mkdir()
        for name, octets in self.letters:
            (self.work / "letters" / f"{name}.eml").write_bytes(octets)
        letters.keep(self.imap.port, SEATS.values(), self.letters)

    def _start_servers(self, short, closing):
        self.imap = ImapServer(short, "imap lmtp", postfix.for_dovecot(short / "postfix"))
        closing.callback(self.imap.stop)
        receiving = thunderbird.free_port()
        self.postfix = postfix.Postfix(short / "postfix", postfix.receiving(receiving))
        closing.callback(self.postfix.stop)
        self.cyrus = Cyrus(short / "cyrus", receiving, SEATS.values())
        closing.callback(self.cyrus.stop)
        self.roundcube = Roundcube(self.work / "roundcube", self.imap.port, self.postfix.port)
        closing.callback(self.roundcube.stop)
        terminal = Terminal()
        closing.callback(terminal.stop)
        terminal.always_answer("password:", PASSWORD.encode() + b"\r")
        os.environ |= {"GPG_TTY": terminal.name, "TERM": "xterm"}
        self.outside = Outside()
        closing.callback(self.outside.stop)

    def _invite(self):
        self.pki = Pki(self.work / "pki")
        self.people = {name: self.pki.identity(name.capitalize(), f"{name}@{domain}") for name, domain in PEOPLE.items()}
        self.homes = {}
        for name in SEATS.values():
            me = self.homes[name] = Sealwright(self.host, self.work / "home" / name)
            me.trust(self.pki.root)
            me.own(self.people[name])
            for friend in self.people.values():
                if friend.address != self.people[name].address:
                    me.know(friend)
            always_signed(me, self.people[name].address, Sealer(self.pki, self.people["hanna"]))

    def _lock_up(self, closing):
        """A home with Alice's key under a password, and a terminal at which every question for it is refused."""
        locked = Sealwright(self.host, self.work / "home/locked")
        locked.trust(self.pki.root)
        locked.own_locked(self.people["alice"], "open sesame")
        asked = self.work / "questions-refused"
        asked.touch()
        terminal = Terminal()
        closing.callback(terminal.stop)
        # From the field to OK, and on to Cancel.
        terminal.always_answer("PIN or password:", b"\t\t\r", asked)
        self.locked = {"home": str(locked.home), "terminal": terminal.name, "refused": str(asked)}

    def described(self):
        """All that the cases need to know, as a file beside them."""
        path = self.work / "world.json"
        path.write_text(json.dumps({
            "work": str(self.work), "top": str(TOP), "host": str(self.host), "password": PASSWORD,
            "extensions": {name: str(self.extensions / name) for name in SEATS}, "seats": SEATS,
            "ids": json.loads((TOP / "manifests/ids.json").read_text()),
            "roundcube": self.roundcube.address, "bareLineFeeds": self.roundcube.with_bare_line_feeds(),
            "imap": self.imap.port, "smtp": self.postfix.port, "jmap": self.cyrus.session, "mail": str(self.imap.mail),
            "outside": self.outside.address, "marker": letters.MARKER, "attachment": hashlib.sha256(letters.ATTACHMENT).hexdigest(),
            "letters": [name for name, _ in self.letters], "root": str(self.pki.root),
            "people": {name: {"address": each.address, "key": str(each.key), "certificate": str(each.certificate)}
                       for name, each in self.people.items()},
            "homes": {name: str(me.home) for name, me in self.homes.items()}, "locked": self.locked,
        }, indent=1))
        return path


def built(folder):
    """Both extensions, with the sites of these tests granted."""
    for client in SEATS:
        subprocess.run(["node", "build.mjs", "--client", client, "--out", str(folder), "--grant", "http://127.0.0.1/*"],
                       cwd=TOP / "extension", check=True, stdout=subprocess.DEVNULL)
    return folder
