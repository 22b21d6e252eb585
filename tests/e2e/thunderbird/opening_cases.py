# SPDX-License-Identifier: MPL-2.0
"""Mail that the host opens, in Thunderbird's own reader."""
import pathlib
import subprocess

import opening_mails
import opening_scripts as scripts
from expect import equal, within
from mailbox import ALICE
from native import leaves_of
from opening_mails import ATTACHMENT, MARKER
from reader import until

LETTER = opening_mails.LETTER.strip()
ENCRYPTED = "Encrypted · Not signed"
SIGNED = f"Signed by {ALICE} (not fully checked)"


def opened(world, name, label):
    """What the pane shows of a mail once its badge is there."""
    world.reader.open(name)
    equal(world.reader.badge()["label"], label)
    shown = world.reader.client.run(scripts.SHOWN)
    assert shown["header"], "the header pane is hidden"
    assert not shown["smime"], "Thunderbird shows a verdict of its own"
    return shown


def plain(world):
    shown = opened(world, "sealed", ENCRYPTED)
    equal(shown["text"].strip(), LETTER)
    equal((shown["parts"], shown["subject"]), ([], "Code word"))
    world.reader.picture("opened")


def pages(world):
    for name, label in (("sealed-pages", ENCRYPTED), ("sealed-signed", f"Encrypted · {SIGNED}"), ("signed-pages", SIGNED)):
        shown = opened(world, name, label)
        within(shown["text"], MARKER, "éè")
        until(lambda: world.reader.client.run(scripts.SHOWN)["pictures"] == [1], 10, "the picture in the page")
        equal(shown["parts"], [{"name": "secret.bin", "type": "application/octet-stream"}])
        equal(saved(world, "secret.bin"), ATTACHMENT)
    world.reader.picture("opened-pages")


def saved(world, name):
    """An attachment as Thunderbird saves it."""
    path = world.work / f"saved-{name}"
    path.unlink(missing_ok=True)
    world.reader.client.run(scripts.SAVE, name, str(path))
    until(lambda: path.exists() and path.stat().st_size, 10, "the saved file")
    return path.read_bytes()


def opaque(world):
    equal(opened(world, "signed-opaque", SIGNED)["text"].strip(), LETTER)


def unwrapped(world):
    shown = opened(world, "signed", SIGNED)
    equal(shown["parts"], [])
    within(shown["text"], "the meeting is on Tuesday at ten")


def same_as_host(world):
    """Text and parts, as Thunderbird parses what it was given, are the host's leaves."""
    for name in ("signed", "sealed", "sealed-signed", "sealed-pages", "signed-pages", "signed-opaque"):
        _, leaves = leaves_of(world.me, world.mailbox.mails[name])
        world.reader.open(name)
        world.reader.badge()
        compare(world, leaves)


def compare(world, leaves):
    shown = world.reader.client.run(scripts.SHOWN)
    files = [leaf["name"] for leaf, _ in leaves if leaf["kind"] == "attachment" and not leaf["inline"]]
    equal([part["name"] for part in shown["parts"]], files)
    for leaf, octets in leaves:
        if leaf["kind"] == "text" and leaf["type"] == "text/plain":
            within(" ".join(shown["text"].split()), " ".join(octets.decode().split()))
        if leaf["name"] in files:
            equal(saved(world, leaf["name"]), octets)


def quotes(world):
    opened(world, "sealed-signed", f"Encrypted · {SIGNED}")
    reply = world.reader.client.run(scripts.COMPOSE, "cmd_reply")
    within(reply["text"], f"{ALICE} wrote:", MARKER, "éè")
    equal(reply["attachments"], [])
    opened(world, "sealed", ENCRYPTED)
    within(world.reader.client.run(scripts.COMPOSE, "cmd_forwardInline")["text"], MARKER)


