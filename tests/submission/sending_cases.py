# SPDX-License-Identifier: MPL-2.0
"""Submission to a real Postfix."""
from servers import NOBODY, SIZE_LIMIT, TOKEN
from stage import ALICE, mail, refusal

# What a client, a server or a line end could stumble over.
TRICKY = (b".\r\n..\r\n.leading dot\r\nFrom me\r\n>From you\r\n \r\n\t\r\ntrailing space \r\n" + b"x" * 990 + b"\r\n\r\n.\r\n\r\n\r\n")


def arrives_as_it_is(security):
    def case(stage):
        message, message_id = mail(TRICKY)
        stage.submit(message, ["bob@example.test"], security)
        [(octets, _)] = stage.received("bob", message_id)
        return octets.endswith(b"\r\n" + message), octets
    return case


def only_the_envelope_counts(stage):
    message, message_id = mail(to="Bob <bob@example.test>, Erin <erin@example.test>")
    stage.submit(message, ["carol@example.test", "dave@example.test"])
    got = {name: len(stage.received(name, message_id)) for name in ("carol", "dave")}
    got |= {name: len(stage.received(name, message_id, limit=0)) for name in ("bob", "erin")}
    return got == {"carol": 1, "dave": 1, "bob": 0, "erin": 0}, got


def one_refused_recipient_stops_all(stage):
    message, message_id = mail()
    code, words = refusal(lambda: stage.submit(message, ["bob@example.test", NOBODY]))
    after, after_id = mail()
    stage.submit(after, ["bob@example.test"])
    stage.received("bob", after_id)
    named = any(NOBODY in word for word in words)
    return code == "send.refused" and named and not stage.received("bob", message_id, limit=0), (code, words)


def too_large_is_said(stage):
    message, _ = mail(b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * (SIZE_LIMIT // 72))
    code, _ = refusal(lambda: stage.submit(message, ["bob@example.test"], "tls"))
    return code == "send.limit", code


def twenty_megabytes_with_progress(stage):
    message, message_id = mail((b"z" * 76 + b"\r\n") * 270_000)
    asked = stage.host.begin("submit", message, envelope={"from": ALICE, "to": ["bob@example.test"]},
                             server=stage.server("submission", "starttls"))
    stage.host.answer(asked, 60)
    told = stage.host.notices(asked, "sent")
    [(octets, _)] = stage.received("bob", message_id, limit=60)
    rising = told == sorted(set(told)) and len(told) > 0 and told[-1] <= len(message) + 1000
    return rising and octets.endswith(message), told[:3]


def a_wrong_password(stage):
    server = stage.server("submission", "starttls", user="mallory@example.test")
    stage.enter_password(stage.host, server, password="guessed")
    message, _ = mail()
    code, _ = refusal(lambda: stage.host.ask("submit", message, envelope={"from": ALICE, "to": ["bob@example.test"]},
                                             server=server))
    return code == "send.login", code


def a_token(stage):
    message, message_id = mail()
    server = stage.server("submission", "starttls", auth="xoauth2")
    stage.host.ask("submit", message, envelope={"from": ALICE, "to": ["bob@example.test"]}, server=server, token=TOKEN)
    codes = [refusal(lambda: stage.host.ask("submit", message, envelope={"from": ALICE, "to": ["bob@example.test"]},
                                            server=server, token=token))[0] for token in ("stale", "", "a\r\nb")]
    return len(stage.received("bob", message_id)) == 1 and codes == ["send.login"] * 3, codes


def nobody_vouches(stage):
    message, _ = mail()
    unknowing = stage.new_host(trusting=False)
    codes = [refusal(lambda: stage.submit(message, ["bob@example.test"], security, host=unknowing))[0]
             for security in ("tls", "starttls")]
    stage.enter_password(stage.host, stage.server("submission", "tls", host="localhost"))
    codes.append(refusal(lambda: stage.host.ask(
        "submit", message, envelope={"from": ALICE, "to": ["bob@example.test"]},
        server=stage.server("submission", "tls", host="localhost")))[0])
    return codes == ["send.certificate"] * 3, codes


def without_tls_only_here(stage):
    message, _ = mail()
    server = stage.server("submission", "none", host="192.0.2.1")
    stage.enter_password(stage.host, server)
    code, _ = refusal(lambda: stage.host.ask("submit", message, server=server,
                                             envelope={"from": ALICE, "to": ["bob@example.test"]}))
    return code == "send.no-tls", code


CASES = {
    "a submitted message arrives octet for octet by STARTTLS": arrives_as_it_is("starttls"),
    "a submitted message arrives octet for octet without TLS on this machine": arrives_as_it_is("none"),
    "a submitted message arrives octet for octet by implicit TLS": arrives_as_it_is("tls"),
    "a message goes to the envelope's recipients and to nobody its header names": only_the_envelope_counts,
    "when one recipient is refused nobody gets the message, and the answer names who": one_refused_recipient_stops_all,
    "a message above the server's limit is told apart from others that are refused": too_large_is_said,
    "20 MB are submitted with rising progress": twenty_megabytes_with_progress,
    "a wrong password is send.login": a_wrong_password,
    "an OAuth 2.0 token is let in by XOAUTH2, a stale one is send.login": a_token,
    "a server that nobody vouches for, or of another name, is send.certificate": nobody_vouches,
    "without TLS nothing goes to another machine": without_tls_only_here,
}
