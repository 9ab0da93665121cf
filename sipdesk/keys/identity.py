"""Who signs: a key of RSA 3072 bits with its certificate, self-signed or issued by an authority.

A self-signed certificate proves nothing by itself: whoever wants to rely on it compares its fingerprint once. RSA, for
readers of PDF know it everywhere; with other keys some of them call a file damaged.
"""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from sipdesk.domain.errors import BadInput
from sipdesk.keys.words import fingerprint, in_words

BITS = 3072
YEARS = 10
_SIGNING_DOCUMENTS = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
# As poppler and other readers built on NSS ask: without e-mail protection they call a certificate unfit.
_USES = [ExtendedKeyUsageOID.EMAIL_PROTECTION, _SIGNING_DOCUMENTS]
_WEAKEST = 2048
_SEQUENCE = b"\x30"
"""How a certificate, or a file of them, begins when it is not written in letters."""


@dataclass(frozen=True)
class Identity:
    """A key, its certificate, and the certificates between it and the one people trust. Never printed, never logged."""

    key: rsa.RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def name(self) -> str:
        """Whose it is."""
        return common_name(self.certificate)

    @property
    def self_signed(self) -> bool:
        """Made on this machine, vouched for by nobody else."""
        return self.certificate.issuer == self.certificate.subject

    @property
    def until(self) -> dt.datetime:
        """When it ends (UTC)."""
        return self.certificate.not_valid_after_utc

    @property
    def fingerprint(self) -> str:
        """SHA-256, as other programs print it."""
        return fingerprint(der(self.certificate))

    @property
    def words(self) -> str:
        """The same for the telephone."""
        return in_words(der(self.certificate))

    def trust_file(self) -> bytes:
        """What somebody else needs in order to rely on these signatures: the certificate at the top of the chain, as PEM."""
        return (self.chain[-1] if self.chain else self.certificate).public_bytes(serialization.Encoding.PEM)

    def kept(self) -> tuple[bytes, bytes]:
        """Key (DER, not encrypted: only for the encrypted desk) and certificates (PEM, its own first)."""
        key = self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return key, b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (self.certificate, *self.chain))


def der(certificate: x509.Certificate) -> bytes:
    """The certificate as it is hashed and compared."""
    return certificate.public_bytes(serialization.Encoding.DER)


def common_name(certificate: x509.Certificate) -> str:
    """Whose certificate it is."""
    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else certificate.subject.rfc4514_string()


def make(name: str, role: str, now: dt.datetime) -> Identity:
    """A new self-signed identity."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    subject = _subject(name, role)
    return Identity(key, _certificate(subject, key, _Issuer(subject, key), now))


def make_authority(name: str, now: dt.datetime) -> Identity:
    """A certificate authority of one's own: for tests and the rehearsal, which issues to itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    subject = _subject(name, "")
    return Identity(key, _certificate(subject, key, _Issuer(subject, key, authority=True), now))


