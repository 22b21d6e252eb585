# SPDX-License-Identifier: MPL-2.0
"""Mail that a person puts into a file or on paper, as Thunderbird's own commands do it."""
import contextlib

import keeping_scripts as scripts
import opening_scripts
from expect import equal, within
from opening_cases import ENCRYPTED, opened
from opening_mails import LETTER, MARKER, NOTES
from pdf import text_of
from reader import until
from traces import holders, temporary_files

RESTRICTED = "Encrypted, not protected against changes · Not signed"
SEALED = {"sealed-notes": ENCRYPTED, "sealed-pages": ENCRYPTED, "sealed-cbc": RESTRICTED}


@contextlib.contextmanager
def chosen(world, name):
    """The path that file dialogs are answered with. All else that was written meanwhile has no word of the mail."""
    path, before = world.work / f"kept-{name}", temporary_files(world)
    path.unlink(missing_ok=True)
    world.reader.client.run(scripts.PICK, str(path))
    try:
        yield path
    finally:
        world.reader.client.run(scripts.UNPICK)
    until(lambda: temporary_files(world) <= before, 20, "the end of temporary files")
    equal(holders(world, MARKER), [])


def written(path, is_whole):
    """What is in the file once it is as wanted."""
    return until(lambda: path.exists() and is_whole(octets := path.read_bytes()) and octets, 20, f"the whole of {path.name}")


def attachment(world):
    opened(world, "sealed-notes", ENCRYPTED)
    until(lambda: world.reader.client.run(opening_scripts.SHOWN)["parts"], 20, "the attachment")
    with chosen(world, "notes.bin") as path:
        world.reader.client.run(scripts.SAVE_ATTACHMENT, "notes.bin")
        equal(written(path, lambda octets: len(octets) >= len(NOTES)), NOTES)
        equal(world.reader.client.run(scripts.ASKED), ["notes.bin"])


def as_message(world):
    for name, label in SEALED.items():
        opened(world, name, label)
        with chosen(world, f"{name}.eml") as path:
            world.reader.client.run(scripts.SAVE_MESSAGE)
            mail = world.mailbox.mails[name]
            equal(written(path, lambda octets: len(octets) >= len(mail)), mail)


def as_text(world):
    """A person who asks for a readable form gets what was on screen; of a restricted mail, no markup of it."""
    for name, label in SEALED.items():
        shown = opened(world, name, label)["text"].split()
        for ending in ("txt", "html"):
            with chosen(world, f"{name}.{ending}") as path:
                world.reader.client.run(scripts.SAVE_MESSAGE)
                text = written(path, lambda octets: MARKER.encode() in octets).decode()
                if ending == "txt":
                    within(" ".join(text.split()), " ".join(shown))
                elif label == RESTRICTED:
                    assert "<b>" not in text and "<img" not in text, f"markup of a restricted mail is in {path.name}"


def on_paper(world):
    opened(world, "sealed", ENCRYPTED)
    with chosen(world, "sealed.pdf") as path:
        world.reader.client.run(scripts.PRINT)
        within(until(lambda: world.reader.client.run(scripts.PREVIEW), 60, "the preview of the print"), *LETTER.split("\n"))
        world.reader.picture("print")
        world.reader.client.run(scripts.PRESS_PRINT)
        until(lambda: not world.reader.client.run(scripts.IS_PRINTING), 60, "the end of printing")
        within(text_of(written(path, lambda octets: octets.rstrip().endswith(b"%%EOF"))), MARKER)


CASES = {
    "Thunderbird: an attachment of an encrypted mail is saved octet by octet, and lies nowhere else": attachment,
    "Thunderbird: an encrypted mail saved as a message is the one on the server, still encrypted": as_message,
    "Thunderbird: an encrypted mail saved as text or page is what was on screen, and lies nowhere else": as_text,
    "Thunderbird: an encrypted mail is printed as it is shown, and leaves nothing behind": on_paper,
}
