# SPDX-License-Identifier: MPL-2.0
"""What leaves Thunderbird, byte for byte, and what openssl makes of it."""
from expect import equal, within
from mailbox import ALICE, BOB
from received import Received


def signed_text(world):
    window = world.writer.write(to=ALICE, subject="Plain", body="Dear Alice,\n\nsee you at ten.\n\nBob\n")
    world.writer.protect(window, "sign")
    world.writer.send(window)
    mail = Received(world, "Plain")
    equal(mail.recipients, [ALICE])
    equal(mail.field("From"), f"Bob Example <{BOB}>")
    within(mail.verified().get_content(), "see you at ten.")


CASES = {
    "Thunderbird: a signed text arrives as openssl verifies it": signed_text,
}
