# SPDX-License-Identifier: MPL-2.0
"""Passwords: asked for by the host, kept by the desktop."""
import pathlib

from stage import ALICE, mail, refusal

SECRET = "correct horse 7!"


def lasts(stage):
    server = stage.server("submission", "none", user="erin@example.test")
    kept = stage.enter_password(stage.host, server, password=SECRET)
    later = stage.new_host()
    message, _ = mail()
    envelope = {"from": ALICE, "to": ["bob@example.test"]}
    before, _ = refusal(lambda: later.ask("submit", message, envelope=envelope, server=server))
    known = later.ask("forget-password", servers=[server])
    after, _ = refusal(lambda: later.ask("submit", message, envelope=envelope, server=server))
    again = later.ask("forget-password", servers=[server])
    # The password is a wrong one: that it is refused shows that it was known.
    seen = (kept["lasting"], before, known["known"], after, again["known"])
    return seen == (True, "send.login", True, "send.no-password", False), seen


def ends_with_the_host(stage):
    host = stage.new_host(bus=False)
    server = stage.server("submission", "none")
    kept = stage.enter_password(host, server)
    message, message_id = mail()
    host.ask("submit", message, envelope={"from": ALICE, "to": ["bob@example.test"]}, server=server)
    later, _ = refusal(lambda: stage.new_host(bus=False).ask(
        "submit", message, envelope={"from": ALICE, "to": ["bob@example.test"]}, server=server))
    seen = (kept["lasting"], len(stage.received("bob", message_id)), later)
    return seen == (False, 1, "send.no-password"), seen


def goes_to_its_server_alone(stage):
    message, _ = mail()
    codes = [refusal(lambda: stage.submit(message, ["bob@example.test"], **other))[0]
             for other in ({"user": "frank@example.test"}, )]
    codes.append(refusal(lambda: stage.host.ask(
        "submit", message, envelope={"from": ALICE, "to": ["bob@example.test"]},
        server=stage.server("submission", "starttls", host="localhost.localdomain")))[0])
    return codes == ["send.no-password"] * 2, codes


def two_servers_one_question(stage):
    pair = [stage.server("submission", "tls", user="grace@example.test", host=host) for host in ("smtp.test", "imap.test")]
    stage.enter_password(stage.host, *pair, password=SECRET)
    known = [stage.host.ask("forget-password", servers=[server])["known"] for server in pair]
    return known == [True, True], known


def a_closed_dialog(stage):
    asked = stage.host.begin("password", servers=[stage.server("submission", "tls", user="heidi@example.test")])
    stage.terminal.type_when("password:", b"\t\t\r")
    code, _ = refusal(lambda: stage.host.answer(asked))
    waited = stage.host.notices(asked, "waiting")
    return code == "key.cancelled" and waited == ["person", "no"], (code, waited)


def nowhere_in_the_clear(stage):
    server = stage.server("submission", "none", user="ivan@example.test")
    stage.enter_password(stage.host, server, password=SECRET)
    process = pathlib.Path(f"/proc/{stage.host.process.pid}")
    places = [process / "cmdline", process / "environ"]
    places += [path for path in stage.work.rglob("*") if path.is_file()]
    places += [path for path in pathlib.Path(stage.servers.dovecot.folder / "keyring").rglob("*") if path.is_file()]
    leaky = [str(path) for path in places if SECRET.encode() in path.read_bytes()]
    answered = SECRET in str(stage.host.frames)
    stage.host.ask("forget-password", servers=[server])
    return not leaky and not answered and len(places) > 3, leaky or len(places)


def environment_chooses_no_place(stage):
    """What libsecret and libcurl would write down for whoever sets these."""
    passwords, secrets = stage.work / "passwords.keyring", stage.work / "tls-secrets"
    host = stage.new_host(SECRET_BACKEND="file", SECRET_FILE_TEST_PATH=str(passwords),
                          SECRET_FILE_TEST_PASSWORD="known", SSLKEYLOGFILE=str(secrets))
    server = stage.server("submission", "tls", user="judy@example.test")
    stage.enter_password(host, server, password=SECRET)
    message, _ = mail()
    code, _ = refusal(lambda: host.ask("submit", message, envelope={"from": ALICE, "to": ["bob@example.test"]},
                                       server=server))
    kept = stage.host.ask("forget-password", servers=[server])["known"]
    seen = (code, kept, passwords.exists(), secrets.exists())
    return seen == ("send.login", True, False, False), seen


CASES = {
    "a password is kept by the desktop's Secret Service until it is forgotten": lasts,
    "where the desktop keeps none, a password ends with the host, and the answer says so": ends_with_the_host,
    "a password goes to no other server and no other user": goes_to_its_server_alone,
    "one question serves the servers of one account": two_servers_one_question,
    "a closed dialog is key.cancelled, and while it stands the client knows": a_closed_dialog,
    "the environment chooses no other place for passwords, and none for the secrets of TLS":
        environment_chooses_no_place,
    "a password stands in no file, argument, environment or answer": nowhere_in_the_clear,
}
