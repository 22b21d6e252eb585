# SPDX-License-Identifier: MPL-2.0
"""What lies in Bob's folders on the server, byte for byte but for the line ends, which Dovecot keeps as LF."""
from reader import until
from received import parsed


def in_folder(world, folder, subject):
    """The newest message with that subject; None when there is none."""
    root = world.imap.mail / "bob/Maildir" / f".{folder}"
    files = [path for part in ("cur", "new") for path in (root / part).glob("*")]
    files.sort(key=lambda path: path.stat().st_mtime)
    mails = [path.read_bytes().replace(b"\n", b"\r\n") for path in files]
    found = [octets for octets in mails if parsed(octets)["Subject"] == subject]
    return found[-1] if found else None


def in_sent(world, subject, limit=30):
    return until(lambda: in_folder(world, "Sent", subject), limit, f"{subject!r} in Sent")


def in_drafts(world, subject, limit=30):
    return until(lambda: in_folder(world, "Drafts", subject), limit, f"{subject!r} in Drafts")
