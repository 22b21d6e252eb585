# SPDX-License-Identifier: MPL-2.0
"""What leaves Thunderbird, byte for byte, and what openssl makes of it."""
import hashlib
import random

from expect import equal, within
from mailbox import ALICE, BOB, CAROL, DAVE
from reader import until
from received import Received, parsed, serial, serials
from sent import in_sent

PICTURE = ("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
           "rkJggg==")
GREETING = "Dear Alice,\n\nsee you at ten.\n\nBob\n"


def signed_text(world):
    window = world.writer.write(to=ALICE, subject="Plain", body=GREETING)
    world.writer.protect(window, "sign")
    world.reader.picture("compose-signed")
    world.writer.send(window)
    mail = Received(world, "Plain", [ALICE])
    equal(mail.field("From"), f"Bob Example <{BOB}>")
    equal(mail.verified().get_content().replace("\r", ""), GREETING)
    equal(in_sent(world, "Plain"), mail.octets)


def flowed_text(world):
    """A paragraph of one long line, with letters that are not ASCII."""
    line = "Grüße aus Köln, " * 12 + "\n\n-- \nBob\n"
    window = world.writer.write(to=f"Älice <{ALICE}>", subject="Grüße", body=line)
    world.writer.protect(window, "sign")
    world.writer.send(window)
    mail = Received(world, "Grüße", [ALICE])
    assert mail.octets.isascii(), "the message is not 7-bit"
    entity = mail.verified()
    equal(entity.get_param("format"), "flowed")
    equal(entity.get_content().replace("\r", "").replace(" \n", " ").split(), line.split())
    equal(mail.field("To"), f"Älice <{ALICE}>")


def html_encrypted(world):
    attached = world.work / "Übersicht äöü.bin"
    attached.write_bytes(random.Random(1).randbytes(3000))
    window = world.writer.write(to=ALICE, subject="Pictures", html=True, body="<p>Look at <b>these</b>:</p>",
                                attachments=[str(attached)])
    world.writer.insert_image(window, PICTURE)
    world.writer.protect(window, "encrypt")
    world.reader.picture("compose-encrypted")
    world.writer.send(window)
    mail = Received(world, "Pictures", [ALICE])
    equal(mail.fields.get_content_type(), "application/pkcs7-mime")
    whole = mail.decrypted(world.mailbox.alice)
    parts = {part.get_content_type(): part for part in whole.walk()}
    within(parts["text/html"].get_content(), "these", "cid:")
    assert parts["image/png"].get_content().startswith(b"\x89PNG"), "the inline image is another"
    equal(parts["application/octet-stream"].get_filename(), attached.name)
    equal(parts["application/octet-stream"].get_content(), attached.read_bytes())
    equal(in_sent(world, "Pictures"), mail.octets)
    equal(serials(world, mail.octets), {serial(world.mailbox.alice), serial(world.mailbox.bob)})


def to_cc_bcc(world):
    window = world.writer.write(to=ALICE, cc=CAROL, bcc=DAVE, subject="Circular", body=GREETING)
    world.writer.protect(window, "encrypt")
    world.writer.send(window)
    mailbox = world.mailbox
    main = Received(world, "Circular", [ALICE, CAROL])
    copy = Received(world, "Circular", [DAVE])
    equal(serials(world, main.octets), {serial(each) for each in (mailbox.alice, mailbox.carol, mailbox.bob)})
    equal(serials(world, copy.octets), {serial(each) for each in (mailbox.dave, mailbox.bob)})
    for mail, identity in ((main, mailbox.alice), (main, mailbox.carol), (copy, mailbox.dave)):
        equal(mail.decrypted(identity).get_content().replace("\r", ""), GREETING)
        equal(mail.field("Bcc"), None)
        equal((mail.field("To"), mail.field("Cc")), (ALICE, CAROL))
    kept = in_sent(world, "Circular")
    equal(parsed(kept)["Bcc"], DAVE)
    assert kept.endswith(main.body()), "Sent holds another message than the one that was sent"
    until(lambda: world.writer.outbox() == 0, 20, "an empty Outbox")


def only_bcc(world):
    """The message itself goes to nobody, and is in Sent."""
    window = world.writer.write(bcc=DAVE, subject="In confidence", body=GREETING)
    world.writer.protect(window, "encrypt")
    world.writer.send(window)
    copy = Received(world, "In confidence", [DAVE])
    equal(copy.decrypted(world.mailbox.dave).get_content().replace("\r", ""), GREETING)
    equal(serials(world, copy.octets), {serial(world.mailbox.dave), serial(world.mailbox.bob)})
    kept = in_sent(world, "In confidence")
    equal((parsed(kept)["Bcc"], serials(world, kept)), (DAVE, {serial(world.mailbox.bob)}))
    until(lambda: world.writer.outbox() == 0, 20, "an empty Outbox")
    equal([to for to, octets in world.sink.taken if parsed(octets)["Subject"] == "In confidence"], [[DAVE]])


def signed_bcc(world):
    window = world.writer.write(to=ALICE, bcc=DAVE, subject="Open circular", body=GREETING)
    world.writer.protect(window, "sign")
    world.writer.send(window)
    mail = Received(world, "Open circular", [ALICE, DAVE])
    equal(mail.field("Bcc"), None)
    mail.verified()


