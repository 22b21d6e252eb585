# SPDX-License-Identifier: MPL-2.0
"""The mails of these tests, signed by openssl so that our own writer is not its own witness."""
import base64
import random
import smtplib

from mails import detached_entity, head, text_entity
from pki import Pki, openssl

ALICE, MALLORY, BOB = "alice@example.test", "mallory@example.net", "bob@example.test"
CAROL, DAVE = "carol@example.test", "dave@example.test"
# Bob too, who has no identity of that address at first.
OFFICE = "office@example.test"
BIG = 30 << 20
# As the person's own server writes it, on top, and as a sender may write it himself.
RESULTS = (b"Authentication-Results: mx.example.test; dmarc=pass header.from=example.test\r\n"
           b"Authentication-Results: forged.example.net; dmarc=pass header.from=example.test\r\n")

IMITATION = """Content-Type: text/html; charset=utf-8\r
Content-Transfer-Encoding: 7bit\r
\r
<html><body style="margin:0;font-family:sans-serif">\r
<div style="position:fixed;top:0;left:0;right:0;padding:8px 14px;background:#e6f4ea;color:#1a7f37">\r
<b>&#10004; Signed by ceo@example.test</b> &middot; Sealwright</div>\r
<p style="margin:60px 14px">Please pay the attached invoice today.</p></body></html>\r
"""


class Mailbox:
    """Mails by name; the name is the start of the Message-ID too."""

    def __init__(self, folder):
        self.pki = Pki(folder)
        self.alice = self.pki.identity("Alice", ALICE)
        self.bob = self.pki.identity("Bob", BOB)
        self.carol, self.dave = self.pki.identity("Carol", CAROL), self.pki.identity("Dave", DAVE)
        self.mallory = self.pki.identity("Mallory", MALLORY)
        letter = text_entity("Dear Bob,\n\nthe meeting is on Tuesday at ten.\n\nAlice\n")
        signed = self._signed(letter, self.alice)
        self.mails = {
            "signed": self._mail("signed", "Meeting on Tuesday", signed),
            "tampered": self._mail("tampered", "Meeting moved", signed.replace(b"Tuesday", b"Thursday")),
            "wrong-address": self._mail("wrong-address", "New account", self._signed(letter, self.mallory)),
            "unsigned": RESULTS + self._mail("unsigned", "Lunch", letter),
            "imitation": self._mail("imitation", "Invoice", IMITATION.encode()),
            "big": self._mail("big", "Photographs", self._signed(big_entity(), self.alice)),
        }

    def send(self, port):
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as client:
            for mail in self.mails.values():
                client.sendmail(ALICE, [BOB], mail)

    def _signed(self, entity, identity):
        """multipart/signed around exactly these bytes."""
        whole = self.pki.folder / "entity"
        whole.write_bytes(entity)
        signature = openssl("cms", "-sign", "-binary", "-in", whole, "-signer", identity.certificate, "-inkey",
                            identity.key, "-certfile", self.pki.intermediate, "-md", "sha256", "-outform", "DER")
        return detached_entity(entity, signature)

    def _mail(self, name, subject, entity):
        return head(ALICE, BOB, subject, ident=name) + entity


def big_entity():
    """A text and an attachment that no transport squeezes; the same bytes each time."""
    boundary = b"=-big"
    octets = random.Random(30).randbytes(BIG * 3 // 4)
    return b"".join([
        b'Content-Type: multipart/mixed; boundary="', boundary, b'"\r\n\r\n--', boundary, b"\r\n",
        text_entity("The photographs are attached.\n"), b"\r\n--", boundary,
        b'\r\nContent-Type: application/octet-stream; name="photographs.bin"\r\n'
        b'Content-Disposition: attachment; filename="photographs.bin"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n",
        base64.encodebytes(octets).replace(b"\n", b"\r\n"), b"--", boundary, b"--\r\n"])
