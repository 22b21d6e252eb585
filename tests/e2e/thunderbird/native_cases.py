# SPDX-License-Identifier: MPL-2.0
"""What we send, opened by Thunderbird's own S/MIME."""
from expect import equal, within
from mailbox import ALICE
from received import Received
from recipient import Recipient

GREETING = "Dear Alice,\n\nsee you at ten.\n\nBob\n"


def opened_by_thunderbird(world):
    mails = []
    for subject, protection, html in (("Native signed", "sign", False), ("Native sealed", "encrypt", False),
                                      ("Native pages", "encrypt", True)):
        body = "<p>see you <b>at ten</b>.</p>" if html else GREETING
        window = world.writer.write(to=ALICE, subject=subject, body=body, html=html)
        world.writer.protect(window, protection)
        world.writer.send(window)
        mails.append(Received(world, subject, [ALICE]).octets)
    alice = Recipient(world.work, world.mailbox.alice, world.mailbox.pki.root, mails)
    try:
        shown = alice.read_like("Native signed", "shown.signed")
        equal((shown["signed"], shown["encrypted"]), ("ok", ""))
        for subject in ("Native sealed", "Native pages"):
            shown = alice.read_like(subject, "shown.signed")
            equal((shown["signed"], shown["encrypted"]), ("ok", "ok"))
            within(shown["text"], "at ten")
    finally:
        alice.picture(world.work / "native.png")
        alice.stop()


CASES = {
    "Thunderbird: what we sign and encrypt opens in Thunderbird's own S/MIME, with its own good signs":
        opened_by_thunderbird,
}
