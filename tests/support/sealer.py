# SPDX-License-Identifier: MPL-2.0
"""Signed and encrypted entities made by openssl, so that our own writer is not its own witness."""
import base64

from mails import cms_entity, detached_entity
from pki import openssl


class Sealer:
    """Signs as one person and encrypts to others."""

    def __init__(self, pki, signer, *readers):
        self.pki, self.signer, self.readers = pki, signer, readers

    def detached(self, entity):
        whole = self._file(entity)
        signature = openssl("cms", "-sign", "-binary", "-in", whole, "-signer", self.signer.certificate, "-inkey",
                            self.signer.key, "-certfile", self.pki.intermediate, "-md", "sha256", "-outform", "DER")
        return detached_entity(entity, signature)

    def opaque(self, entity):
        der = openssl("cms", "-sign", "-binary", "-nodetach", "-in", self._file(entity), "-signer",
                      self.signer.certificate, "-inkey", self.signer.key, "-certfile", self.pki.intermediate,
                      "-md", "sha256", "-outform", "DER")
        return cms_entity(der, "opaque")

    def sealed(self, entity, cipher="aes-256-gcm"):
        der = openssl("cms", "-encrypt", "-binary", f"-{cipher}", "-in", self._file(entity), "-outform", "DER",
                      *(reader.certificate for reader in self.readers))
        return cms_entity(der, "authEnveloped" if cipher.endswith("gcm") else "enveloped")

    def _file(self, octets):
        path = self.pki.folder / "sealing"
        path.write_bytes(octets)
        return path


def multipart(kind, parts):
    boundary = f"=-{kind}"
    pieces = b"".join(b"--" + boundary.encode() + b"\r\n" + each + b"\r\n" for each in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode() + pieces + f"--{boundary}--\r\n".encode()


def part(kind, octets, fields=""):
    encoded = base64.encodebytes(octets).replace(b"\n", b"\r\n")
    return f"Content-Type: {kind}\r\n{fields}Content-Transfer-Encoding: base64\r\n\r\n".encode() + encoded
