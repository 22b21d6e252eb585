# SPDX-License-Identifier: MPL-2.0
"""The extension's JMAP transport at a real Cyrus, driven by Node; what arrived is looked at here."""
import imaplib
import json
import pathlib
import subprocess

from cyrus import Cyrus
from imap_server import PASSWORD

HERE = pathlib.Path(__file__).resolve().parent


def run(stage, short, results):
    cyrus = Cyrus(short / "cyrus", stage.servers.receiving, ["alice"])
    stage.closing.callback(cyrus.stop)
    place = json.dumps({"session": cyrus.session, "password": PASSWORD})
    done = subprocess.run(["node", HERE / "jmap_cases.mjs", place], capture_output=True, timeout=120)
    for line in done.stdout.splitlines():
        results.say(*json.loads(line))
    if done.returncode:
        results.say(False, "the JMAP cases run", done.stderr.decode(errors="replace")[-400:])
    look_at(stage, cyrus, results)


def look_at(stage, cyrus, results):
    def said(name, ok, detail):
        results.say(ok, name, "" if ok else detail)

    sent, drafts = in_folder(cyrus, "Sent"), in_folder(cyrus, "Drafts")
    got = {name: stage.received(name, "<main@jmap.test>") for name in ("bob", "carol")}
    mail = sent.get("<main@jmap.test>", b"")
    said("JMAP: who is in the envelope got the message octet for octet as it stands with the sent mail",
         mail.endswith(b"\r\n.leading dot\r\nFrom me\r\n\r\n.\r\n") and
         all(len(mails) == 1 and mails[0][0].endswith(mail) for mails in got.values()), (mail, got))
    said("JMAP: the copy for a Bcc recipient went to him alone and stands in no folder",
         len(stage.received("dave", "<copy@jmap.test>")) == 1 and not stage.received("bob", "<copy@jmap.test>", limit=0) and
         "<copy@jmap.test>" not in sent | drafts, (list(sent), list(drafts)))
    unsent = [f"<{name}@jmap.test>" for name in ("wrong", "large", "nobody", "early", "cancelled")]
    said("JMAP: what was not sent was not delivered and stands in no folder",
         not any(name in sent | drafts for name in unsent) and
         not any(stage.received("bob", name, limit=0) for name in unsent), (list(sent), list(drafts)))


def in_folder(cyrus, folder):
    """The mails there by Message-ID."""
    with imaplib.IMAP4("127.0.0.1", cyrus.imap) as client:
        client.login("alice", PASSWORD)
        client.select(folder, readonly=True)
        found = {}
        for hit in client.search(None, "ALL")[1][0].split():
            mail = client.fetch(hit, "(BODY.PEEK[])")[1][0][1]
            found[next(line[12:].decode() for line in mail.split(b"\r\n") if line.startswith(b"Message-ID: "))] = mail
        return found
