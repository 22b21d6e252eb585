# SPDX-License-Identifier: MPL-2.0
"""What Alice sent from Chromium, opened by the S/MIME of Bob's Thunderbird, which has no extension."""
from expect import equal, within
from received import parsed
from recipient import Recipient

FACT = "what is signed and encrypted in webmail opens in Thunderbird's own S/MIME, with its own good signs"
# (signed, encrypted) as its icons say, and words of the text, by the subjects of the writing cases.
WANTED = {"Minutes": (("ok", ""), "we meet at nine"), "Plans": (("ok", "ok"), "The word is")}


def read(world):
    inbox = world.imap.mail / "bob/Maildir"
    mails = [path.read_bytes() for name in ("new", "cur") for path in sorted((inbox / name).iterdir())]
    sent = [mail for mail in mails if parsed(mail)["Subject"] in WANTED and "alice@" in parsed(mail)["From"]]
    equal(len(sent), len(WANTED))
    bob = Recipient(world.work, world.people["bob"], world.pki.root, sent)
    try:
        for subject, (icons, words) in WANTED.items():
            shown = bob.read_like(subject, "shown.signed")
            equal((shown["signed"], shown["encrypted"]), icons)
            within(shown["text"], words)
    finally:
        bob.picture(world.work / "native.png")
        bob.stop()
