"""Certificates made on the spot: an authority nobody else trusts, and what servers with good and bad ones show."""

import datetime as dt
import ipaddress
import ssl
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Holder:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def pem(self) -> bytes:
        """The certificate."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def key_pem(self) -> bytes:
        """The key."""
        plain = serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)

    def put(self, folder: Path, name: str) -> tuple[Path, Path]:
        """Both as files."""
        paths = folder / f"{name}.pem", folder / f"{name}.key"
        paths[0].write_bytes(self.pem())
        paths[1].write_bytes(self.key_pem())
        return paths

    def serving(self, folder: Path) -> ssl.SSLContext:
        """What a server on this machine needs."""
        certificate, key = self.put(folder, "served")
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        return context


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def authority(words: str = "Invented council") -> Holder:
    """An authority that issues certificates."""
    return _authority(words)


@cache
def _authority(words: str) -> Holder:
    key = ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder().subject_name(_name(words)).issuer_name(_name(words)).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - 900 * DAY).not_valid_after(now + 900 * DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.KeyUsage(False, False, False, False, False, True, True, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return Holder(built, key)


@cache
def server(host: str = "127.0.0.1", *, days: int = 30, by: str = "Invented council") -> Holder:
    """A server's certificate for a host; `days` below nought: it ran out then."""
    key, issuer = ec.generate_private_key(ec.SECP256R1()), authority(by)
    end = dt.datetime.now(dt.UTC) + days * DAY
    named: x509.GeneralName = x509.DNSName(host)
    if host[0].isdigit():
        named = x509.IPAddress(ipaddress.ip_address(host))
    built = (
        x509.CertificateBuilder().subject_name(_name(host)).issuer_name(issuer.certificate.subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(end - 60 * DAY).not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([named]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
        .sign(issuer.key, hashes.SHA256())
    )  # fmt: skip
    return Holder(built, key)


BAD = {
    "expired": (lambda: server(days=-1), "has run out"),
    "made out to another host": (lambda: server("other.invented.example"), "another name"),
    "from an unknown authority": (lambda: server(by="Nobody we know"), "nobody this machine trusts"),
}
"""Certificates that must not do, and what the person reads of each."""
