# SPDX-License-Identifier: MPL-2.0
"""Puts a third-party mail or bare CMS object before the program, with the keys, anchors and clock
that its source meant."""
import base64
import json
import pathlib
import re
import subprocess
import threading

import mails
from pki import openssl
from sealwright import Sealwright

SMIME_TYPE = {"enveloped": "enveloped-data", "auth-enveloped": "authEnveloped-data", "KEMRI": "enveloped-data",
              "compressed": "compressed-data", "certs-only": "certs-only"}
UNKNOWN_SENDER = "unknown@example.test"
DAY = 86400


class Asker:
    """One home per source, made when its first mail is asked about."""

    def __init__(self, corpora, program, work, sources, limit):
        self.corpora, self.program, self.work, self.limit = corpora, program, work, limit
        self.sources = sorted(sources, key=lambda row: -len(row["folder"]))
        self.homes, self.lock = {}, threading.Lock()

    def read(self, mail, at_signing):
        """The reading of a mail. With `at_signing` the clock stands at the signing time it claims,
        and without one a day after its certificate began."""
        octets = (self.corpora / mail["path"]).read_bytes()
        bare = bare_cms(octets, mail["kind"])
        content = content_beside(self.corpora / mail["path"])
        home = self._home(mail["path"])
        path = self.work / "mails" / re.sub(r"[^A-Za-z0-9.]", "_", mail["path"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(octets if bare is None else wrap(bare, mail["kind"], UNKNOWN_SENDER, content))
        reading = self._ask(home, path)
        signers = reading["signature"].get("signers", [])
        if not signers:
            return reading
        if bare is not None and (addresses := signers[0]["certificate"]["addresses"]):
            # A bare object says nothing of a sender, so the address is not what it is about.
            path.write_bytes(wrap(bare, mail["kind"], addresses[0], content))
        return self._ask(home, path, *(["--at", time_of(signers)] if at_signing else []))

    def _ask(self, home, path, *options):
        done = subprocess.run([home.program, "decrypt", str(path), "--json", *map(str, options)], capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=self.limit + 5, env=home.environment())
        if done.returncode < 0 or not done.stdout:
            raise RuntimeError(f"exit {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")
        return json.loads(done.stdout)

    def _home(self, path):
        source = next((row for row in self.sources if path.startswith(row["folder"] + "/")), None)
        if source is None:
            source = {"folder": "", "anchors": "", "keys": ""}
        with self.lock:
            if source["folder"] not in self.homes:
                self.homes[source["folder"]] = self._make_home(source)
            return self.homes[source["folder"]]

    def _make_home(self, source):
        folder = self.corpora / source["folder"]
        home = Sealwright(self.program, self.work / "homes" / (source["folder"].replace("/", "_") or "none"))
        for pattern in source["anchors"].split():
            for path in folder.glob(pattern) if ".." not in pattern else [folder / pattern]:
                home.trust(path)
        for number, key in enumerate(source["keys"].split()):
            kept = home.data / "identities" / f"{number}.p12"
            kept.write_bytes(without_password(folder, key, self.work))
            kept.chmod(0o600)
        return home


def without_password(folder, key, work):
    """A PKCS#12 file without a password from FILE.p12:PASSWORD, KEY+CERTIFICATE or one PEM file."""
    if ".p12:" in key or ".pfx:" in key:
        path, password = key.rsplit(":", 1)
        pkcs12 = (folder / path).read_bytes()
        if pkcs12.startswith(b"-----BEGIN"):
            pkcs12 = base64.b64decode(b"".join(pkcs12.splitlines()[1:-1]))
        pem = openssl("pkcs12", "-passin", f"pass:{password}", "-nodes", "-legacy", stdin=pkcs12)
    elif "+" in key:
        pem = b"".join(as_pem(folder / part, kind) for part, kind in zip(key.split("+"), ("pkey", "x509")))
    else:
        pem = (folder / key).read_bytes()
    # openssl reads key and certificate in two passes, which a pipe does not allow.
    whole = work / "key-and-certificate.pem"
    whole.write_bytes(pem)
    return openssl("pkcs12", "-export", "-passout", "pass:", "-in", whole)


def as_pem(path, kind):
    return openssl(kind, "-in", path, "-outform", "PEM")


def bare_cms(octets, kind):
    """The DER of an object that is no mail; nothing for a mail."""
    if octets.startswith(b"\x30"):
        return octets
    looks_like_mail = re.match(rb"\s*(From |[!-9;-~]+[ \t]*:)", octets)
    given = kind != "malformed" or octets.startswith(b"-----BEGIN")
    if given and not looks_like_mail and (match := re.search(rb"^[ \t]*MI[A-Za-z0-9+/=\s]+", octets, re.M)):
        return base64.b64decode(match[0])
    return None


def content_beside(path):
    """What a bare detached signature is about, where its source keeps it beside: alice.mime for
    alice.mime.dsig.SHA256."""
    content = path.with_name(path.name.split(".dsig.")[0])
    return content.read_bytes() if content != path and content.is_file() else None


def wrap(der, kind, sender, content):
    if content is not None:
        entity = mails.detached_entity(content, der)
    else:
        smime_type = next((name for start, name in SMIME_TYPE.items() if kind.startswith(start)), "signed-data")
        entity = mails.cms_entity(der, "opaque").replace(b"smime-type=signed-data", b"smime-type=" + smime_type.encode())
    return mails.head(sender, "reader@example.test") + entity


def time_of(signers):
    signer = signers[0]
    if signer.get("signing_time"):
        return signer["signing_time"]
    certificates = [signer["certificate"], *signer.get("chain", [])]
    return max(certificate["not_before"] for certificate in certificates) + DAY
