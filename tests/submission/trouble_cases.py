# SPDX-License-Identifier: MPL-2.0
"""Servers that break off, refuse or stay silent, and requests that are more than they say."""
import time

from liar import Liar, END
from stage import ALICE, mail, refusal

ENVELOPE = {"from": ALICE, "to": ["bob@example.test"]}
LARGE = (b"z" * 76 + b"\r\n") * 100_000


def with_liar(stage, work, **lies):
    liar = Liar(**lies)
    try:
        server = {"host": "127.0.0.1", "port": liar.port, "security": "none", "user": ALICE, "auth": "password"}
        return work(server, liar), liar
    finally:
        liar.stop()


def ending(expected, text=b"Hello.\r\n", whole=True, **lies):
    def case(stage):
        message, _ = mail(text)
        work = lambda server, _: refusal(lambda: stage.host.ask("submit", message, envelope=ENVELOPE, server=server))
        (code, words), liar = with_liar(stage, work, **lies)
        return code == expected and (END in liar.data) == whole, (code, words, liar.data[-40:])
    return case


def slow_answer(stage):
    """RFC 5321 lets a server take ten minutes over a message it has; a scanner takes one or two."""
    message, _ = mail()
    liar = Liar(seconds=75)
    host = stage.new_host()
    server = {"host": "127.0.0.1", "port": liar.port, "security": "none", "user": ALICE, "auth": "password"}
    asked = host.begin("submit", message, envelope=ENVELOPE, server=server)

    def end(_):
        outcome, _ = refusal(lambda: host.answer(asked, 90))
        liar.stop()
        return outcome == "accepted", outcome
    return end


def cancelled_on_the_way(stage):
    message, _ = mail(LARGE)

    def work(server, liar):
        asked = stage.host.begin("submit", message, envelope=ENVELOPE, server=server)
        liar.wait_until(lambda it: len(it.data) > 100_000)
        stage.host.ask("cancel", of=asked)
        return refusal(lambda: stage.host.answer(asked, 5))

    (code, _), liar = with_liar(stage, work, stop_reading_after=100_000)
    return code == "request.cancelled" and END not in liar.data, (code, liar.data[-40:])


def cancelled_too_late(stage):
    message, _ = mail()

    def work(server, liar):
        asked = stage.host.begin("submit", message, envelope=ENVELOPE, server=server)
        liar.wait_until(lambda it: END in it.data)
        stage.host.ask("cancel", of=asked)
        return refusal(lambda: stage.host.answer(asked, 5))

    (code, _), _ = with_liar(stage, work, at_end="silence")
    return code == "send.unknown", code


def others_go_on(stage):
    message, _ = mail()

    def work(server, liar):
        stuck = [stage.host.begin("submit", message, envelope=ENVELOPE, server=server) for _ in range(6)]
        liar.wait_until(lambda it: END in it.data)
        begin = time.monotonic()
        stage.host.ask("verify", message)
        took = time.monotonic() - begin
        for each in stuck:
            stage.host.ask("cancel", of=each)
        return took, [refusal(lambda: stage.host.answer(each, 10))[0] for each in stuck]

    (took, codes), _ = with_liar(stage, work, at_end="silence")
    return took < 2 and set(codes) <= {"send.unknown", "request.cancelled"}, (took, codes)


def no_server(stage):
    message, _ = mail()
    _, liar = with_liar(stage, lambda *_: None)
    server = {"host": "127.0.0.1", "port": liar.port, "security": "none", "user": ALICE, "auth": "password"}
    code, _ = refusal(lambda: stage.host.ask("submit", message, envelope=ENVELOPE, server=server))
    return code == "send.unreachable", code


def tls_is_asked_for(security):
    def case(stage):
        message, _ = mail()

        def work(server, _):
            return refusal(lambda: stage.host.ask("submit", message, envelope=ENVELOPE,
                                                  server={**server, "security": security}))

        (code, _), liar = with_liar(stage, work)
        return code == "send.no-tls" and b"AUTH" not in liar.told.upper() and not liar.data, (code, liar.told)
    return case


