# SPDX-License-Identifier: MPL-2.0
"""What Thunderbird shows when the host is missing, too old, crashes or lies; and how it recovers."""
import opening_scripts
from expect import equal, within
from mailbox import ALICE
from opening_mails import MARKER

GOOD = f"Signed by {ALICE} (not fully checked)"


def killed_between(world):
    """The next mail starts the host again."""
    world.reader.open("signed")
    equal(world.reader.badge()["label"], GOOD)
    assert len(world.hosts.running()) == 1, f"hosts running: {world.hosts.running()}"
    world.hosts.kill()
    world.reader.open("tampered")
    equal(world.reader.badge()["label"], "Signature does not match")


def killed_in_the_middle(world):
    flag = world.work / "stumbled"
    world.hosts.use_fake("stumble", flag, world.real)
    world.hosts.kill()
    world.reader.open("big")
    equal(world.reader.badge(limit=90)["label"], GOOD)
    assert flag.exists(), "the host did not go away in the middle"


def crashing(world):
    world.hosts.use_fake("crash")
    world.hosts.kill()
    world.reader.open("signed")
    badge = world.reader.badge()
    equal((badge["image"], badge["label"]), ("host", "Sealwright stopped"))
    within(world.reader.popup(), "What to do", "sealwright doctor", "Try again")
    world.reader.picture_of_popup("crashed")
    world.hosts.use_real()
    world.reader.in_popup("document.getElementById('retry').click()")
    within(world.reader.popup_like(lambda text: "stopped" not in text and "Checking" not in text), GOOD)
    world.reader.close_popup()
    # Painted with the next frame of the window, a little later than the popup.
    equal(world.reader.badge_like(lambda badge: GOOD in badge["title"])["label"], GOOD)


def missing(world):
    world.hosts.remove()
    world.hosts.kill()
    world.reader.open("signed")
    badge = world.reader.badge()
    equal((badge["image"], badge["label"]), ("host", "Sealwright is not installed"))
    within(world.reader.popup(), "What to do", "Install Sealwright from its package")
    world.reader.picture_of_popup("missing")
    world.reader.close_popup()
    world.hosts.use_real()
    equal(world.reader.badge_like(lambda badge: GOOD in badge["title"], 60)["label"], GOOD)


def too_old(world):
    world.hosts.use_fake("old")
    world.hosts.kill()
    world.reader.open("signed")
    badge = world.reader.badge()
    equal((badge["image"], badge["label"]), ("host", "Sealwright is too old"))
    within(world.reader.popup(), "This computer has Sealwright 0.0.9 (protocol 0); this add-on needs protocol 1.",
           "Update the Sealwright program on this computer.")
    world.reader.picture_of_popup("too-old")
    world.reader.close_popup()
    world.hosts.use_real()
    equal(world.reader.badge_like(lambda badge: GOOD in badge["title"], 60)["label"], GOOD)


def too_new(world):
    world.hosts.use_fake("new")
    world.hosts.kill()
    world.reader.open("signed")
    equal(world.reader.badge()["label"], "This add-on is too old")
    within(world.reader.popup(), "Update this add-on.")
    world.reader.close_popup()


def other_bytes(world):
    world.hosts.use_fake("other")
    world.hosts.kill()
    world.reader.open("unsigned")
    badge = world.reader.badge()
    equal((badge["image"], badge["label"]), ("question", "Cannot be checked"))
    within(world.reader.popup(), "The answer was about another message")
    world.reader.picture_of_popup("stale")
    world.reader.close_popup()


def other_payload(world):
    """Neither the verdict nor what it would have shown is taken."""
    world.hosts.use_fake("other")
    world.hosts.kill()
    world.reader.open("sealed-aside")
    equal(world.reader.badge()["label"], "Cannot be checked")
    shown = world.reader.client.run(opening_scripts.SHOWN)
    within(shown["text"], "Cannot be checked", "The answer was about another message")
    assert shown["header"], "the header pane is hidden"
    world.hosts.use_real()
    world.hosts.kill()
    world.reader.popup()
    world.reader.in_popup("document.getElementById('retry').click()")
    world.reader.badge_like(lambda badge: "Encrypted" in badge["title"], 20, "the badge of an opened mail")
    world.reader.close_popup()
    within(world.reader.client.run(opening_scripts.SHOWN)["text"], MARKER)


def swapped(world):
    world.hosts.use_fake("swap")
    world.hosts.kill()
    world.reader.open("unsigned")
    world.reader.badge_like(lambda badge: badge["image"] == "pending", what="a grey badge")
    world.reader.open_in_tab("imitation")
    equal(world.reader.badge()["label"], "Cannot be checked")
    world.reader.first_tab()
    equal(world.reader.badge()["label"], "Cannot be checked")


CASES = {
    "Thunderbird: a host that was killed between two mails is started again": killed_between,
    "Thunderbird: a host that is killed in the middle of 30 MB is started again and the mail is checked":
        killed_in_the_middle,
    "Thunderbird: a host that keeps crashing is said to, and a click tries again": crashing,
    "Thunderbird: a missing host is said to be missing; the badge recovers by itself once it is there": missing,
    "E-87 Thunderbird: a host that is too old is said to be; the badge recovers by itself after its update": too_old,
    "E-87 Thunderbird: an add-on that is too old for the host is said to be": too_new,
    "E-86 Thunderbird: an answer about other bytes is thrown away": other_bytes,
    "E-86 Thunderbird: of an answer about other bytes nothing is shown as the opened mail, until one is right": other_payload,
    "E-86 Thunderbird: answers swapped between two open mails are thrown away": swapped,
}
