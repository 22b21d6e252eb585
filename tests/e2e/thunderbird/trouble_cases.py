# SPDX-License-Identifier: MPL-2.0
"""What becomes of a message when something goes wrong while it is sent, and of one that is sent later."""
from expect import equal, within
from mailbox import ALICE, CAROL, DAVE
from reader import until
from received import Received, parsed, serial, serials
from sent import in_sent
from traces import holders

GREETING = "Dear Alice,\n\nsee you at ten.\n\nBob\n"
MARKER = "Rosenholz-7319"


def send_again(world, window, subject):
    """The same window, once what was wrong has gone."""
    world.writer.usable(window)
    world.writer.send(window)
    return Received(world, subject, [ALICE])


def taken(world, subject):
    return [recipients for recipients, octets in world.sink.taken if parsed(octets)["Subject"] == subject]


def cancelled(world):
    flag = world.work / "cancelled"
    world.hosts.use_fake("hold", flag, world.real)
    world.hosts.kill()
    window = world.writer.write(to=ALICE, subject="Not yet", body=GREETING)
    world.writer.protect(window, "encrypt")
    world.writer.do(window, "cmd_sendNow")
    until(lambda: "Working" in world.writer.label(window), 20, "a button that says so")
    world.writer.cancel()
    until(flag.exists, 20, "the cancel at the host")
    world.writer.usable(window)
    equal(taken(world, "Not yet"), [])
    send_again(world, window, "Not yet").decrypted(world.mailbox.alice)
    equal(len(taken(world, "Not yet")), 1)


def host_killed(world):
    flag = world.work / "left"
    # Before the window opens: that starts a host, and one that is being started cannot be killed yet.
    world.hosts.use_fake("leave", flag, world.real)
    world.hosts.kill()
    window = world.writer.write(to=ALICE, subject="Twice", body=GREETING)
    world.writer.protect(window, "sign")
    world.writer.do(window, "cmd_sendNow")
    within(world.writer.alert(), "Sealwright")
    equal(taken(world, "Twice"), [])
    send_again(world, window, "Twice").verified()


def host_missing(world):
    window = world.writer.write(to=ALICE, subject="Without", body=GREETING)
    world.writer.protect(window, "sign")
    world.hosts.remove()
    world.hosts.kill()
    world.writer.do(window, "cmd_sendNow")
    within(world.writer.panel_like(window, lambda text: "not installed" in text or "Install" in text), "Sealwright")
    world.writer.close_panel(window)
    equal(taken(world, "Without"), [])
    world.hosts.use_real()
    send_again(world, window, "Without").verified()


def refused(world):
    window = world.writer.write(to=ALICE, subject="Refused", body=GREETING)
    world.writer.protect(window, "encrypt")
    world.sink.refused.add(ALICE)
    try:
        world.writer.do(window, "cmd_sendNow")
        within(world.writer.alert(), "no such mailbox")
    finally:
        world.sink.refused.clear()
    equal(taken(world, "Refused"), [])
    send_again(world, window, "Refused").decrypted(world.mailbox.alice)


def outbox(world):
    window = world.writer.write(to=ALICE, cc=CAROL, bcc=DAVE, subject="Later", body=GREETING)
    world.writer.protect(window, "encrypt")
    world.writer.do(window, "cmd_sendLater")
    world.writer.gone(window)
    until(lambda: world.writer.outbox() == 2, 20, "the message and its copy in the Outbox")
    equal(taken(world, "Later"), [])
    world.writer.send_unsent()
    main, copy = Received(world, "Later", [ALICE, CAROL]), Received(world, "Later", [DAVE])
    mailbox = world.mailbox
    equal(serials(world, main.octets), {serial(each) for each in (mailbox.alice, mailbox.carol, mailbox.bob)})
    for mail, identity in ((main, mailbox.carol), (copy, mailbox.dave)):
        equal(mail.decrypted(identity).get_content().replace("\r", ""), GREETING)
        equal((mail.field("To"), mail.field("Cc"), mail.field("Bcc")), (ALICE, CAROL, None))
        assert b"X-Sealwright" not in mail.octets and b"X-Identity-Key" not in mail.octets, mail.octets[:900]
    equal(parsed(in_sent(world, "Later"))["Bcc"], DAVE)
    until(lambda: world.writer.outbox() == 0, 20, "an empty Outbox")
    equal(sorted(taken(world, "Later")), sorted([[ALICE, CAROL], [DAVE]]))


def asleep(world):
    """Thunderbird has just started, and the event page sleeps when Send is pressed."""
    world.reader.restart()
    world.reader.open_inbox(world.count)
    window = world.writer.write(to=ALICE, subject="Awake", body=GREETING)
    world.writer.protect(window, "sign")
    equal(world.writer.put_to_sleep(), "stopped")
    world.writer.send(window)
    Received(world, "Awake", [ALICE]).verified()


def no_trace(world):
    window = world.writer.write(to=ALICE, subject="Quiet", body=f"{GREETING}{MARKER}\n")
    world.writer.protect(window, "encrypt")
    world.writer.do(window, "cmd_saveAsDraft")
    world.writer.usable(window)
    world.writer.send(window)
    mail = Received(world, "Quiet", [ALICE])
    within(mail.decrypted(world.mailbox.alice).get_content(), MARKER)
    in_sent(world, "Quiet")
    assert holders(world, "Subject: Quiet"), "the search does not even find what is there"
    equal(holders(world, MARKER), [])


CASES = {
    "Thunderbird: sending says that it waits for a PIN; Cancel sends nothing, and the window can send again": cancelled,
    "Thunderbird: a host that is killed while it protects a message is told of; the window sends again": host_killed,
    "Thunderbird: without a host a message that was to be signed is not sent": host_missing,
    "Thunderbird: a message the server refused is sent again from the same window": refused,
    "E-59 Thunderbird: an encrypted message and its Bcc copy wait in the Outbox and go out from there": outbox,
    "Thunderbird: after a restart, with the event page asleep, a message is signed": asleep,
    "Thunderbird: an encrypted message leaves no plaintext on the disk": no_trace,
}
