# SPDX-License-Identifier: MPL-2.0
"""What Thunderbird shows of each mail."""
import time

from expect import equal, within
from mailbox import ALICE, MALLORY


def signed(world):
    world.reader.open("signed")
    badge = world.reader.badge()
    equal(badge["image"], "signed-partly")
    equal(badge["label"], f"Signed by {ALICE} (not fully checked)")
    text = world.reader.popup()
    within(text, f"Proven address\n{ALICE}", "Confirmed by\nSealwright Test CA", "What was not checked",
           "The issuer has not been asked whether the certificate was withdrawn.",
           "Subject line and recipient list are not covered by the signature.")
    world.reader.picture_of_popup("signed")
    world.reader.in_popup("document.querySelectorAll('details').forEach(each => each.open = true)")
    within(world.reader.popup_like(lambda text: "fingerprint" in text),
           "Text is unchanged since it was signed", "Name in it, not checked\nAlice", "RSA 2048", "RSA, SHA-256")
    world.reader.in_popup("content.scrollTo(0, document.body.scrollHeight)")
    world.reader.picture_of_popup("signed-details")
    world.reader.close_popup()
    world.reader.picture("signed")


def tampered(world):
    world.reader.open("tampered")
    badge = world.reader.badge()
    equal((badge["image"], badge["label"]), ("warning", "Signature does not match"))
    within(world.reader.popup(), "Treat it like an unsigned message.", "The text is not the one that was signed.")
    world.reader.picture_of_popup("tampered")
    world.reader.close_popup()


def wrong_address(world):
    world.reader.open("wrong-address")
    badge = world.reader.badge()
    equal((badge["image"], badge["label"]), ("warning", "Signed by someone else"))
    within(world.reader.popup(), f"The signature belongs to {MALLORY}, but the message says it is from {ALICE}.",
           f"Address in the certificate\n{MALLORY}")
    world.reader.picture_of_popup("wrong-address")
    world.reader.close_popup()


def dark(world):
    world.reader.use_dark(True)
    world.reader.open("signed")
    world.reader.badge()
    world.reader.popup()
    ground = world.reader.in_popup("content.getComputedStyle(document.body).backgroundColor")
    world.reader.picture_of_popup("dark")
    world.reader.close_popup()
    world.reader.use_dark(False)
    equal(ground, "rgb(35, 39, 46)")


def unsigned(world):
    world.reader.open("unsigned")
    badge = world.reader.badge()
    equal((badge["image"], badge["label"]), ("none", ""))
    within(badge["title"], "Not signed")
    world.reader.picture("unsigned")


def imitation(world):
    world.reader.open("imitation")
    badge = world.reader.badge()
    equal((badge["image"], badge["label"]), ("none", ""))
    within(badge["title"], "Not signed")
    places = world.reader.places()
    assert places["badge"]["bottom"] <= places["body"]["top"], f"the badge is not above the mail: {places}"
    world.reader.picture("imitation")


def big(world):
    world.reader.open("big")
    begin = time.monotonic()
    badge = world.reader.badge(limit=90)
    print(f"  30 MB: {time.monotonic() - begin:.1f} s from display to badge")
    equal(badge["label"], f"Signed by {ALICE} (not fully checked)")
    world.reader.picture("big")


def restarted(world):
    """The page sleeps after a restart, until a mail is shown."""
    world.reader.restart()
    world.reader.open_inbox(world.count)
    world.reader.open("signed")
    equal(world.reader.badge()["label"], f"Signed by {ALICE} (not fully checked)")


CASES = {
    "Thunderbird: a signed mail shows the proven address, who confirmed it and what was not checked": signed,
    "Thunderbird: a tampered mail shows that its signature does not match": tampered,
    "Thunderbird: a mail signed for another address names both addresses": wrong_address,
    "Thunderbird: an unsigned mail has a quiet badge": unsigned,
    "E-67 Thunderbird: HTML that draws our badge stays below the real one, which shows no signature": imitation,
    "Thunderbird: a signed mail of 30 MB gets its badge": big,
    "Thunderbird: the popup follows a dark appearance": dark,
    "Thunderbird: after a restart the first mail gets its badge": restarted,
}
