# SPDX-License-Identifier: MPL-2.0
"""Answers to encrypted mail: what was decrypted does not go out readable, nor to strangers unasked."""
from expect import equal, within
from mailbox import ALICE, CAROL
from opening_mails import MARKER
from reader import until
from received import Received, parsed, text_of
from traces import holders


def subjects(world):
    return [parsed(octets)["Subject"] for _, octets in world.sink.taken]


def answered(world):
    """Minutes is signed by Alice inside: she is known to have read it."""
    window = world.writer.answer_to("sealed-signed", "cmd_reply")
    until(lambda: "encrypted" in world.writer.label(window), 30, "encryption, turned on by itself")
    within(world.writer.body(window), MARKER)
    world.writer.send(window)
    mail = Received(world, "Re: Minutes", [ALICE])
    within(text_of(mail.decrypted(world.mailbox.alice)), MARKER)
    equal(holders(world, MARKER), [])


def stranger(world):
    """Code word names nobody that is proven: Alice is only written there."""
    window = world.writer.answer_to("sealed", "cmd_replyall")
    world.writer.do(window, "cmd_sendNow")
    text = world.writer.panel_like(window, lambda text: "not known to have received" in text)
    within(text, "You would send decrypted text to", ALICE)
    world.reader.picture("compose-unknown-reader")
    assert "Re: Code word" not in subjects(world), "it went out"
    world.writer.in_panel(window, "document.getElementById('accept-unknown').click()")
    world.writer.panel_like(window, lambda text: "You chose to send decrypted text" in text)
    world.writer.close_panel(window)
    world.writer.send(window)
    within(text_of(Received(world, "Re: Code word", [ALICE]).decrypted(world.mailbox.alice)), MARKER)


def in_the_clear(world):
    window = world.writer.answer_to("sealed-signed", "cmd_forwardInline", to=CAROL)
    until(lambda: MARKER in world.writer.body(window), 20, "the forwarded text")
    world.writer.protect(window, "none")
    world.writer.do(window, "cmd_sendNow")
    text = world.writer.panel_like(window, lambda text: "would go out readable" in text)
    within(text, "Remove the quoted text")
    world.reader.picture("compose-quote-in-clear")
    assert "Fwd: Minutes" not in subjects(world), "it went out"
    world.writer.in_panel(window, "document.getElementById('remove-quote').click()")
    until(lambda: MARKER not in world.writer.body(window), 20, "the end of the quoted text")
    equal(world.writer.attachments(window), [])
    world.writer.close_panel(window)
    world.writer.protect(window, "none")
    world.writer.send(window)
    assert MARKER.encode() not in Received(world, "Fwd: Minutes", [CAROL]).octets, "the quoted text went out"


def copied(world):
    """Edit as New takes the text of a message as if it were one's own."""
    window = world.writer.answer_to("sealed-signed", "cmd_editAsNew")
    within(world.writer.body(window), MARKER)
    world.writer.open_panel(window)
    until(lambda: world.writer.in_panel(window, "document.getElementById('choice-encrypt').checked"), 30,
          "encryption, turned on by itself")
    world.writer.close_all()


CASES = {
    "E-58b Thunderbird: a reply to an encrypted message is encrypted without a further step": answered,
    "E-58b Thunderbird: a reply with decrypted text to somebody who is not known to have read it asks first": stranger,
    "E-58 Thunderbird: a forwarded encrypted message does not go out readable; its text can be removed": in_the_clear,
    "E-58 Thunderbird: editing an encrypted message as new keeps it encrypted": copied,
}
