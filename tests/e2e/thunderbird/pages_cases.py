# SPDX-License-Identifier: MPL-2.0
"""What the options and first-run pages show in Thunderbird, and that a keyboard is enough for them."""
import contextlib
import shutil

from expect import equal, within
from mailbox import ALICE, BOB
from pages import Pages


def is_whole(text):
    """Every section of the options page has what it asked for."""
    return all(part in text for part in ("Where Sealwright looks", ALICE, "Connection to mail programs"))


def is_saved(text):
    return "Saved." in text


def with_pages(case):
    """Gives the case the pages, and closes them after it; what failed stays for its picture."""
    def run(world):
        pages = Pages(world.reader)
        case(world, pages)
        pages.close()
    run.__name__ = case.__name__
    return run


@with_pages
def options(world, pages):
    shutil.copy(world.mailbox.mallory.certificate, world.work / "home/.local/share/sealwright/identities/mallory.pem")
    pages.open_options()
    text = pages.like("options", is_whole)
    within(text, "Sign every message", f"Used for {BOB}, valid until", "Not usable, and why", "Mallory",
           "Its private key is not here.", "Where Sealwright looks", "Smart cards and tokens",
           "Known people", "Mail servers you believe", "Cryptographic library", "Your picture:",
           "Inside Thunderbird\n\nEverything Sealwright uses inside Thunderbird is there.")
    pages.picture("options", "options")
    for part in ("certificates", "people", "health"):
        pages.run("options", f"document.getElementById('{part}').scrollIntoView();")
        pages.picture("options", f"options-{part}")


@with_pages
def one_tab(world, pages):
    pages.open_welcome()
    pages.run("welcome", "document.getElementById('settings').click();")
    pages.enter("options")
    equal(pages.tabs(), ["options", "welcome"])


@with_pages
def options_by_keyboard(world, pages):
    pages.open_options()
    pages.like("options", is_whole)
    passed = pages.walk("options")
    assert len(passed) > 15, f"the focus passed {passed}"
    for stop in passed:
        assert stop["visible"] and stop["follows"] and stop["name"].strip(), f"at {stop}"
    pages.focus_on("options", f"sign-{BOB}")
    pages.press("options", " ")
    pages.like("options", is_saved)
    pages.press("options", "Tab", "ArrowDown")
    pages.like("options", is_saved)
    equal(pages.run("options", f"return document.getElementById('sign-{BOB}').checked;"), True)
    equal(pages.focused("options"), f"encrypt-{BOB}-when-possible")
    pages.reload("options")
    pages.like("options", is_whole)
    equal(pages.run("options", f"return document.getElementById('sign-{BOB}').checked"
                               f" && document.getElementById('encrypt-{BOB}-when-possible').checked;"), True)
    pages.focus_on("options", f"sign-{BOB}")
    pages.press("options", " ")
    pages.like("options", is_saved)
    pages.press("options", "Tab", "ArrowUp")
    pages.like("options", is_saved)


@with_pages
def certificate(world, pages):
    pages.open_options()
    pages.like("options", is_whole)
    pages.run("options", "document.querySelector('#own button').focus();")
    pages.press("options", "Enter")
    text = pages.like("options", lambda text: "SHA-256 fingerprint" in text)
    within(text, f"{BOB}\nCertificate of the person\nissued by\nSealwright Test CA\nIntermediate issuer\nissued by\n"
                 "Sealwright Test Root", "RSA 2048", "Serial number")
    equal(pages.faults("options"), [])
    pages.picture("options", "certificate")
    pages.run("options", "document.querySelector('.station input').focus();")
    pages.press("options", "ArrowDown", "ArrowDown")
    pages.like("options", lambda text: "Issued to\nSealwright Test Root" in text)
    pages.press("options", "Escape")
    equal(pages.run("options", "return document.getElementById('dialog').open;"), False)
    equal(pages.run("options", "return document.activeElement.closest('#own') !== null;"), True)


