"""Who signs: a key of RSA 3072 bits with its certificate, self-signed or issued by an authority.

A self-signed certificate proves nothing by itself: whoever wants to rely on it compares its fingerprint once. RSA, for
readers of PDF know it everywhere; with other keys some of them call a file damaged.
"""

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
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, passphrase.encode())
    except ValueError as error:
        raise BadInput(
            "The certificate file cannot be opened: the passphrase is another, or it is no .p12 file. Nothing was changed."
        ) from error
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey) or key.key_size < _WEAKEST:
        raise BadInput(
            "The file has no certificate with an RSA key of at least 2048 bits, which PDF readers need. Ask for one."
        )
    if certificate.public_key() != key.public_key():
        raise BadInput("The certificate in the file belongs to another key. Ask for a new file.")
    _refuse_unfit(certificate, now)
    return Identity(key, certificate, _chain(certificate, others))


def _refuse_unfit(certificate: x509.Certificate, now: dt.datetime) -> None:
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        day = certificate.not_valid_after_utc
        raise BadInput(
            f"The certificate of {common_name(certificate)} is not valid today; it ends on {day:%d.%m.%Y}. Ask for a new one."
        )
    try:
        uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        keys = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        fit = ExtendedKeyUsageOID.EMAIL_PROTECTION in uses and keys.digital_signature
    except x509.ExtensionNotFound:
        fit = False
    if not fit:
        raise BadInput(
            "The certificate is not made for signing: it needs the usages “digital signature” and “e-mail protection”. Ask for one."
        )


def _chain(certificate: x509.Certificate, others: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """From the certificate upwards, each checked to have issued the one before; `BadInput` where it ends nowhere."""
    chain: list[x509.Certificate] = []
    last = certificate
    while last.issuer != last.subject:
        above = next((one for one in others if one not in chain and _issued(one, last)), None)
        if above is None:
            raise BadInput(
                f"The file does not hold the certificate that vouches for {common_name(last)}. Ask for a file with the whole chain."
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


def read_trust(data: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a trust file (PEM); `BadInput` where there is none."""
    try:
        return tuple(x509.load_pem_x509_certificates(data))
    except ValueError as error:
        raise BadInput(
            "The trust file holds no certificate. It should be a PEM file, as sipdesk exports it."
        ) from error
