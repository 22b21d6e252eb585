# SPDX-License-Identifier: MPL-2.0
"""Mail that Thunderbird changes, keeps on this computer or answers by itself: what was opened goes nowhere by that."""
import handling_scripts as scripts
import opening_scripts
from expect import equal, within
from opening_cases import ENCRYPTED, opened, saved
from opening_mails import ATTACHMENT, MARKER
from reader import until
from traces import holders


def attachment_deleted(world):
    """What Thunderbird would store in place of the mail is what it was shown: nothing is stored."""
    for name in ("sealed-stripped", "signed-stripped"):
        world.reader.open(name)
        world.reader.badge()
        until(lambda: world.reader.client.run(opening_scripts.SHOWN)["parts"], 20, "the attachment")
        world.reader.client.run(scripts.DELETE_ATTACHMENT, "secret.bin")
        within(world.reader.told(), "attachment was not removed")
        within(until(lambda: world.reader.client.run(scripts.HOW_DELETED), 20, "the end of it"), "strip FAILED")
        until(lambda: world.reader.client.run(opening_scripts.SHOWN)["parts"], 20, "the attachment")
        equal(saved(world, "secret.bin"), ATTACHMENT)
    equal(holders(world, MARKER), [])


def once_locally(world):
    """Where Thunderbird names each part after the file, as for mail that is kept on this computer."""
    in_local_folder(world, ["sealed-once", "unsigned"])
    try:
        world.reader.open("unsigned")
        world.reader.badge()
        world.hosts.use_counting()
        world.hosts.kill()
        shown = opened(world, "sealed-once", ENCRYPTED)
        until(lambda: world.reader.client.run(opening_scripts.SHOWN)["pictures"] == [1], 10, "the picture in the page")
        equal([part["name"] for part in shown["parts"]], ["secret.bin"])
        equal(saved(world, "secret.bin"), ATTACHMENT)
        within(world.reader.client.run(opening_scripts.COMPOSE, "cmd_reply")["text"], MARKER)
        equal(world.hosts.counted().get("decrypt"), 1)
    finally:
        world.reader.open_inbox(world.count)


def in_local_folder(world, names):
    world.reader.client.run(scripts.OPEN_LOCAL, names)
    until(lambda: world.reader.client.run(scripts.LOCAL_ROWS) == len(names), 30, "the folder on this computer")


def receipts(world):
    for name, asks in (("receipt-sealed", True), ("receipt-cbc", False)):
        world.reader.open(name)
        world.reader.badge()
        equal(world.reader.client.run(scripts.ASKS_RECEIPT), asks)


def forwarded_by_filter(world):
    """The function that filters call. Nobody looks at what they send, so nothing that was decrypted is in it."""
    for name in ("unsigned", "sealed"):
        before = len(world.sink.taken)
        world.reader.client.run(scripts.FORWARD, name, f"{name}@filter.example")
        taken = until(lambda: world.sink.taken[before:], 30, f"what the filter sends of {name}")
        (recipients, octets), = taken
        equal(recipients, [f"{name}@filter.example"])
        assert MARKER.encode() not in octets, "decrypted text was sent in the clear"


CASES = {
    "Thunderbird: deleting an attachment stores no decrypted mail and breaks no signature; it says so": attachment_deleted,
    "Thunderbird: body, picture, attachment and quote of a mail in a local folder need one decryption": once_locally,
    "Thunderbird: a filter forwards ordinary mail as ever, and of encrypted mail nothing that was decrypted": forwarded_by_filter,
    "Thunderbird: a mail anybody may have changed asks for no receipt": receipts,
}
