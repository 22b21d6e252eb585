# SPDX-License-Identifier: MPL-2.0
"""Encrypted mails to Bob, sealed by openssl; and what is inside them."""
import base64
import random

from mailbox import ALICE, BOB, OFFICE
from mails import head, text_entity
from sealer import multipart, part

# Words that stand in no mail but inside an envelope, so that the disk can be searched for them.
MARKER = "quince-harbour-7731"
LETTER = f"Dear Bob,\n\nthe code word is {MARKER}.\n\nAlice\n"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
ATTACHMENT = random.Random(7).randbytes(3000)
# An attachment that shows where it goes, with line ends of each kind.
NOTES = f"{MARKER}\r\none\rtwo\nthree \0".encode() + bytes(range(256))


def mails(sealer, to_nora, to_office):
    """Mails by name; `to_nora` and `to_office` seal for keys that are not in Bob's store at first."""
    letter, pages, notes = text_entity(LETTER), html_entity(), notes_entity()
    entities = {
        "sealed": ("Code word", sealer.sealed(letter)),
        "sealed-signed": ("Minutes", sealer.sealed(sealer.detached(pages))),
        "sealed-pages": ("Pages", sealer.sealed(pages)),
        "sealed-cbc": ("Old program", sealer.sealed(pages, "aes-256-cbc")),
        "signed-pages": ("Signed pages", sealer.detached(pages)),
        "signed-opaque": ("Signed opaque", sealer.opaque(letter)),
        "sealed-once": ("Read once", sealer.sealed(pages)),
        "sealed-later": ("Read later", sealer.sealed(pages)),
        "sealed-aside": ("Read aside", sealer.sealed(letter)),
        "sealed-stripped": ("Too large", sealer.sealed(pages)),
        "signed-stripped": ("Too large, signed", sealer.detached(pages)),
        "sealed-notes": ("Notes", sealer.sealed(notes)),
        "notes-cbc": ("Notes of an old program", sealer.sealed(notes, "aes-256-cbc")),
        "sealed-to-nora": ("For Nora's key", to_nora.sealed(letter)),
    }
    made = {name: head(ALICE, BOB, subject, ident=name) + entity for name, (subject, entity) in entities.items()}
    asking = b"Disposition-Notification-To: <alice@example.test>\r\n"
    made["receipt-sealed"] = head(ALICE, BOB, "Seen?", ident="receipt-sealed") + asking + sealer.sealed(letter)
    made["receipt-cbc"] = head(ALICE, BOB, "Seen too?", ident="receipt-cbc") + asking + sealer.sealed(pages, "aes-256-cbc")
    made["sealed-office"] = head(ALICE, OFFICE, "To the office", ident="sealed-office") + to_office.sealed(letter)
    elsewhere = head(ALICE, BOB, "Reply", ident="elsewhere") + b"Reply-To: <mallory@example.net>\r\n"
    claimed = head(ALICE, BOB, "(S) Signed, Encrypted and signed", ident="imitation-list")
    # Sent in the clear, so without the word that must be nowhere in the clear.
    plain = text_entity("Dear Bob,\n\nthe meeting is on Tuesday at ten.\n\nAlice\n")
    return {**made, "elsewhere": elsewhere + sealer.detached(plain), "imitation-list": claimed + plain}


def notes_entity():
    return multipart("mixed", [text_entity(LETTER), part("application/octet-stream", NOTES,
                                                         'Content-Disposition: attachment; filename="notes.bin"\r\n')])


def html_entity():
    """multipart/mixed of multipart/related (HTML with a picture) and an attachment."""
    page = (f'<html><body><p>Bonjour Bob, le mot est <b>{MARKER}</b> \u00e9\u00e8.</p>'
            '<p><img id="dot" src="cid:dot@example.test" width="20" height="20"></p></body></html>')
    related = multipart("related", [
        part("text/html; charset=utf-8", page.encode()),
        part("image/png", PICTURE, 'Content-ID: <dot@example.test>\r\nContent-Disposition: inline; filename="dot.png"\r\n')])
    return multipart("mixed", [related, part("application/octet-stream", ATTACHMENT,
                                             'Content-Disposition: attachment; filename="secret.bin"\r\n')])
