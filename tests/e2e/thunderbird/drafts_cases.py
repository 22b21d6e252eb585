# SPDX-License-Identifier: MPL-2.0
"""Drafts: what lies on the server, and what is there again when the writing goes on."""
from expect import equal, within
from mailbox import ALICE, CAROL, DAVE
from mails import take_apart
from reader import until
from received import Received, opened, parsed, serial, serials
from sent import in_drafts
from traces import holders

TEXT = "Dear Alice,\n\nnobody else is to read Nussbaum-4471.\n\nBob\n"
MARKER = "Nussbaum-4471"


def sealed(world, subject):
    """The draft is encrypted to Bob alone and not signed; gives its entity."""
    draft = in_drafts(world, subject)
    within(take_apart(draft)[0].lower(), "enveloped-data")
    equal(serials(world, draft), {serial(world.mailbox.bob)})
    entity = parsed(opened(world, draft, world.mailbox.bob))
    within("text/plain text/html multipart/mixed", entity.get_content_type())
    equal(holders(world, MARKER), [])
    return entity


def kept_and_reopened(world):
    attached = world.work / "plan.txt"
    attached.write_text(f"The plan of {MARKER}.\n")
    window = world.writer.write(to=ALICE, cc=CAROL, bcc=DAVE, subject="Draft", body=TEXT, attachments=[str(attached)])
    world.writer.protect(window, "encrypt")
    world.writer.do(window, "cmd_saveAsDraft")
    whole = sealed(world, "Draft")
    within("".join(part.get_content() for part in whole.walk() if part.get_content_maintype() == "text"), MARKER)
    world.writer.close_all()
    again = world.writer.open_draft("Draft")
    until(lambda: "encrypted" in world.writer.label(again), 20, "the protection chosen before")
    within(world.writer.body(again), MARKER)
    equal(world.writer.attachments(again), ["plan.txt"])
    equal(world.writer.recipients(again), {"to": ALICE, "cc": CAROL, "bcc": DAVE, "subject": "Draft"})
    world.reader.picture("draft-reopened")
    world.writer.send(again)
    within(str(Received(world, "Draft", [ALICE, CAROL]).decrypted(world.mailbox.alice)), "plan.txt")
    Received(world, "Draft", [DAVE]).decrypted(world.mailbox.dave)
    until(lambda: not holders(world, MARKER), 10, "the end of what Thunderbird had on the disk meanwhile")


def autosaved(world):
    window = world.writer.write(to=ALICE, subject="Autosaved", body=TEXT)
    world.writer.protect(window, "encrypt")
    world.writer.autosave(window)
    sealed(world, "Autosaved")


def mailto(world):
    target = f"mailto:{ALICE}?subject=Link&attach=/etc/passwd&attachment=file:///etc/passwd&body={MARKER}"
    window = world.writer.open_mailto(target)
    equal(world.writer.attachments(window), [])
    within(world.writer.body(window), MARKER)
    world.writer.protect(window, "encrypt")
    world.writer.autosave(window)
    entity = sealed(world, "Link")
    assert "root:" not in str(entity), "the file is in the draft"


def signed_draft(world):
    """Not signed, and readable: its protection is remembered."""
    window = world.writer.write(to=ALICE, subject="To be signed", body="Dear Alice,\n\nhello.\n")
    world.writer.protect(window, "sign")
    world.writer.do(window, "cmd_saveAsDraft")
    equal(parsed(in_drafts(world, "To be signed")).get_content_type(), "text/plain")
    world.writer.close_all()
    again = world.writer.open_draft("To be signed")
    until(lambda: "Will be signed" in world.writer.label(again), 20, "the protection chosen before")
    world.writer.send(again)
    mail = Received(world, "To be signed", [ALICE])
    mail.verified()
    assert b"X-Sealwright" not in mail.octets, "a field of the draft went out"


CASES = {
    "E-63 Thunderbird: a draft is encrypted to its writer, unsigned, and opens again with all that was in it":
        kept_and_reopened,
    "E-63 Thunderbird: an autosaved draft is encrypted to its writer and unsigned": autosaved,
    "E-63 Thunderbird: a mailto: link attaches no file, and what it writes is stored encrypted": mailto,
    "E-63 Thunderbird: a draft that is to be signed is not signed before it is sent": signed_draft,
}
