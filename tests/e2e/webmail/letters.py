# SPDX-License-Identifier: MPL-2.0
"""The mails that wait for Alice and Bob. Carol wrote them all, or so they say."""
import base64
import imaplib
import random

from imap_server import PASSWORD
from mails import head, received, text_entity
from sealer import Sealer, multipart, part

CAROL, READERS = "carol@example.test", "alice@example.test>, <bob@example.test"
# A word that stands in no mail but inside an envelope.
MARKER = "quince-harbour-7731"
CLEAR = "Hello,\n\nthe meeting is on Tuesday at ten.\n\nCarol\n"
SECRET = f"Hello,\n\nthe code word is {MARKER}.\n\nCarol\n"
ATTACHMENT = random.Random(7).randbytes(3000)
BIG = 20 << 20


def letters(pki, people, outside):
    """(name, octets) of each, oldest first; the name is its subject and in its Message-ID."""
    carol = Sealer(pki, people["carol"], people["alice"], people["bob"])
    mallory = Sealer(pki, people["mallory"])
    clear, secret, pages = text_entity(CLEAR), text_entity(SECRET), html(outside)
    signed = carol.detached(clear)
    entities = {
        "signed": signed,
        "tampered": signed.replace(b"Tuesday", b"Thursday"),
        "wrong-address": mallory.detached(clear),
        "unsigned": clear,
        "opaque": carol.opaque(clear),
        "sealed": carol.sealed(secret),
        "sealed-signed": carol.sealed(carol.detached(with_attachment(secret))),
        "sealed-pages": carol.sealed(carol.detached(pages)),
        "signed-pages": carol.detached(html(outside, "the meeting is on Tuesday")),
        "sealed-elsewhere": Sealer(pki, people["carol"], people["dave"]).sealed(secret),
        "big": carol.detached(big()),
        "signed-tall": carol.detached(part("text/html", b'<body style="min-height:100vh">a page as high as its frame</body>')),
    }
    made = [(name, head(CAROL, READERS, name, ident=name) + entity) for name, entity in entities.items()]
    # In the name of somebody who always signs.
    return [*made, ("missing", received() + head(people["hanna"].address, READERS, "missing", ident="missing") + clear)]


def keep(port, users, written):
    """Appends them to the inboxes, byte for byte."""
    for user in users:
        with imaplib.IMAP4("127.0.0.1", port) as client:
            client.login(user, PASSWORD)
            for _, octets in written:
                client.append("INBOX", None, None, octets)


def html(outside, words=f"the code word is {MARKER}"):
    page = (f'<html><head><style>@import "{outside}/sheet"; h1 {{background: url("{outside}/dots")}}</style></head>'
            f'<body style="background:url({outside}/style)" background="{outside}/paper"><h1>Bonjour \u00e9\u00e8</h1><p>{words}</p>'
            f'<img src="{outside}/image" srcset="{outside}/twice 2x"><video poster="{outside}/poster"></video><a href="{outside}/link">a link</a><script>document.title = "script ran"</script>'
            f'<form action="{outside}/form"><input name="a"></form><iframe src="{outside}/frame"></iframe></body></html>')
    return part("text/html; charset=utf-8", page.encode())


def with_attachment(entity):
    return multipart("mixed", [entity, part("application/octet-stream", ATTACHMENT,
                                            'Content-Disposition: attachment; filename="secret.bin"\r\n')])


def big():
    octets = random.Random(20).randbytes(BIG * 3 // 4)
    lines = base64.encodebytes(octets).replace(b"\n", b"\r\n")
    attachment = (b'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="photographs.bin"\r\n'
                  b"Content-Transfer-Encoding: base64\r\n\r\n" + lines)
    return multipart("mixed", [text_entity("The photographs are attached.\n"), attachment])
