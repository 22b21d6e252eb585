# SPDX-License-Identifier: MPL-2.0
"""Other S/MIME programs behind one interface: sign, encrypt, verify and decrypt bare CMS in DER.

Each method gives bytes or raises Refused. `who` is an Identity of tests/support/pki.py.
"""
import pathlib
import subprocess

from pki import openssl


class Refused(Exception):
    """The peer did not do it; the text is its own."""


def run(arguments, stdin=None):
    done = subprocess.run([str(a) for a in arguments], input=stdin, capture_output=True, timeout=60)
    if done.returncode:
        raise Refused(f"{arguments[0]}: {done.stderr.decode(errors='replace').strip()[-300:]}")
    return done


class Openssl:
    """`openssl cms`, which keeps keys in files."""

    def __init__(self, folder, pki, own, others):
        self.folder, self.pki = folder, pki

    def sign(self, entity, who, form, how):
        extra = ["-keyopt", "rsa_padding_mode:pss", "-keyopt", "rsa_pss_saltlen:digest"] if how == "pss" else []
        return self._cms("-sign", "-binary", "-signer", who.certificate, "-inkey", who.key,
                         "-certfile", self.pki.intermediate, "-md", "sha512" if how == "sha512" else "sha256",
                         *(["-nodetach"] if form == "opaque" else []), *extra,
                         "-outform", "DER", stdin=entity)

    def encrypt(self, entity, who, how):
        cipher = {"cbc128": "-aes-128-cbc", "gcm256": "-aes-256-gcm", "gcm128": "-aes-128-gcm",
                  "3des": "-des3"}.get(how, "-aes-256-cbc")
        oaep = ["-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha256"] if how == "oaep" else []
        return self._cms("-encrypt", "-binary", cipher, "-recip", who.certificate, *oaep,
                         "-outform", "DER", stdin=entity)

    def verify(self, der, content):
        given = ["-content", self._keep("content", content)] if content is not None else []
        return self._cms("-verify", "-binary", "-inform", "DER", "-in", self._keep("signed.der", der), *given,
                         "-CAfile", self.pki.root, "-purpose", "smimesign")

    def decrypt(self, der, who):
        return self._cms("-decrypt", "-inform", "DER", "-in", self._keep("sealed.der", der),
                         "-recip", who.certificate, "-inkey", who.key)

    def _keep(self, name, octets):
        path = self.folder / name
        path.write_bytes(octets)
        return path

    def _cms(self, *arguments, stdin=None):
        try:
            return openssl("cms", *arguments, stdin=stdin)
        except RuntimeError as error:
            raise Refused(str(error)) from error


class Gpgsm:
    """GnuPG's S/MIME half with a home, trust list and agent of its own."""

    def __init__(self, folder, pki, own, others):
        self.home = folder / "gnupg"
        self.home.mkdir(mode=0o700)
        self.refused = {}
        (self.home / "gpgsm.conf").write_text("disable-crl-checks\nno-common-certs-import\n")
        (self.home / "gpg-agent.conf").write_text("allow-loopback-pinentry\nno-grab\n")
        (self.home / "trustlist.txt").write_text(self._fingerprint(pki.root) + " S relax\n")
        for certificate in [pki.root, pki.intermediate] + [o.certificate for o in others]:
            self._gpgsm("--import", certificate)
        for identity in own:
            self._import_key(identity)

    def close(self):
        subprocess.run(["gpgconf", "--homedir", str(self.home), "--kill", "all"], capture_output=True)

    def sign(self, entity, who, form, how):
        self._needs(who)
        digest = ["--digest-algo", "SHA512" if how == "sha512" else "SHA256"]
        return self._gpgsm("-u", f"<{who.address}>", *digest,
                           "--detach-sign" if form == "detached" else "--sign", self._keep("entity", entity))

    def encrypt(self, entity, who, how):
        return self._gpgsm("-r", f"<{who.address}>", "--cipher-algo", "AES" if how == "cbc128" else "AES256",
                           "--encrypt", self._keep("entity", entity))

    def verify(self, der, content):
        signed = self._keep("signed.der", der)
        if content is None:
            return self._gpgsm("--output", "-", "--verify", signed)
        self._gpgsm("--verify", signed, self._keep("content", content))
        return content

    def decrypt(self, der, who):
        self._needs(who)
        return self._gpgsm("--decrypt", self._keep("sealed.der", der))

    def _needs(self, who):
        if who.name in self.refused:
            raise Refused(f"gpgsm did not take the key: {self.refused[who.name]}")

    def _import_key(self, identity):
        old = self.home / "import.p12"
        openssl("pkcs12", "-export", "-inkey", identity.key, "-in", identity.certificate,
                "-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1",
                "-passout", "pass:x", "-out", old)
        self._gpgsm("--import", identity.certificate)
        try:
            self._gpgsm("--import", old)
        except Refused as error:
            self.refused[identity.name] = str(error)

    def _fingerprint(self, certificate):
        return openssl("x509", "-in", certificate, "-noout", "-fingerprint", "-sha1").decode().split("=")[1].strip()

    def _keep(self, name, octets):
        path = self.home / name
        path.write_bytes(octets)
        return path

    def _gpgsm(self, *arguments):
        return run(["gpgsm", "--homedir", self.home, "--batch", "--yes", "--quiet", "--pinentry-mode", "loopback",
                    "--passphrase-fd", "0", *arguments], stdin=b"x\n").stdout


class Cmsutil:
    """NSS with a database of its own and no password."""

    def __init__(self, folder, pki, own, others):
        self.folder = folder
        self.database = f"sql:{folder / 'nss'}"
        (folder / "nss").mkdir()
        run(["certutil", "-N", "-d", self.database, "--empty-password"])
        self._add("root", pki.root, "C,C,C")
        self._add("intermediate", pki.intermediate, ",,")
        for identity in others:
            self._add(identity.name, identity.certificate, ",P,")
        for identity in own:
            run(["pk12util", "-i", identity.pkcs12, "-d", self.database, "-W", "", "-K", ""])

    def sign(self, entity, who, form, how):
        return self._cmsutil("-S", "-N", who.name, "-G", "-H", "SHA512" if how == "sha512" else "SHA256",
                             *(["-T"] if form == "detached" else []), stdin=entity)

    def encrypt(self, entity, who, how):
        return self._cmsutil("-E", "-r", who.address, stdin=entity)

    def verify(self, der, content):
        given = ["-c", self._keep("content", content)] if content is not None else []
        found = self._cmsutil("-D", *given, "-i", self._keep("signed.der", der))
        return content if content is not None else found

    def decrypt(self, der, who):
        return self._cmsutil("-D", "-i", self._keep("sealed.der", der))

    def _add(self, name, certificate, trust):
        run(["certutil", "-A", "-d", self.database, "-n", name, "-t", trust, "-i", certificate])

    def _keep(self, name, octets):
        path = self.folder / name
        path.write_bytes(octets)
        return path

    def _cmsutil(self, *arguments, stdin=None):
        out = self.folder / "out"
        pathlib.Path(out).unlink(missing_ok=True)
        run(["cmsutil", *arguments, "-d", self.database, "-o", out], stdin=stdin)
        return out.read_bytes()


PEERS = {"openssl": Openssl, "gpgsm": Gpgsm, "cmsutil": Cmsutil}
