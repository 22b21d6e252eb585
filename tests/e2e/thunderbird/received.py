# SPDX-License-Identifier: MPL-2.0
"""A message as the SMTP server got it, and what openssl makes of it."""
import email
import email.policy

from mails import take_apart
from pki import openssl
from reader import until


class Received:
    def __init__(self, world, subject, limit=30):
        """Waits for the message with that subject."""
        self.world = world
        self.recipients, self.octets = until(lambda: self._find(subject), limit, f"the message {subject!r}")
        self.fields = email.message_from_bytes(self.octets, policy=email.policy.default)

    def field(self, name):
        return self.fields[name]

    def verified(self, octets=None):
        """The entity that Bob's signature covers, parsed."""
        whole = self.world.work / "received.eml"
        whole.write_bytes(octets or self.octets)
        entity = openssl("cms", "-verify", "-in", whole, "-CAfile", self.world.mailbox.pki.root,
                         "-purpose", "smimesign")
        return email.message_from_bytes(entity, policy=email.policy.default)

    def decrypted(self, identity):
        """The entity that was signed and encrypted to this identity."""
        _, der = take_apart(self.octets)
        whole = self.world.work / "received.der"
        whole.write_bytes(der)
        inner = openssl("cms", "-decrypt", "-in", whole, "-inform", "DER", "-inkey", identity.key, "-recip",
                        identity.certificate)
        return self.verified(inner)

    def _find(self, subject):
        for recipients, octets in self.world.sink.taken:
            if email.message_from_bytes(octets, policy=email.policy.default)["Subject"] == subject:
                return recipients, octets
        return None