def nothing_is_injected(stage):
    """Each text that goes into a command, with each octet that ends one."""
    message, _ = mail()
    wrong = []
    for octet in ("\r\n", "\n", "\r", "\0", "\t", "\x7f", "\u0085", ">", " <x@example.test>"):
        tries = [{"envelope": {"from": f"a{octet}b@example.test", "to": ["bob@example.test"]}},
                 {"envelope": {"from": ALICE, "to": ["bob@example.test", f"a{octet}b@example.test"]}},
                 {"envelope": {"from": ALICE, "to": [f"bob@example.test{octet}RCPT TO:<x@example.test>"]}},
                 {"server": {"host": f"127.0.0.1{octet}"}}]
        if octet not in (">", " <x@example.test>"):
            tries += [{"server": {"user": f"alice{octet}b"}}, {"do": "keep", "folder": f"Sent{octet}A LOGOUT"}]
        for each in tries:
            wrong += tell_wrong(stage, message, each, octet)
    for host in ("127.0.0.1/x", "user@127.0.0.1", "127.0.0.1:25", "127.0.0.1?x", "127.0.0.1#x", "", "-x", "[::1", "a b"):
        wrong += tell_wrong(stage, message, {"server": {"host": host}}, host)
    return not wrong, wrong[:5]


def tell_wrong(stage, message, members, what):
    def work(server, _):
        asked = {"envelope": ENVELOPE, **members, "server": {**server, **members.get("server", {})}}
        if asked.pop("do", "submit") == "keep":
            asked.pop("envelope")
            return refusal(lambda: stage.host.ask("keep", message, **asked))
        return refusal(lambda: stage.host.ask("submit", message, **asked))

    (code, _), liar = with_liar(stage, work)
    return [] if code == "request.malformed" and not liar.connections else [(what, members, code, liar.connections)]


def no_second_message(stage):
    """What another server could take for the end of a message, and what is not 7 bit."""
    wrong = []
    for text in (b"a\n.\nMAIL FROM:<x@example.test>\r\n", b"a\r.\r\r\n", b"a\n.\r\n", b"a\r\n.\rb\r\n", b"a\0b\r\n", b"\xc3\xa4\r\n", b"a"):
        message, _ = mail(text)
        work = lambda server, _: refusal(lambda: stage.host.ask("submit", message, envelope=ENVELOPE, server=server))
        (code, _), liar = with_liar(stage, work)
        if code != "mail.refused" or liar.connections:
            wrong.append((text, code))
    return not wrong, wrong


# These begin before all others and are looked at after them.
SLOW = {
    "a server that takes a minute to answer for the whole message has accepted it": slow_answer,
}

CASES = {
    "a connection that breaks after the whole message is send.unknown": ending("send.unknown", at_end="drop"),
    "a connection that breaks within the message is send.unreachable":
        ending("send.unreachable", LARGE, whole=False, drop_after=200_000),
    "a message refused at its end is send.refused": ending("send.refused", at_end="554 5.7.1 no thanks"),
    "a message put off at its end is send.refused": ending("send.refused", at_end="451 4.7.1 later"),
    "a cancelled submission ends the connection and never the message": cancelled_on_the_way,
    "a submission cancelled after the whole message is send.unknown": cancelled_too_late,
    "mail servers that stay silent hold up no verification": others_go_on,
    "a server that is not there is send.unreachable": no_server,
    "without STARTTLS neither password nor message goes out": tls_is_asked_for("starttls"),
    "where TLS is not spoken neither password nor message goes out": tls_is_asked_for("tls"),
    "what ends a line in an address, host, user or folder is refused before a connection": nothing_is_injected,
    "a message whose lines do not end with CRLF alone is refused before a connection": no_second_message,
}
