# SPDX-License-Identifier: MPL-2.0
"""The popups: the panel of a compose window and the details of a mail, by keyboard, in both appearances."""
import re

from expect import equal, within
from mailbox import ALICE
from pages import Pages

STRANGER = "stranger@example.org"


def panel(case):
    """Gives the case a compose window with its panel open, and closes both after it."""
    def run(world):
        pages, writer = Pages(world.reader), world.writer
        window = writer.write(to=f"{ALICE}, {STRANGER}", subject="Plan", body="Hello")
        writer.open_panel(window)
        pages.enter("compose")
        case(world, pages, writer, window)
        writer.close_panel(window)
        pages.close()
    run.__name__ = case.__name__
    return run


@panel
def recipients(world, pages, writer, window):
    text = pages.like("compose", lambda text: STRANGER in text and ALICE in text)
    within(text, "Goes out unprotected", "Protection of this message", f"{ALICE}\n\nCertificate valid until",
           "From a file, known since", f"{STRANGER}\n\nNo certificate", "Ask this person for a signed message", "Your picture:")
    pages.picture("compose", "compose-panel")


@panel
def by_keyboard(world, pages, writer, window):
    pages.like("compose", lambda text: STRANGER in text)
    for stop in pages.walk("compose"):
        assert stop["visible"] and stop["follows"] and stop["name"].strip(), f"at {stop}"
    pages.focus_on("compose", "choice-none")
    pages.press("compose", "ArrowDown")
    pages.like("compose", lambda text: text.startswith("Will be signed"))
    equal(pages.focused("compose"), "choice-sign")
    pages.press("compose", "ArrowDown")
    text = pages.like("compose", lambda text: text.startswith("Cannot be sent like this"))
    within(text, STRANGER)
    equal(pages.focused("compose"), "choice-encrypt")
    pages.picture("compose", "compose-blocked")
    equal(writer.label(window), "Cannot be sent like this")


@panel
def audited(world, pages, writer, window):
    pages.like("compose", lambda text: STRANGER in text)
    for dark in (True, False):
        world.reader.use_dark(dark)
        pages.run("compose", "document.getElementById('choice-encrypt').click();")
        pages.like("compose", lambda text: "Cannot be sent" in text)
        found = pages.faults("compose")
        pages.picture("compose", f"compose-{'dark' if dark else 'light'}")
        equal(found, [])


def asked(world):
    pages, writer = Pages(world.reader), world.writer
    window = writer.write(to=ALICE, subject="Readable", body="Hello")
    writer.do(window, "cmd_sendNow")
    text = writer.panel_like(window, lambda text: "All recipients have a certificate" in text)
    within(text, "Encrypt it", "Leave it readable")
    pages.enter("compose")
    pages.picture("compose", "compose-asked")
    pages.focus_on("compose", "as-is")
    pages.press("compose", "Enter")
    pages.like("compose", lambda text: "All recipients have a certificate" not in text)
    equal(pages.focused("compose"), "choice-none")
    writer.close_panel(window)
    writer.usable(window)
    writer.send(window)


@panel
def settings(world, pages, writer, window):
    pages.focus_on("compose", "settings")
    pages.press("compose", "Enter")
    pages.enter("options")
    pages.like("options", lambda text: "Sealwright settings" in text)


@panel
def one_picture(world, pages, writer, window):
    found = {picture(pages.like("compose", lambda text: "Your picture" in text))}
    writer.close_panel(window)
    world.reader.open("imitation")
    world.reader.badge()
    found.add(picture(world.reader.popup(lambda text: "Your picture" in text)))
    world.reader.close_popup()
    pages.open_welcome()
    for page in ("welcome", "options"):
        pages.enter(page)
        found.add(picture(pages.like(page, lambda text: "Your picture" in text)))
    equal(len(found), 1)


def picture(text):
    return re.search(r"Your picture: (\w+ \w+)", text)[1]


def details(world):
    pages = Pages(world.reader)
    world.reader.open("signed")
    world.reader.badge()
    world.reader.popup()
    pages.enter("popup")
    for stop in pages.walk("popup"):
        assert stop["visible"] and stop["follows"] and stop["name"].strip(), f"at {stop}"
    pages.run("popup", "for (const each of document.querySelectorAll('details')) each.open = true;")
    text = pages.like("popup", lambda text: "SHA-256 fingerprint" in text)
    within(text, f"{ALICE}\nCertificate of the person\nissued by\nSealwright Test CA\nIntermediate issuer\nissued by\n"
                 "Sealwright Test Root\nRecognised by this computer for e-mail",
           "The issuer does not say what it checked.", "Name in it, not checked\nAlice")
    pages.run("popup", "document.querySelector('.station input').focus();")
    pages.press("popup", "ArrowDown")
    pages.like("popup", lambda text: "Issued to\nSealwright Test CA" in text)
    for dark in (True, False):
        world.reader.use_dark(dark)
        pages.run("popup", "content.scrollTo(0, document.querySelector('.chain').offsetTop - 40);")
        found = pages.faults("popup")
        pages.picture("popup", f"chain-{'dark' if dark else 'light'}")
        equal(found, [])
    world.reader.close_popup()


def german(world):
    pages, writer = Pages(world.reader), world.writer
    pages.speak("de")
    try:
        world.reader.open("signed")
        world.reader.badge_like(lambda badge: "Signiert von" in badge["label"])
        world.reader.popup()
        pages.enter("popup")
        pages.run("popup", "for (const each of document.querySelectorAll('details')) each.open = true;")
        text = pages.like("popup", lambda text: "SHA-256-Fingerabdruck" in text)
        within(text, f"Signiert von {ALICE} (nicht vollständig geprüft)", "ausgestellt von", "Ihr Bild:", "Einstellungen")
        equal(pages.faults("popup"), [])
        pages.picture("popup", "details-de")
        world.reader.close_popup()
        window = writer.write(to=f"{ALICE}, {STRANGER}", subject="Plan", body="Hallo")
        writer.open_panel(window)
        pages.enter("compose")
        text = pages.like("compose", lambda text: STRANGER in text)
        within(text, "Geht ungeschützt hinaus", "Signieren und verschlüsseln", "Zertifikat gültig bis", "Kein Zertifikat")
        equal(pages.faults("compose"), [])
        pages.picture("compose", "compose-de")
        writer.close_panel(window)
    finally:
        pages.close()
        pages.speak("en-US")


CASES = {
    "Thunderbird: the panel of a compose window shows each recipient's certificate before anything is sent": recipients,
    "Thunderbird: the panel of a compose window is worked by arrow keys and keeps the focus": by_keyboard,
    "Thunderbird: the panel of a compose window has names, headings and contrast, light and dark": audited,
    "Thunderbird: what could be encrypted is not sent readable before the person was asked": asked,
    "Thunderbird: the panel of a compose window leads to the options page": settings,
    "C-17 Thunderbird: all our pages show the one picture of this installation": one_picture,
    "Thunderbird: the panel and the details speak German": german,
    "Thunderbird: the details of a mail show the chain as a picture that arrow keys walk, light and dark": details,
}
