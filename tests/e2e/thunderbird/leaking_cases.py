# SPDX-License-Identifier: MPL-2.0
"""Mails that would send decrypted text away: by a request, or in a reply."""
import opening_scripts as scripts
from expect import equal, within
from mailbox import ALICE
from opening_mails import MARKER
from reader import until

BESIDE = ("leak-image", "leak-form", "leak-style", "leak-frame")
HIDDEN = ("hidden-style", "hidden-lines", "hidden-inside")
LEAVING = ("cmd_reply", "cmd_forwardInline", "cmd_editAsNew")


def beside(world):
    """Ciphertext between pieces of a page is not opened, so nothing of it can go out."""
    for name in BESIDE:
        shown = look(world, name)
        assert MARKER not in shown["html"], f"{name}: the part was opened"
    equal(world.outside.seen, [])
    allow(world, True)
    for name in BESIDE:
        look(world, name)
    equal([line for line in after_fence(world) if MARKER in line], [])


def hidden(world):
    """An old ciphertext that hides in a harmless mail stays closed in every reply."""
    for name in HIDDEN:
        shown = look(world, name)
        within(shown["text"], "Lunch?")
        assert MARKER not in shown["html"], f"{name}: the hidden part was opened"
        for command in LEAVING:
            assert MARKER not in str(world.reader.client.run(scripts.COMPOSE, command)), f"{name}: {command} has the old text"


def remote(world):
    """Whatever the person allowed for all mail and for this sender."""
    allow(world, True)
    within(look(world, "remote-sealed")["text"], MARKER)
    for command in LEAVING:
        within(world.reader.client.run(scripts.COMPOSE, command)["text"], MARKER)
    world.reader.picture("remote-sealed")
    equal(after_fence(world), [])


def restricted(world):
    allow(world, True)
    for name in ("remote-cbc", "gadget"):
        shown = look(world, name)
        within(world.reader.badge()["label"], "not protected against changes")
        equal(shown["pictures"], [])
        assert "<img" not in shown["html"], f"{name}: its markup is shown"
    world.reader.picture("gadget")
    equal(after_fence(world), [])


def look(world, name):
    world.reader.open(name)
    world.reader.badge()
    return world.reader.client.run(scripts.SHOWN)


def after_fence(world):
    """What came outside before the request of a mail that may load pictures: all that will come."""
    world.reader.open("fence")
    until(lambda: any("/fence" in line for line in world.outside.seen), 20, "the request of the fence")
    return [line for line in world.outside.seen if "/fence" not in line]


def allow(world, on):
    world.outside.seen.clear()
    world.reader.client.run(scripts.ALLOW_ALL, on, ALICE)


def closing(case):
    """Leaves Thunderbird as it was."""
    def run(world):
        allow(world, False)
        try:
            case(world)
        finally:
            allow(world, False)
    run.__name__, run.__module__ = case.__name__, case.__module__
    return run


CASES = {
    "E-52 Thunderbird: an encrypted part between pieces of a page is not opened, and nothing of it leaves":
        closing(beside),
    "E-58c Thunderbird: an old encrypted part that hides in a harmless mail is in no reply, forward or copy":
        closing(hidden),
    "E-53 Thunderbird: decrypted mail loads nothing, on screen or quoted, though pictures are allowed everywhere":
        closing(remote),
    "E-54 Thunderbird: a page made by changing the ciphertext is shown as text and loads nothing": closing(restricted),
}
