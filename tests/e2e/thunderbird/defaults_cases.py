# SPDX-License-Identifier: MPL-2.0
"""What a person has set for an address is done without a further step, also right after a start."""
from expect import equal
from mailbox import ALICE, BOB
from pages import Pages
from received import Received

GREETING = "Dear Alice,\n\nsee you at ten.\n\nBob\n"


def choose(world, *ids, on=True):
    """Sets boxes and choices in the options page."""
    pages = Pages(world.reader)
    pages.open_options()
    pages.like("options", lambda text: BOB in text)
    for each in ids:
        pages.run("options", f"""
            const box = document.getElementById("{each}");
            if (box.checked != {str(on).lower()}) box.click();""")
    pages.close()


def kept(world):
    choose(world, f"sign-{BOB}", f"encrypt-{BOB}-when-possible")
    try:
        world.reader.restart()
        world.reader.open_inbox(world.count)
        for subject, to in (("Usual one", ALICE), ("Usual two", "erin@example.test")):
            window = world.writer.write(to=to, subject=subject, body=GREETING)
            world.writer.send(window)
        Received(world, "Usual one", [ALICE]).decrypted(world.mailbox.alice)
        Received(world, "Usual two", ["erin@example.test"]).verified()
    finally:
        choose(world, f"encrypt-{BOB}-ask")
        choose(world, f"sign-{BOB}", on=False)
    equal(world.writer.outbox(), 0)


CASES = {
    "Thunderbird: what is usual for an address protects a message without a further step, after a restart too": kept,
}