@with_pages
def servers(world, pages):
    pages.open_options()
    pages.like("options", lambda text: is_whole(text) and "No server yet" in text)
    pages.focus_on("options", "servers-0-new")
    pages.run("options", "document.activeElement.value = 'no such thing';")
    pages.press("options", "Enter")
    pages.like("options", lambda text: "That is no name of a server." in text)
    pages.run("options", "document.activeElement.value = 'MX.example.test';")
    pages.press("options", "Enter")
    pages.like("options", lambda text: "mx.example.test was added." in text)
    pages.run("options", "document.querySelector('#servers-0 .cards button').focus();")
    pages.press("options", "Enter")
    text = pages.like("options", lambda text: "mx.example.test was removed." in text and "Add mx.example.test" in text)
    within(text, "No server yet", "Found in your newest messages.")
    assert "forged.example.net" not in text, text
    pages.run("options", "document.querySelector('#servers-0-proposed button').focus();")
    pages.press("options", "Enter")
    text = pages.like("options", lambda text: "mx.example.test was added." in text)
    assert "Add mx.example.test" not in text, text
    pages.run("options", "document.getElementById('servers').scrollIntoView();")
    pages.picture("options", "options-servers")
    pages.close()
    said = "mx.example.test says that the message came from a server of the sender's domain."
    within(details_of(world, "unsigned"), "Not signed", said)
    pages.open_options()
    pages.like("options", lambda text: is_whole(text) and "mx.example.test" in text)
    pages.run("options", "document.querySelector('#servers-0 .cards button').click();")
    pages.like("options", lambda text: "mx.example.test was removed." in text)


def details_of(world, name):
    """The text of a mail's popup with all that is folded away; another mail is opened before."""
    for each in ("imitation", name):
        world.reader.open(each)
        world.reader.badge()
    world.reader.popup(lambda text: "Your picture" in text)
    world.reader.in_popup("document.querySelectorAll('details').forEach(each => each.open = true)")
    text = world.reader.popup_like(lambda text: "Header fields" in text)
    world.reader.close_popup()
    return text


@with_pages
def people(world, pages):
    pages.open_options()
    pages.like("options", is_whole)
    pages.choose("options", "#person-file", world.mailbox.mallory.certificate)
    pages.like("options", lambda text: "Added: mallory@example.net" in text)
    pages.run("options", "[...document.querySelectorAll('#known button')].find(b => b.ariaLabel == 'Remove: mallory@example.net').focus();")
    pages.press("options", "Enter")
    pages.like("options", lambda text: "Remove mallory@example.net?" in text)
    equal(pages.focused("options"), "dialog-no")
    pages.picture("options", "remove-person")
    pages.press("options", "Enter")
    within(pages.run("options", "return document.getElementById('known').innerText;"), "mallory@example.net")
    pages.run("options", "[...document.querySelectorAll('#known button')].find(b => b.ariaLabel == 'Remove: mallory@example.net').focus();")
    pages.press("options", "Enter", "Tab", "Enter")
    pages.like("options", lambda text: "mallory@example.net was removed." in text)
    assert "mallory" not in pages.run("options", "return document.getElementById('known').innerText;")


@with_pages
def audited(world, pages):
    pages.open_welcome()
    for dark in (False, True):
        world.reader.use_dark(dark)
        for page in ("options", "welcome"):
            pages.enter(page)
            pages.like(page, is_whole if page == "options" else lambda text: "Sign all my messages" in text)
            found = pages.faults(page)
            pages.picture(page, f"{page}-{'dark' if dark else 'light'}")
            equal(found, [])
    world.reader.use_dark(False)


@with_pages
def german(world, pages):
    pages.speak("de")
    try:
        pages.open_welcome()
        within(pages.like("welcome", lambda text: "Alle meine Nachrichten signieren" in text), "Willkommen bei Sealwright")
        pages.picture("welcome", "welcome-de")
        pages.enter("options")
        text = pages.like("options", lambda text: ALICE in text and "Wo Sealwright sucht" in text and "Verbindung zu" in text)
        within(text, "Einstellungen von Sealwright", "Jede Nachricht signieren", "Bekannte Personen", "Zustand",
               "Alles, was Sealwright in Thunderbird verwendet, ist da.")
        assert pages.run("options", "return document.querySelectorAll('#checks [lang=en]').length;") == 0, "a finding is English"
        equal(pages.run("options", "return document.documentElement.lang;"), "de")
        equal(pages.faults("options"), [])
        pages.picture("options", "options-de")
    finally:
        pages.close()
        pages.speak("en-US")