def restricted(world):
    label = "Encrypted, not protected against changes · Not signed"
    shown = opened(world, "sealed-cbc", label)
    within(shown["text"], MARKER)
    equal((shown["pictures"], shown["parts"]), ([], []))
    assert "<b>" not in shown["html"], "markup of a restricted mail is shown"
    world.reader.picture("restricted")
    for command in ("cmd_reply", "cmd_forwardInline", "cmd_editAsNew"):
        quote = world.reader.client.run(scripts.COMPOSE, command)
        assert MARKER not in quote["html"], f"{command} quotes a restricted mail"
        equal(quote["attachments"], [])


def no_key(world):
    """Outer header, a reason in the pane; after the key has come, the content."""
    shown = opened(world, "sealed-to-nora", "Not encrypted for you")
    within(shown["text"], "It was locked for another certificate", "Try again")
    equal(shown["subject"], "For Nora's key")
    world.reader.picture("no-key")
    world.me.own(world.nora)
    world.reader.popup(lambda text: "Not encrypted for you" in text)
    world.reader.in_popup("document.getElementById('retry').click()")
    world.reader.badge_like(lambda badge: ENCRYPTED in badge["title"], 20, "the badge of an opened mail")
    world.reader.close_popup()
    equal(world.reader.client.run(scripts.SHOWN)["text"].strip(), LETTER)


def host_away(world):
    world.hosts.remove()
    world.hosts.kill()
    world.reader.open("sealed-later")
    equal(world.reader.badge()["label"], "Sealwright is not installed")
    shown = world.reader.client.run(scripts.SHOWN)
    assert shown["header"], "the header pane is hidden"
    within(shown["text"], "The add-on needs the Sealwright program on this computer.")
    world.hosts.use_real()
    equal(world.reader.badge_like(lambda badge: "Encrypted" in badge["title"], 60)["label"], ENCRYPTED)
    within(world.reader.client.run(scripts.SHOWN)["text"], MARKER)


def once(world):
    """Body, picture and attachment of one mail cost one decryption."""
    world.reader.open("unsigned")
    world.reader.badge()
    world.hosts.use_counting()
    world.hosts.kill()
    opened(world, "sealed-once", ENCRYPTED)
    equal(saved(world, "secret.bin"), ATTACHMENT)
    within(world.reader.client.run(scripts.COMPOSE, "cmd_reply")["text"], MARKER)
    equal(world.hosts.counted().get("decrypt"), 1)


def nothing_on_disk(world):
    """After reading, quoting and quitting; in the profile with its index, the home and /tmp."""
    for name in ("sealed", "sealed-signed", "sealed-pages", "sealed-cbc"):
        world.reader.open(name)
        world.reader.badge()
    world.reader.client.run(scripts.COMPOSE, "cmd_reply")
    world.reader.restart()
    world.reader.open_inbox(world.count)
    places = [world.reader.profile, world.work / "home", pathlib.Path("/tmp")]
    found = subprocess.run(["grep", "-rlaF", "--exclude-dir=pki", MARKER, *map(str, places)], capture_output=True, text=True)
    equal([line for line in found.stdout.splitlines() if is_ours(line)], [])


def is_ours(path):
    """Other runs and tools leave files in /tmp as well."""
    return not path.startswith("/tmp/") or pathlib.Path(path).name.startswith("nsmail") or "pid-" in path


CASES = {
    "Thunderbird: an encrypted mail is shown in Thunderbird's own reader": plain,
    "Thunderbird: page, picture and attachment of encrypted and signed mails are shown; saved bytes are the same": pages,
    "Thunderbird: a mail signed as one piece is shown": opaque,
    "Thunderbird: a signed mail has no second verdict and no signature among its attachments": unwrapped,
    "Thunderbird: text and parts it shows are those the host has found": same_as_host,
    "Thunderbird: reply and forward quote decrypted text": quotes,
    "Thunderbird: a mail anybody may have changed is text only, and nothing of it is quoted": restricted,
    "E-64 Thunderbird: without a key the outer header is shown and why; with the key the content": no_key,
    "Thunderbird: without the program an encrypted mail says so in the pane, and opens by itself later": host_away,
    "Thunderbird: body, parts and quote of a mail need one decryption": once,
    "E-64 Thunderbird: no word of an encrypted mail is on disk after it was read and answered": nothing_on_disk,
}
