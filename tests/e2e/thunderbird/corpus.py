# SPDX-License-Identifier: MPL-2.0
"""Third-party mails in Thunderbird: opened beside a server that would notice every request, answered,
and compared with what the host has found in them."""
import contextlib
import csv
import fnmatch
import pathlib
import re
import smtplib
import sys
import tempfile

import opening_scripts as scripts
from hosts import Hosts
from imap_server import ImapServer
from mailbox import BOB
from native import leaves_of
from outside import Outside
from reader import Reader
from scripts import CLOSE_MAIL, IS_CLOSED, NAMES, OPEN
from sealwright import Sealwright
from smtp_sink import SmtpSink

MAILS = pathlib.Path(__file__).resolve().parents[2] / "mails"
sys.path.append(str(MAILS))
from asking import without_password  # noqa: E402

TRAPS = ("covert-content/*.eml", "johnny/*.eml", "mitigation-e2e/*.eml")
ANSWERED = ("covert-content/*.eml", "mitigation-e2e/*.eml")
# Thunderbird asks its makers for settings and updates by itself.
ITS_OWN = re.compile(r"probe\.example\.test|mozilla\.(com|net|org)|thunderbird\.net|mozgcp\.net|firefox\.com")
OPENED = ("ENC-1", "ENC-2", "ENC-3")
# A request to somewhere, which the proxy must see: as it would have seen any other one.
PROBE = NAMES + """await window.fetch("http://probe.example.test/").catch(() => null);"""
HAS_TEXT = NAMES + """
    const { readyState, body } = message.getMessagePaneBrowser().contentDocument ?? {};
    return message.gMessage?.messageId.startsWith(args[0] + "@")
        && (message.msgLoaded || readyState == "complete" && Boolean(body?.innerText.trim()));
"""
# What tells the text of a mail from chance: this many characters in a row.
TELLING = 24


class Corpus:
    """One mailbox with the mails, one person with the keys and anchors of all of them."""

    def __init__(self, corpora, options, work, closing):
        self.work = work
        work.mkdir(parents=True)
        index = rows(corpora / "INDEX.tsv")
        chosen = [row for row in index if row["path"].endswith(".eml") and (is_trap(row) or is_positive(row))]
        self.mails = {f"corpus-{number}": row for number, row in enumerate(chosen, 1)}
        self.octets = {name: as_sent(corpora / row["path"], name) for name, row in self.mails.items()}
        short = pathlib.Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="sw-")))
        short.chmod(0o755)
        imap = ImapServer(short)
        closing.callback(imap.stop)
        sink = SmtpSink(imap.mail, imap.owner)
        closing.callback(sink.stop)
        self.outside = Outside()
        closing.callback(self.outside.stop)
        self.me = person(corpora, options.host, work)
        Hosts(work, self.me.home, options.host.resolve())
        with smtplib.SMTP("127.0.0.1", sink.port, timeout=60) as client:
            for octets in self.octets.values():
                client.sendmail(BOB, [BOB], octets)
        self.reader = Reader(work, self.me.home, imap.port, sink.port, options.extension, through(self.outside))
        closing.callback(self.reader.stop)
        self.reader.open_inbox(len(self.mails))

    def show(self, name):
        self.reader.open(name)
        self.reader.badge()
        return self.reader.client.run(scripts.SHOWN)

    def show_trap(self, name):
        """Thunderbird 153 never says that a mail with a frame in it is loaded; its text is there."""
        client = self.reader.client
        client.run(CLOSE_MAIL)
        client.until(IS_CLOSED, what="an empty message pane")
        client.run(OPEN, name)
        client.until(HAS_TEXT, name, limit=60, what=f"the text of {name}")
        return client.run(scripts.SHOWN)

    def requests(self):
        return [line for line in self.outside.seen if not ITS_OWN.search(line)]


def run(corpora, options, work, results):
    with contextlib.ExitStack() as closing:
        corpus = Corpus(corpora, options, work / "corpus", closing)
        for say, case in CASES.items():
            try:
                case(corpus)
                results.say(True, say)
            except (AssertionError, RuntimeError, OSError) as error:
                results.say(False, say, error)
                corpus.reader.picture(f"failed-{case.__name__}")