@with_pages
def first_run(world, pages):
    pages.open_welcome()
    text = pages.like("welcome", lambda text: "Sign all my messages" in text)
    within(text, "Version 0.1.0 answers.", f"Found, with its key, for {BOB}.", f"Signed message to {BOB}")
    for stop in pages.walk("welcome"):
        assert stop["visible"] and stop["follows"] and stop["name"].strip(), f"at {stop}"
    pages.focus_on("welcome", "sign-all")
    pages.press("welcome", "Enter")
    pages.like("welcome", lambda text: "New messages start like this" in text)
    equal(pages.focused("welcome"), "test-0")
    pages.picture("welcome", "welcome-signing")
    pages.press("welcome", "Enter")
    window = pages.composing(lambda window: window["label"] == "Will be signed" and window["to"])
    equal((window["to"], window["subject"]), ([BOB], "My first signed message"))
    within(pages.like("welcome", lambda text: "press Send there" in text), "What is usual for you")
    pages.run("welcome", f"document.getElementById('sign-{BOB}').click();")
    pages.like("welcome", lambda text: "Sign all my messages" in text)


@contextlib.contextmanager
def without_own_certificates(world):
    """The key files are put aside; at the end they are back, and no others."""
    identities = world.me.data / "identities"
    kept = identities.with_name("kept")
    identities.rename(kept)
    try:
        yield
    finally:
        shutil.rmtree(identities, ignore_errors=True)
        kept.rename(identities)


@with_pages
def first_run_without(world, pages):
    with without_own_certificates(world):
        pages.open_welcome()
        text = pages.like("welcome", lambda text: "Look again" in text)
        within(text, f"To sign, you need a certificate with a key for {BOB}.", "Bring in a certificate file",
               "Ask your administrator", "card or token")
        assert "Signed message to" not in text and "Sign all" not in text, text
        pages.picture("welcome", "welcome-without")
    pages.focus_on("welcome", "again")
    pages.press("welcome", "Enter")
    pages.like("welcome", lambda text: f"Found, with its key, for {BOB}." in text)


@with_pages
def first_run_with_file(world, pages):
    with without_own_certificates(world):
        pages.open_welcome()
        pages.like("welcome", lambda text: "Bring in a certificate file" in text)
        pages.choose("welcome", "#import + input", world.mailbox.mallory.certificate)
        within(pages.like("welcome", lambda text: "Mallory.crt: " in text), ".p12")
        pages.choose("welcome", "#import + input", world.mailbox.bob.pkcs12)
        pages.like("welcome", lambda text: f"Found, with its key, for {BOB}." in text)
        pages.picture("welcome", "welcome-imported")


@with_pages
def without_host(world, pages):
    pages.open_options()
    pages.like("options", is_whole)
    world.hosts.remove()
    world.hosts.kill()
    pages.reload("options")
    text = pages.like("options", lambda text: text.count("Shown once Sealwright answers.") == 3)
    equal(text.count("Install Sealwright from its package"), 1)
    within(text, "Sign every message")
    pages.picture("options", "options-without-host")
    world.hosts.use_real()
    pages.run("options", "document.querySelector('#problem button').focus();")
    pages.press("options", "Enter")
    pages.enter("options")
    text = pages.like("options", is_whole)
    assert "Install Sealwright" not in text, text


@with_pages
def repaired(world, pages):
    world.me.data.chmod(0o701)
    pages.open_options()
    text = pages.like("options", lambda text: "Put it right" in text)
    within(text, "Other users of this computer can open it.")
    pages.focus_on("options", "repair-folder")
    pages.picture("options", "options-repair")
    pages.press("options", "Enter")
    pages.like("options", lambda text: "It was put right." in text)
    equal(world.me.data.stat().st_mode & 0o777, 0o700)


CASES = {
    "Thunderbird: the options page names own certificates, why others are not used, people, servers and health": options,
    "Thunderbird: the options page that is open is shown again, not opened twice": one_tab,
    "Thunderbird: the options page is worked by keyboard alone, each stop is seen, and choices are kept":
        options_by_keyboard,
    "Thunderbird: the options page shows a certificate with its chain; arrow keys walk it, Escape closes it": certificate,
    "E-68 Thunderbird: servers to believe are proposed, added and removed; what one says is a line of the details only": servers,
    "Thunderbird: the options page adds a person from a file and removes one after a question": people,
    "Thunderbird: the options page puts right what a check found, and says so": repaired,
    "Thunderbird: the options page says that the host is missing, once, and recovers": without_host,
    "Thunderbird: the options and first-run pages have names, headings and contrast, light and dark": audited,
    "Thunderbird: the options and first-run pages speak German": german,
    "Thunderbird: the first-run page leads by keyboard from a certificate to a signed test message": first_run,
    "Thunderbird: the first-run page says how to get a certificate and goes on once there is one": first_run_without,
    "Thunderbird: the first-run page brings in a file with a key, and says of another that it is none": first_run_with_file,
}
