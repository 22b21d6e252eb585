# SPDX-License-Identifier: MPL-2.0
"""The extension where Thunderbird gives it no privileged part: as `--client thunderbird-reduced` builds it."""
import json
import zipfile

from expect import equal, within
from mailbox import ALICE
from reader import Reader
from received import Received
from writer import Writer

GREETING = "Dear Alice,\n\nsee you at ten.\n\nBob\n"


def bare(archive, target):
    """The same extension, whose manifest asks for no experiment."""
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(target, "w") as less:
        for name in whole.namelist():
            octets = whole.read(name)
            if name == "manifest.json":
                manifest = json.loads(octets)
                del manifest["experiment_apis"]
                octets = json.dumps(manifest).encode()
            less.writestr(name, octets)
    return target


def without_experiments(world):
    work = world.work / "bare"
    work.mkdir()
    archive = bare(world.extension, work / "bare.xpi")
    suppressed = {"extensions.experiments.suppressed": True}
    reader = Reader(work, world.hosts.home, world.imap.port, world.sink.port, archive, suppressed)
    try:
        reader.open_inbox(world.count)
        reader.open("signed")
        reader.badge_like(lambda badge: badge["label"] == f"Signed by {ALICE} (not fully checked)")
        within(reader.popup(lambda text: "Proven" in text), "does not let Sealwright in", "extensions.experiments.allowed")
        reader.picture_of_popup("bare")
        reader.close_popup()
        writer = Writer(reader)
        window = writer.write(to=ALICE, subject="Bare", body=GREETING)
        writer.open_panel(window)
        within(writer.panel_like(window, lambda text: "lacks" in text), "Nothing protected can be sent", "Experiments")
        reader.picture("compose-bare")
        equal(writer.in_panel(window, "document.getElementById('choice-sign').disabled"), True)
        writer.close_panel(window)
        writer.send(window)
        equal(Received(world, "Bare", [ALICE]).fields.get_content_type(), "text/plain")
    finally:
        reader.picture("bare-end")
        reader.stop()


CASES = {
    "Thunderbird: with experiments suppressed the extension without one verifies, and says what it cannot do and why":
        without_experiments,
}
