# SPDX-License-Identifier: MPL-2.0
"""A person with two addresses, each with a certificate of its own."""
import identity_scripts as scripts
from expect import equal, within
from mailbox import ALICE, OFFICE
from opening_cases import ENCRYPTED, opened
from opening_mails import MARKER
from received import Received, serial, serials


def two_identities(case):
    """Gives the case the certificate and the identity of the second address, and takes both away again."""
    def run(world):
        world.me.own(world.office)
        world.reader.client.run(scripts.ADD_IDENTITY, OFFICE, "Bob in the Office")
        try:
            case(world)
        finally:
            world.writer.close_all()
            world.reader.client.run(scripts.REMOVE_IDENTITY, OFFICE)
            world.me.disown(world.office)
    run.__name__, run.__module__ = case.__name__, case.__module__
    return run


@two_identities
def read(world):
    within(opened(world, "sealed-office", ENCRYPTED)["text"], MARKER)
    within(opened(world, "sealed", ENCRYPTED)["text"], MARKER)


@two_identities
def written(world):
    window = world.writer.write(**{"from": OFFICE}, to=ALICE, subject="From the office", body="Hello")
    world.writer.protect(window, "encrypt")
    world.writer.send(window)
    mail = Received(world, "From the office", [ALICE])
    equal(mail.field("From"), f"Bob in the Office <{OFFICE}>")
    mail.decrypted(world.mailbox.alice)
    equal(mail.signer(), serial(world.office))
    equal(serials(world, mail.octets), {serial(world.mailbox.alice), serial(world.office)})


CASES = {
    "Thunderbird: a mail to either of two identities is opened with the key of that one": read,
    "Thunderbird: a mail from the second identity is signed by its certificate, and readable with its key": written,
}
