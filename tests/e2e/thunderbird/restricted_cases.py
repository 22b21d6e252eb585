# SPDX-License-Identifier: MPL-2.0
"""What a person can get out of a mail that anybody may have changed."""
import keeping_scripts as scripts
from expect import equal, within
from keeping_cases import RESTRICTED, chosen, written
from opening_cases import opened
from opening_mails import NOTES
from pages import Pages

SAVE = "document.querySelector('#attachments .cards button').click()"


def attachments(world):
    """Each step of the person takes one more: a look costs the key, a yes writes the file."""
    reader, pages = world.reader, Pages(world.reader)
    reader.open("unsigned")
    reader.badge()
    world.hosts.use_counting()
    world.hosts.kill()
    equal(opened(world, "notes-cbc", RESTRICTED)["parts"], [])
    within(reader.popup(lambda text: "Look for attachments" in text), "others may have put them into it")
    equal(world.hosts.counted().get("decrypt"), 1)
    reader.in_popup("document.getElementById('look').click()")
    within(reader.popup_like(lambda text: "notes.bin" in text), "0.3 kB")
    equal(world.hosts.counted().get("decrypt"), 2)
    pages.enter("popup")
    equal(pages.faults("popup"), [])
    pages.picture("popup", "popup-attachments")
    with chosen(world, "restricted.bin") as path:
        for answer in ("no", "yes"):
            assert not path.exists(), "the attachment was saved without a yes"
            equal(reader.client.run(scripts.ASKED), [])
            reader.in_popup(SAVE)
            within(reader.popup_like(lambda text: "Save it all the same?" in text), "put “notes.bin” into it, and it could do harm")
            equal(pages.focused("popup"), "dialog-no")
            equal(pages.faults("popup"), [])
            pages.picture("popup", f"popup-attachments-{answer}")
            reader.in_popup(f"document.getElementById('dialog-{answer}').click()")
            reader.popup_like(lambda text: "Save it all the same?" not in text)
        equal(written(path, lambda octets: len(octets) >= len(NOTES)), NOTES)
        equal(reader.client.run(scripts.ASKED), ["notes.bin"])
    reader.close_popup()


CASES = {
    "B.6 Thunderbird: an attachment of a mail anybody may have changed is saved after a question only, and lies nowhere else":
        attachments,
}