def traps(corpus):
    """Every trap on screen; then nothing has gone out, and no reply holds what only a key opens."""
    secrets = [text for octets in corpus.octets.values() for text in secret_texts(corpus.me, octets)]
    assert secrets, "no mail of the set holds a text that only a key opens"
    for name, row in corpus.mails.items():
        if not is_trap(row):
            continue
        shown = corpus.show_trap(name)
        assert shown["header"], f"{row['path']}: the header pane is hidden"
        if not fits(row, ANSWERED):
            continue
        for command in ("cmd_reply", "cmd_forwardInline"):
            filled = corpus.reader.client.run(scripts.COMPOSE, command)
            found = [secret for secret in secrets if secret in squeezed(filled["text"])]
            assert not found, f"{row['path']}: {command} has the decrypted text {found[0][:80]!r}"
    corpus.reader.client.run(PROBE)
    assert any("probe.example.test" in line for line in corpus.outside.seen), "a request of Thunderbird did not come here"
    assert not corpus.requests(), f"requests left: {corpus.requests()[:5]}"


def same(corpus):
    """Text and parts of each positive mail that the host opens."""
    compared, wrong = 0, []
    for name, row in corpus.mails.items():
        if not is_positive(row):
            continue
        reading, leaves = leaves_of(corpus.me, corpus.octets[name])
        if reading["summary"] == "unprotected":
            continue
        compared += 1
        wrong += differences(corpus.show(name), leaves, row["path"])
    print(f"  {compared} positive mails compared")
    assert compared, "no positive mail in the set"
    assert not wrong, "; ".join(wrong)


def differences(shown, leaves, path):
    files = [leaf["name"] for leaf, _ in leaves if leaf["kind"] == "attachment" and not leaf["inline"]]
    found = [part["name"] for part in shown["parts"]]
    # Thunderbird makes up a name for what has none.
    if [name and made_up for name, made_up in zip(files, found)] != files or len(files) != len(found):
        yield f"{path}: attachments {found}, the host has {files}"
    for leaf, octets in leaves:
        if leaf["kind"] == "text" and leaf["type"] == "text/plain" and leaf["inline"]:
            text = squeezed(octets.decode("utf-8", "replace"))
            if text not in squeezed(shown["text"]):
                yield f"{path}: {text[:60]!r} is not in {squeezed(shown['text'])[:60]!r}"


def secret_texts(host, octets):
    """The decoded texts of an encrypted mail, long enough to be told from chance."""
    reading, leaves = leaves_of(host, octets)
    if reading["encryption"]["state"] not in OPENED:
        return []
    found = (squeezed(body.decode("utf-8", "replace")) for leaf, body in leaves if leaf["kind"] == "text")
    return [text for text in found if len(text) >= TELLING]


def squeezed(text):
    return "".join(text.split())


def is_trap(row):
    return fits(row, TRAPS)


def is_positive(row):
    return row["expected"].startswith(("valid", "decryptable", "sig good"))


def fits(row, patterns):
    return any(fnmatch.fnmatchcase(row["path"], pattern) for pattern in patterns)


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader((line for line in file if line.strip()), delimiter="\t", quoting=csv.QUOTE_NONE))


def as_sent(path, name):
    """With line ends as mail has them, and findable by a Message-ID of ours."""
    octets = re.sub(rb"\r?\n", b"\r\n", path.read_bytes())
    head, _, body = octets.partition(b"\r\n\r\n")
    head = re.sub(rb"(?im)^message-id:.*\r\n([ \t].*\r\n)*", b"", head + b"\r\n")
    return f"Message-ID: <{name}@example.test>\r\n".encode() + head + b"\r\n" + body


def person(corpora, program, work):
    """Has every key and anchor that the sources of the mails name."""
    home = Sealwright(program, work / "home")
    for number, source in enumerate(rows(MAILS / "sources.tsv")):
        folder = corpora / source["folder"]
        for pattern in source["anchors"].split():
            for path in folder.glob(pattern) if ".." not in pattern else [folder / pattern]:
                home.trust(path)
        for place, key in enumerate(source["keys"].split()):
            kept = home.data / "identities" / f"{number}-{place}.p12"
            kept.write_bytes(without_password(folder, key, work))
            kept.chmod(0o600)
    return home


def through(outside):
    """Preferences by which every request of Thunderbird would come to that server."""
    host, port = outside.address.removeprefix("http://").split(":")
    names = ("http", "ssl")
    return {"network.proxy.type": 1, "network.proxy.allow_hijacking_localhost": False, "network.proxy.no_proxies_on": "127.0.0.1",
            **{f"network.proxy.{name}": host for name in names}, **{f"network.proxy.{name}_port": int(port) for name in names}}


CASES = {
    "E-52 E-53 E-54 Thunderbird: no published trap mail sends a request or puts decrypted text into a reply": traps,
    "Thunderbird: of every positive third-party mail it shows the text and parts that the host has found": same,
}
