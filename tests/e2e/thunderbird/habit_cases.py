# SPDX-License-Identifier: MPL-2.0
"""Somebody who always signs, and mail in that name without a signature."""
from expect import equal, within
from mailbox import BOB
from mails import head, received, text_entity

HANNA = "hanna@example.test"
MISSING = "The usual signature is missing"
ASKED = "document.getElementById('genuine').click()"


def mails(sealer):
    letter = text_entity("Hello,\n\nplease pay the new account today.\n\nHanna\n")
    entities = {"missing": letter, "missing-too": letter, "missing-sealed": sealer.sealed(letter)}
    return {name: received() + head(HANNA, BOB, f"Payment ({name})", ident=name) + entity for name, entity in entities.items()}


def missing(world):
    asked_about(world, "missing", "Not signed", "missing")
    world.reader.open("missing-too")
    equal(world.reader.badge()["label"], MISSING)


def missing_sealed(world):
    asked_about(world, "missing-sealed", "Encrypted · Not signed", "missing-sealed")


def asked_about(world, name, then, picture):
    """The warning stands until the person has asked the sender, and does not come back then."""
    reader = world.reader
    reader.open(name)
    within(reader.badge()["title"], MISSING)
    text = reader.popup(lambda text: "Have you asked the sender" in text)
    within(text, f"{HANNA} normally signs messages to you.", "call the sender on a number you know")
    reader.picture_of_popup(picture)
    reader.in_popup(ASKED)
    reader.badge_like(lambda badge: then in badge["title"] and MISSING not in badge["title"], 20, "a badge without the warning")
    reader.close_popup()
    reader.open("signed")
    reader.badge()
    reader.open(name)
    within(reader.badge()["title"], then)
    reader.popup(lambda text: "checks passed" in text)
    reader.in_popup("document.querySelector('details').open = true")
    reader.popup_like(lambda text: "you said that you asked the sender" in text)
    reader.close_popup()


CASES = {
    "E-69 Thunderbird: mail without the sender's usual signature warns, until the person says that they asked": missing,
    "E-69 Thunderbird: so does an encrypted mail without it, which opens again then": missing_sealed,
}