def failed_copy(world):
    window = world.writer.write(to=ALICE, bcc=DAVE, subject="Half", body=GREETING)
    world.writer.protect(window, "encrypt")
    world.sink.refused.add(DAVE)
    try:
        world.writer.send(window)
        Received(world, "Half", [ALICE])
        until(lambda: "was not sent" in world.writer.notice(), 30, "the notice about the copy")
        within(world.writer.notice(), DAVE, "Half", "no such mailbox", "Outbox")
        world.reader.picture("copy-failed")
        equal(world.writer.outbox(), 1)
    finally:
        world.sink.refused.clear()
    world.writer.click_notice()
    copy = Received(world, "Half", [DAVE])
    equal(copy.decrypted(world.mailbox.dave).get_content().replace("\r", ""), GREETING)
    until(lambda: world.writer.outbox() == 0, 20, "an empty Outbox")
    equal(len([1 for to, mail in world.sink.taken if parsed(mail)["Subject"] == "Half"]), 2)


def no_certificate(world):
    before = len(world.sink.taken)
    window = world.writer.write(to=f"{ALICE}, erin@example.test", subject="Nobody", body=GREETING)
    world.writer.protect(window, "encrypt")
    world.writer.do(window, "cmd_sendNow")
    text = world.writer.panel_like(window, lambda text: "no usable certificate" in text)
    within(text, "erin@example.test", "Cannot be sent like this")
    world.reader.picture("compose-no-certificate")
    world.writer.close_panel(window)
    world.writer.usable(window)
    equal(len(world.sink.taken), before)
    world.writer.protect(window, "sign")
    world.writer.send(window)
    Received(world, "Nobody", [ALICE, "erin@example.test"]).verified()


def exact_bytes(world):
    """The bodies that the host gave out are the ends of what went to the server."""
    folder = world.work / "given-out"
    world.hosts.use_fake("copy", folder, world.real)
    world.hosts.kill()
    window = world.writer.write(to=ALICE, bcc=DAVE, subject="Exact", body=GREETING)
    world.writer.protect(window, "encrypt")
    world.writer.send(window)
    given = [path.read_bytes() for path in folder.iterdir()]
    for recipient in (ALICE, DAVE):
        octets = Received(world, "Exact", [recipient]).octets
        equal([octets.endswith(body) for body in given].count(True), 1)


def two_windows(world):
    """The second is opened last and sent first; each keeps its own settings."""
    one = world.writer.write(to=ALICE, subject="One", body=GREETING)
    world.writer.protect(one, "encrypt")
    two = world.writer.write(to=CAROL, subject="Two", body=GREETING)
    three = world.writer.write(to=ALICE, subject="Three", body=GREETING)
    world.writer.protect(two, "sign")
    world.writer.protect(three, "none")
    world.writer.protect(three, "none")
    for window in (one, two, three):
        world.writer.do(window, "cmd_sendNow")
    for window in (one, two, three):
        world.writer.gone(window)
    Received(world, "One", [ALICE]).decrypted(world.mailbox.alice)
    Received(world, "Two", [CAROL]).verified()
    equal(Received(world, "Three", [ALICE]).fields.get_content_type(), "text/plain")


def big(world):
    attached = world.work / "film.bin"
    attached.write_bytes(random.Random(20).randbytes(20 << 20))
    window = world.writer.write(to=ALICE, subject="Film", body=GREETING, attachments=[str(attached)])
    world.writer.protect(window, "encrypt")
    world.writer.do(window, "cmd_sendNow")
    within(world.writer.alert(limit=120), "message of size")  # Thunderbird asks above 20 MB
    world.writer.gone(window, limit=120)
    whole = Received(world, "Film", [ALICE]).decrypted(world.mailbox.alice)
    got = [part for part in whole.walk() if part.get_filename() == "film.bin"][0].get_content()
    equal(hashlib.sha256(got).digest(), hashlib.sha256(attached.read_bytes()).digest())


CASES = {
    "Thunderbird: a signed text arrives as openssl verifies it, and lies in Sent byte for byte": signed_text,
    "Thunderbird: flowed text and names that are not ASCII are signed as 7-bit mail": flowed_text,
    "Thunderbird: HTML with an inline image and an attachment is signed and encrypted": html_encrypted,
    "E-59 Thunderbird: a Bcc recipient gets a copy of its own, and the others learn nothing of it": to_cc_bcc,
    "E-59 Thunderbird: an encrypted message to Bcc recipients alone is sent, and kept in Sent": only_bcc,
    "Thunderbird: what goes to the server ends with exactly the host's bytes": exact_bytes,
    "Thunderbird: mail that is only signed goes to Bcc recipients as Thunderbird sends it": signed_bcc,
    "E-59 Thunderbird: a Bcc copy that failed is named, waits in the Outbox and is sent again alone": failed_copy,
    "Thunderbird: encrypting to somebody without a certificate stops with the name": no_certificate,
    "Thunderbird: compose windows with different settings do not get mixed up": two_windows,
    "Thunderbird: an attachment of 20 MB is signed and encrypted": big,
}
