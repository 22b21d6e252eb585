# SPDX-License-Identifier: MPL-2.0
"""Copies put into a real Dovecot."""
from servers import TOKEN
from stage import mail, refusal
from sending_cases import TRICKY


def lands_in(place, security, **members):
    def case(stage):
        message, message_id = mail(TRICKY)
        stage.host.ask("keep", message, server=stage.server("imap", security), **members)
        [(octets, flags)] = stage.received("alice", message_id, place)
        return octets == message and "\\Seen" in flags, (flags, octets)
    return case


def by_token(stage):
    message, message_id = mail()
    server = stage.server("imap", "starttls", auth="xoauth2")
    stage.host.ask("keep", message, server=server, token=TOKEN)
    code, _ = refusal(lambda: stage.host.ask("keep", message, server=server, token="stale"))
    return len(stage.received("alice", message_id, "Sent")) == 1 and code == "send.login", code


def no_such_folder(stage):
    message, _ = mail()
    server = stage.server("imap", "tls")
    code, words = refusal(lambda: stage.host.ask("keep", message, server=server, folder="Nowhere"))
    return code == "send.refused" and "TRYCREATE" in " ".join(words), (code, words)


def twenty_megabytes(stage):
    message, message_id = mail((b"z" * 76 + b"\r\n") * 270_000)
    stage.host.ask("keep", message, server=stage.server("imap", "tls"), limit=60)
    [(octets, _)] = stage.received("alice", message_id, "Sent")
    return octets == message, len(octets)


CASES = {
    "a copy lands in the folder marked \\Sent, read, octet for octet": lands_in("Sent", "tls"),
    "a copy is kept by STARTTLS": lands_in("Sent", "starttls"),
    "a copy lands in the folder that was named": lands_in("Drafts", "none", folder="Drafts"),
    "a copy is kept with an OAuth 2.0 token": by_token,
    "a folder that is not there is told with the server's words": no_such_folder,
    "a copy of 20 MB is kept octet for octet": twenty_megabytes,
}
