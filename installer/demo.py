# SPDX-License-Identifier: MPL-2.0
"""The second half of installer/try: demo people, a small mailbox, a verdict per mail, Thunderbird."""
import argparse
import pathlib
import shutil
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
import mails  # noqa: E402
from pki import Pki, openssl  # noqa: E402
from sealwright import Sealwright, states  # noqa: E402

TEXT = "Hello Ben,\n\nthe offer is 4,200 EUR, valid until Friday.\n\nAnna\n"


class Demo:
    """Anna writes to Ben, whose mailbox it is. Both keys are in one store, which belongs to the demo."""

    def __init__(self, folder, program):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder = folder
        pki = Pki(folder / "pki", "Sealwright Demo")
        self.anna = pki.identity("Anna Demo", "anna@demo.example")
        self.ben = pki.identity("Ben Demo", "ben@demo.example")
        self.us = Sealwright(program, folder / "home")
        self.us.trust(pki.root)
        for identity in (self.anna, self.ben):
            self.us.own(identity)
            self.us.know(identity)

    def mailbox(self):
        """(name, file) of each mail, oldest first."""
        sign, encrypt = ("sign",), ("encrypt", "--to", self.ben.address)
        yield "signed", self.mail("signed", *sign)
        yield "tampered", self.changed("tampered", self.mail("signed-before", *sign), b"4,200 EUR", b"9,200 EUR")
        yield "signed by another address", self.changed(
            "other-address", self.mail("signed-too", *sign), b"<anna@demo.example>", b"<boss@demo.example>")
        yield "encrypted", self.sealed_elsewhere("encrypted")
        yield "signed and encrypted", self.mail("signed-encrypted", *encrypt)
        yield "unsigned", self.draft("unsigned")

    def draft(self, name):
        path = self.folder / f"{name}.eml"
        path.write_bytes(self.head(name) + mails.text_entity(TEXT))
        return path

    def mail(self, name, verb, *options):
        draft, made = self.draft(f"{name}-draft"), self.folder / f"{name}.eml"
        draft.write_bytes(draft.read_bytes().replace(f"{name}-draft".encode(), name.encode()))
        self.us.run(verb, draft, "--as", self.anna.address, *options, "-o", made)
        return made

    def changed(self, name, mail, old, new):
        path, octets = self.folder / f"{name}.eml", mail.read_bytes()
        if old not in octets:
            raise RuntimeError(f"{mail}: {old!r} is not in it")
        path.write_bytes(octets.replace(old, new, 1).replace(mail.stem.encode(), name.encode()))
        return path

    def sealed_elsewhere(self, name):
        """Encrypted and not signed, as other programs can send it; Sealwright signs inside."""
        der = openssl("cms", "-encrypt", "-binary", "-aes-256-cbc", "-recip", self.ben.certificate, "-outform", "DER",
                      stdin=mails.text_entity(TEXT))
        path = self.folder / f"{name}.eml"
        path.write_bytes(self.head(name) + mails.cms_entity(der, "enveloped"))
        return path

    def head(self, name):
        return mails.head(self.anna.address, self.ben.address, f"Demo: {name}", ident=name)


def print_table(demo, mailbox):
    print(f"\n{'mail':26} {'verdict':11} in words")
    for name, path in mailbox:
        reading = demo.us.read("decrypt", path)
        words = demo.us.say("decrypt", path).splitlines()[0]
        print(f"{name:26} {states(reading):11} {words}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default=TOP / "build/release/host/sealwright", help="the program")
    parser.add_argument("--no-thunderbird", action="store_true", help="print the table only")
    options = parser.parse_args()
    demo = Demo(TOP / "build/try", options.host)
    mailbox = list(demo.mailbox())
    print_table(demo, mailbox)
    if not options.no_thunderbird:
        from thunderbird_demo import show
        show(demo, mailbox)


main()
