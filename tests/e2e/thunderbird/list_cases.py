# SPDX-License-Identifier: MPL-2.0
"""What the message list and the line above the mail show of a message."""
import opening_scripts as scripts
from expect import equal, within
from mailbox import ALICE
from reader import until
from scripts import NAMES

# 0 is cards, 1 is the table with columns.
USE_VIEW = NAMES + """Services.prefs.setIntPref("mail.threadpane.listview", args[0]);"""
# Titles of the pictures that are shown in the row of a mail; null while the row is not drawn.
CELL = NAMES + """
    const row = pane.threadTree.getRowAtIndex(rowOf(args[0]));
    const cell = row?.querySelector("[data-column-name=sealwright], .sealwright-column");
    return cell && [...cell.querySelectorAll("img")].filter(image => !image.hidden && image.naturalWidth).map(({ title }) => title);
"""
SCROLL_TO = NAMES + """pane.threadTree.scrollToIndex(rowOf(args[0]), true);"""
STORED = NAMES + """return pane.gDBView.getMsgHdrAt(rowOf(args[0])).getStringProperty("sealwright-mark");"""


def column(world):
    seen = {"signed": "Signed, not fully checked", "sealed-signed": "Encrypted and signed", "sealed": "Encrypted",
            "sealed-cbc": "Encrypted, with a weakness", "tampered": "Something is wrong or unusual"}
    world.reader.client.run(USE_VIEW, 1)
    try:
        equal(cell(world, "imitation-list"), [])
        for name, title in seen.items():
            world.reader.open(name)
            world.reader.badge()
            until(lambda: cell(world, name) == [title], 10, f"the picture of {name} in the list")
        world.reader.picture("column")
        for name in ("imitation", "unsigned", "imitation-list"):
            world.reader.open(name)
            world.reader.badge()
            equal((cell(world, name), world.reader.client.run(STORED, name)), ([], ""))
    finally:
        world.reader.client.run(USE_VIEW, 0)


def cell(world, name):
    world.reader.client.run(SCROLL_TO, name)
    return until(lambda: (found := world.reader.client.run(CELL, name)) is not None and [found], 10, f"the row of {name}")[0]


def flagged(world):
    world.reader.open("elsewhere")
    world.reader.badge()
    bars = until(lambda: world.reader.client.run(scripts.SHOWN)["bars"], 10, "a line above the mail")
    equal([bar["name"] for bar in bars], ["sealwright-warning"])
    within(bars[0]["text"], "Replies go elsewhere", ALICE)
    world.reader.picture("flagged")
    world.reader.open("signed")
    world.reader.badge()
    equal(world.reader.client.run(scripts.SHOWN)["bars"], [])


CASES = {
    "E-67 Thunderbird: a column of the list shows what was found, and nothing for mail that only says so": column,
    "Thunderbird: a flag stands in a line above the mail, and goes with it": flagged,
}
