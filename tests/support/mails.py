# SPDX-License-Identifier: MPL-2.0
"""S/MIME mails around bare CMS, and back, byte by byte: a library that re-serialises would break
what is signed."""
import base64
import email.utils
import re

FIELDS = ("From: <{sender}>\r\nTo: <{to}>\r\nSubject: {subject}\r\n"
          "Date: {date}\r\nMessage-ID: <{id}@example.test>\r\nMIME-Version: 1.0\r\n")
# All mails of a run are of one time: a date far from that of signing would be something to tell.
NOW = email.utils.formatdate()
BOUNDARY = "=-sealwright-test-boundary"
TYPES = {"opaque": ("signed-data", "smime.p7m"), "enveloped": ("enveloped-data", "smime.p7m"),
         "authEnveloped": ("authEnveloped-data", "smime.p7m")}


def head(sender, to, subject="Test", ident="1"):
    return FIELDS.format(sender=sender, to=to, subject=subject, date=NOW, id=ident).encode()


def received():
    """What the server adds on top that puts a mail into a mailbox: only then is it known when that was."""
    return f"Received: from mail.example.net by mx.example.test; {NOW}\r\n".encode()


def text_entity(text):
    return ("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
            + text.replace("\n", "\r\n")).encode()


def base64_lines(octets):
    return base64.encodebytes(octets).replace(b"\n", b"\r\n")


def detached_entity(entity, signature, digest="sha-256"):
    boundary = BOUNDARY.encode()
    return (f'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg={digest};\r\n'
            f' boundary="{BOUNDARY}"\r\n\r\n').encode() + b"".join([
        b"--", boundary, b"\r\n", entity, b"\r\n--", boundary,
        b"\r\nContent-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n", base64_lines(signature), b"--", boundary, b"--\r\n"])


def cms_entity(der, form):
    smime_type, name = TYPES[form]
    return (f'Content-Type: application/pkcs7-mime; smime-type={smime_type}; name="{name}"\r\n'
            "Content-Transfer-Encoding: base64\r\n\r\n").encode() + base64_lines(der)


def take_apart(mail):
    """("detached", entity, signature) or (smime-type, der) of an S/MIME mail or entity."""
    fields, body = mail.split(b"\r\n\r\n", 1)
    fields = re.sub(rb"\r\n[ \t]+", b" ", fields)
    content_type = re.search(rb"^content-type: *(.*?)$", fields, re.I | re.M)[1].rstrip(b"\r")
    if content_type.lower().startswith(b"multipart/signed"):
        boundary = b"--" + re.search(rb'boundary="?([^";]+)', content_type)[1]
        _, entity, signature = body.split(boundary + b"\r\n", 2)
        encoded = signature.split(b"\r\n\r\n", 1)[1].split(b"\r\n" + boundary)[0]
        return "detached", entity[:-2], base64.b64decode(encoded)
    smime_type = re.search(rb'smime-type="?([A-Za-z-]+)', content_type)[1].decode()
    return smime_type, base64.b64decode(body)