def issue(authority: Identity, name: str, role: str, now: dt.datetime) -> Identity:
    """An identity whose certificate an authority issued."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    issuer = _Issuer(authority.certificate.subject, authority.key)
    return Identity(key, _certificate(_subject(name, role), key, issuer, now), (authority.certificate,))


@dataclass(frozen=True)
class _Issuer:
    name: x509.Name
    key: rsa.RSAPrivateKey
    authority: bool = False
    """What is issued may issue in turn."""


def _subject(name: str, role: str) -> x509.Name:
    told = [(NameOID.COMMON_NAME, _short(name) or "Partner"), (NameOID.TITLE, _short(role))]
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in told if text])


def _short(text: str) -> str:
    """As much as a certificate holds: 64 bytes, and no half letter."""
    return text.strip().encode()[:64].decode(errors="ignore").strip()


def _certificate(subject: x509.Name, key: rsa.RSAPrivateKey, issuer: _Issuer, now: dt.datetime) -> x509.Certificate:
    own = not issuer.authority
    start = now.astimezone(dt.UTC).replace(microsecond=0) - dt.timedelta(days=1)
    usage = x509.KeyUsage(
        digital_signature=own, content_commitment=own, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=not own, crl_sign=not own, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=not own, path_length=None if own else 0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    if own:
        built = built.add_extension(x509.ExtendedKeyUsage(_USES), critical=False)
    return built.sign(issuer.key, hashes.SHA256())


def kept_again(key: bytes, certificates: bytes) -> Identity:
    """An identity out of the desk. The key was checked when it came in; a second check would take a third of a second."""
    loaded = serialization.load_der_private_key(key, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(loaded, rsa.RSAPrivateKey):
        raise BadInput("The signing key in this desk is damaged. Restore a backup, or take your certificate in again.")
    own, *chain = x509.load_pem_x509_certificates(certificates)
    return Identity(loaded, own, tuple(chain))


def from_p12(data: bytes, passphrase: str, now: dt.datetime) -> Identity:
    """An identity that an authority issued (a .p12 or .pfx file). `BadInput` says what is wrong with it."""
    if not data.startswith(_SEQUENCE):
        raise BadInput(
            "This is no .p12 or .pfx file; it may be a certificate without its key. Ask for the file that holds both. "
            "Nothing was changed."
        )
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, passphrase.encode())
    except ValueError as error:
        raise BadInput(
            "The certificate file cannot be opened: the passphrase is another, or it is damaged. Nothing was changed."
        ) from error
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey):
        raise BadInput(
            "The file has no certificate with an RSA key, which is what every PDF reader knows. Ask for one. Nothing was changed."
        )
    if key.key_size < _WEAKEST:
        raise BadInput(
            f"The key has {key.key_size} bits, and an RSA key of at least {_WEAKEST} is needed. Ask for a new one. "
            "Nothing was changed."
        )
    if certificate.public_key() != key.public_key():
        raise BadInput("The certificate in the file belongs to another key. Ask for a new file. Nothing was changed.")
    _refuse_unfit(certificate, now)
    chain = _chain(certificate, others)
    _refuse_broken(certificate, chain, now)
    return Identity(key, certificate, chain)


def _refuse_unfit(certificate: x509.Certificate, now: dt.datetime) -> None:
    _refuse_day(certificate, now)
    try:
        uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        keys = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        fit = ExtendedKeyUsageOID.EMAIL_PROTECTION in uses and keys.digital_signature
    except (x509.ExtensionNotFound, ValueError):
        fit = False
    if not fit:
        raise BadInput(
            "The certificate is not made for signing: it needs the usages “digital signature” and “e-mail protection”. "
            "Ask for one. Nothing was changed."
        )


def _refuse_day(certificate: x509.Certificate, now: dt.datetime) -> None:
    whose, ask = f"The certificate of {common_name(certificate)}", "Ask for a new one. Nothing was changed."
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now > last:
        raise BadInput(f"{whose} is not valid any more; it ended on {last:%d.%m.%Y}. {ask}")
    if now < first:
        raise BadInput(f"{whose} is not valid yet; it begins on {first:%d.%m.%Y}. Nothing was changed.")


def _chain(certificate: x509.Certificate, others: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """From the certificate upwards, each checked to have issued the one before; `BadInput` where it ends nowhere."""
    chain: list[x509.Certificate] = []
    last = certificate
    while last.issuer != last.subject:
        above = next((one for one in others if one not in chain and _issued(one, last)), None)
        if above is None:
            raise BadInput(
                f"The file does not hold the certificate that vouches for {common_name(last)}. Ask for a file with the whole "
                "chain. Nothing was changed."
            )
        chain.append(above)
        last = above
    return tuple(chain)


def _issued(above: x509.Certificate, below: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(above)
        return above.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False


def _refuse_broken(certificate: x509.Certificate, chain: Sequence[x509.Certificate], now: dt.datetime) -> None:
    """What a verifier will ask later is asked now: days, lengths, purposes and signatures along the whole chain."""
    for one in chain:
        _refuse_day(one, now)
    from asn1crypto import x509 as asn1_x509  # noqa: PLC0415 - see below
    from pyhanko_certvalidator import CertificateValidator, ValidationContext  # noqa: PLC0415 - half a second to load
    from pyhanko_certvalidator.errors import PathError, ValidationError  # noqa: PLC0415

    own, *above = (asn1_x509.Certificate.load(der(one)) for one in (certificate, *chain))
    roots = above[-1:] or [own]
    context = ValidationContext(trust_roots=roots, other_certs=above[:-1], moment=now, allow_fetching=False)
    checked = CertificateValidator(own, validation_context=context)
    try:
        asyncio.run(checked.async_validate_usage({"digital_signature"}, {"email_protection"}))
    except (PathError, ValidationError, ValueError) as error:
        raise BadInput(
            f"The chain of certificates above {common_name(certificate)} does not hold: somebody in it may not vouch for "
            "others, or signs in a way that is no longer trusted. Ask for a new file. Nothing was changed."
        ) from error


def read_trust(data: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a trust file (PEM, or one certificate in DER as Windows exports it); `BadInput` where there is none."""
    try:
        if data.startswith(_SEQUENCE):
            return (x509.load_der_x509_certificate(data),)
        return tuple(x509.load_pem_x509_certificates(data))
    except ValueError as error:
        raise BadInput(
            "The trust file holds no certificate. It should be a PEM file, as sipdesk exports it. Nothing was changed."
        ) from error


def pem(certificate: x509.Certificate) -> str:
    """A certificate as trust files hold it."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def vouches(certificate: x509.Certificate) -> bool:
    """Whether it is an authority's: whoever relies on it relies on all whom that one vouches for."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False
