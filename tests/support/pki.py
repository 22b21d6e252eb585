# SPDX-License-Identifier: MPL-2.0
"""A certification authority for tests and demos, made with the openssl command: root,
intermediate, and an identity per address."""
import pathlib
import subprocess

NEW_KEY = {
    "rsa2048": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "rsa3072": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"],
    "p256": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "p384": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
}
CA = """basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
"""
LEAF = """basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment,keyAgreement
extendedKeyUsage=emailProtection
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
subjectAltName=email:{address}
"""
SERVER = """basicConstraints=critical,CA:FALSE
extendedKeyUsage=serverAuth
subjectAltName=IP:127.0.0.1
"""


class Identity:
    """Files of one address: key, certificate, and both with the chain as PKCS#12 without a
    password."""

    def __init__(self, folder, name, address):
        self.name, self.address = name, address
        self.key = folder / f"{name}.key"
        self.certificate = folder / f"{name}.crt"
        self.pkcs12 = folder / f"{name}.p12"


class Pki:
    """Certificates from now for a year, all in one folder."""

    def __init__(self, folder, name="Sealwright Test"):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._new_key("root", "rsa2048")
        self.root = self.folder / "root.crt"
        openssl("req", "-x509", "-new", "-key", self.folder / "root.key", "-out", self.root,
                "-days", "365", "-subj", f"/CN={name} Root", "-addext", "keyUsage=critical,keyCertSign,cRLSign")
        self._new_key("intermediate", "rsa2048")
        self.intermediate = self.folder / "intermediate.crt"
        self._issue("intermediate", f"/CN={name} CA", CA, "root")

    def identity(self, name, address, key="rsa2048"):
        made = Identity(self.folder, name, address)
        self._new_key(name, key)
        self._issue(name, f"/CN={name}", LEAF.format(address=address), "intermediate")
        chain = self.folder / "chain.pem"
        chain.write_bytes(self.intermediate.read_bytes() + self.root.read_bytes())
        openssl("pkcs12", "-export", "-inkey", made.key, "-in", made.certificate, "-certfile", chain,
                "-name", name, "-passout", "pass:", "-out", made.pkcs12)
        made.pkcs12.chmod(0o600)
        return made

    def server(self, name):
        """Key and certificate, chain included, of a server on loopback; two PEM files."""
        self._new_key(name, "p256")
        self._issue(name, f"/CN={name}", SERVER, "intermediate")
        chain = self.folder / f"{name}.pem"
        chain.write_bytes((self.folder / f"{name}.crt").read_bytes() + self.intermediate.read_bytes())
        return self.folder / f"{name}.key", chain

    def _new_key(self, name, kind):
        openssl("genpkey", *NEW_KEY[kind], "-out", self.folder / f"{name}.key")

    def _issue(self, name, subject, extensions, issuer):
        request, config = self.folder / f"{name}.csr", self.folder / f"{name}.ext"
        config.write_text(extensions)
        openssl("req", "-new", "-key", self.folder / f"{name}.key", "-subj", subject, "-out", request)
        openssl("x509", "-req", "-in", request, "-CA", self.folder / f"{issuer}.crt",
                "-CAkey", self.folder / f"{issuer}.key", "-CAcreateserial", "-days", "365",
                "-extfile", config, "-out", self.folder / f"{name}.crt")


def openssl(*arguments, stdin=None):
    """Runs openssl and gives its standard output; what it says on failure is in the exception."""
    done = subprocess.run(["openssl", *map(str, arguments)], input=stdin, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
