# SPDX-License-Identifier: MPL-2.0
"""All that the cases use: servers, people, mails, a Thunderbird and somebody who sits at it."""
import pathlib
import shutil
import tempfile

import habit_cases
import leaking_mails
import opening_mails
from habit import always_signed
from hosts import Hosts
from imap_server import ImapServer
from mailbox import OFFICE, Mailbox
from outside import Outside
from reader import Reader
from sealer import Sealer
from sealwright import Sealwright
from smtp_sink import SmtpSink
from writer import Writer


class World:
    """A mailbox with its server, Thunderbird with the extension, and the hosts it finds."""

    def __init__(self, options, closing):
        """`options` tell the host and the extension to use and the work folder, which is emptied."""
        self.work, self.real, self.extension = options.work.resolve(), options.host.resolve(), options.extension
        work = self.work
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        short = pathlib.Path(closing.enter_context(tempfile.TemporaryDirectory(prefix="sw-")))
        short.chmod(0o755)
        self.imap = imap = ImapServer(short)
        closing.callback(imap.stop)
        self.sink = sink = SmtpSink(imap.mail, imap.owner)
        closing.callback(sink.stop)
        self.mailbox = mailbox = Mailbox(work / "pki")
        self.nora = mailbox.pki.identity("Nora", "nora@example.net")
        self.office = mailbox.pki.identity("Office", OFFICE)
        readers = (mailbox.bob, self.nora, self.office)
        to_bob, to_nora, to_office = (Sealer(mailbox.pki, mailbox.alice, reader) for reader in readers)
        self.outside = Outside()
        closing.callback(self.outside.stop)
        mailbox.mails.update(opening_mails.mails(to_bob, to_nora, to_office))
        mailbox.mails.update(leaking_mails.mails(to_bob, self.outside.address))
        by_hanna = Sealer(mailbox.pki, mailbox.pki.identity("Hanna", habit_cases.HANNA), mailbox.bob)
        mailbox.mails.update(habit_cases.mails(by_hanna))
        mailbox.send(sink.port)
        self.home = home = work / "home"
        self.me = me = Sealwright(self.real, home)
        me.trust(mailbox.pki.root)
        me.own(mailbox.bob)
        for friend in (mailbox.alice, mailbox.carol, mailbox.dave):
            me.know(friend)
        always_signed(me, mailbox.bob.address, by_hanna)
        self.hosts = Hosts(work, home, self.real)
        self.reader = Reader(work, home, imap.port, sink.port, options.extension)
        self.writer = Writer(self.reader)
        closing.callback(self.reader.stop)
        self.count = len(mailbox.mails)
        self.reader.open_inbox(self.count)
