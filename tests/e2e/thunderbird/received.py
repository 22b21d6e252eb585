# SPDX-License-Identifier: MPL-2.0
"""A message as the SMTP server got it, and what openssl makes of it."""
import email
import email.policy
import re

from mails import take_apart
from pki import openssl
from reader import until


class Received:
    """Waits for the message with that subject that was sent to exactly these addresses."""

    def __init__(self, world, subject, recipients, limit=60):
        self.world, self.recipients = world, recipients
        self.octets = until(lambda: self._find(subject), limit, f"the message {subject!r} to {recipients}")
        self.fields = parsed(self.octets)

    def field(self, name):
        return self.fields[name]

    def body(self):
        """What follows the fields that are not the entity's, from the first Content-* field on."""
        return self.octets[self.octets.index(b"\r\nContent-Type: ") + 2:]

    def verified(self, octets=None):
        """The entity that Bob's signature covers, parsed."""
        whole = self.world.work / "received.eml"
        whole.write_bytes(octets or self.octets)
        return parsed(openssl("cms", "-verify", "-in", whole, "-CAfile", self.world.mailbox.pki.root,
                              "-purpose", "smimesign", "-signer", self.world.work / "signer.crt"))

    def signer(self):
        """The serial number of the certificate that the last signature verified is by."""
        return serial_in(self.world.work / "signer.crt")

    def decrypted(self, identity):
        """The entity that was signed, and encrypted to this identity."""
        return self.verified(opened(self.world, self.octets, identity))

    def _find(self, subject):
        for recipients, octets in self.world.sink.taken:
            if parsed(octets)["Subject"] == subject and sorted(recipients) == sorted(self.recipients):
                return octets
        return None


def text_of(entity):
    """All its text, decoded."""
    return "".join(part.get_content() for part in entity.walk() if part.get_content_maintype() == "text")


def parsed(octets):
    return email.message_from_bytes(octets, policy=email.policy.default)


def opened(world, mail, identity):
    """What was encrypted to this identity."""
    _, der = take_apart(mail)
    whole = world.work / "received.der"
    whole.write_bytes(der)
    return openssl("cms", "-decrypt", "-in", whole, "-inform", "DER", "-inkey", identity.key, "-recip",
                   identity.certificate)


def serials(world, mail):
    """The serial numbers in the RecipientInfos, as openssl prints them."""
    _, der = take_apart(mail)
    text = openssl("cms", "-cmsout", "-print", "-inform", "DER", stdin=der).decode()
    infos = text.split("recipientInfos:")[1].split("EncryptedContentInfo:")[0].split("encryptedContentInfo:")[0]
    return {int(serial, 0) for serial in re.findall(r"serialNumber: (\S+)", infos)}


def serial(identity):
    return serial_in(identity.certificate)


def serial_in(certificate):
    return int(openssl("x509", "-in", certificate, "-noout", "-serial").decode().split("=")[1], 16)
