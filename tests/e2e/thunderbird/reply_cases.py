# SPDX-License-Identifier: MPL-2.0
"""Answers to encrypted mail: what was decrypted does not go out readable, nor to strangers unasked."""
from expect import equal, within
from mailbox import ALICE, CAROL
from opening_mails import MARKER
from reader import until
from received import Received, parsed, text_of
from sent import in_drafts
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


def own_words(world):
    """What the person wrote and attached stays when the quoted text is taken out."""
    plan = world.work / "plan.txt"
    plan.write_text("My plan.\n")
    for command in ("cmd_reply", "cmd_forwardInline"):
        window = world.writer.answer_to("sealed-signed", command, to=CAROL)
        until(lambda: MARKER in world.writer.body(window), 20, "the quoted text")
        world.writer.type(window, "My own words.")
        world.writer.attach(window, plan)
        world.writer.protect(window, "none")
        world.writer.do(window, "cmd_sendNow")
        world.writer.panel_like(window, lambda text: "would go out readable" in text)
        world.writer.in_panel(window, "document.getElementById('remove-quote').click()")
        until(lambda: MARKER not in world.writer.body(window), 20, "the end of the quoted text")
        within(world.writer.body(window), "My own words.")
        equal(world.writer.attachments(window), ["plan.txt"])
        world.writer.close_panel(window)
        world.writer.close_all()


def copied(world):
    """Edit as New takes the text of a message as if it were one's own."""
    window = world.writer.answer_to("sealed-signed", "cmd_editAsNew")
    within(world.writer.body(window), MARKER)
    world.writer.open_panel(window)
    until(lambda: world.writer.in_panel(window, "document.getElementById('choice-encrypt').checked"), 30,
          "encryption, turned on by itself")
    world.writer.close_all()


def attached(world):
    """The message is attached as it came: closed. So nothing has to be encrypted for its sake."""
    window = world.writer.answer_to("sealed-signed", "cmd_forwardAttachment", to=ALICE)
    world.writer.protect(window, "sign")
    world.writer.send(window)
    whole = Received(world, "Fwd: Minutes", [ALICE]).verified()
    [message] = [part for part in whole.walk() if part.get_content_type() == "message/rfc822"]
    equal(message.get_content().get_content_type(), "application/pkcs7-mime")
    assert MARKER not in str(whole), "it was opened on the way"


def signed_answered(world):
    """To a signed mail nothing is forced; the answer is signed like any other."""
    window = world.writer.answer_to("signed", "cmd_replyall")
    within(world.writer.body(window), "on Tuesday at ten")
    world.writer.protect(window, "sign")
    world.writer.send(window)
    within(text_of(Received(world, "Re: Meeting on Tuesday", [ALICE]).verified()), "> the meeting is on Tuesday")


def kept_as_draft(world):
    """The draft of an answer still knows that it quotes decrypted text."""
    window = world.writer.answer_to("sealed-signed", "cmd_reply")
    until(lambda: MARKER in world.writer.body(window), 20, "the quoted text")
    world.writer.do(window, "cmd_saveAsDraft")
    within(in_drafts(world, "Re: Minutes").decode("latin-1"), "X-Sealwright-Protection: default; quotes")
    equal(holders(world, MARKER), [])
    world.writer.close_all()
    again = world.writer.open_draft("Re: Minutes")
    within(world.writer.body(again), MARKER)
    world.writer.protect(again, "none")
    world.writer.do(again, "cmd_sendNow")
    world.writer.panel_like(again, lambda text: "would go out readable" in text)
    world.writer.close_all()


CASES = {
    "E-58b Thunderbird: a reply to an encrypted message is encrypted without a further step": answered,
    "E-58b Thunderbird: a reply with decrypted text to somebody who is not known to have read it asks first": stranger,
    "E-58 Thunderbird: a forwarded encrypted message does not go out readable; its text can be removed": in_the_clear,
    "Thunderbird: own words and files stay when the text of an encrypted message is taken out": own_words,
    "Thunderbird: an encrypted message that is forwarded as an attachment stays as it came": attached,
    "Thunderbird: an answer to a signed message quotes it and is signed": signed_answered,
    "E-63 Thunderbird: the draft of an answer to an encrypted message does not go out readable later": kept_as_draft,
    "E-58 Thunderbird: editing an encrypted message as new keeps it encrypted": copied,
}
