"""A parcel: files and a manifest that vouches for them, signed by the partner, in a ZIP sealed to the authority.

The ZIP inside the seal is the same for the same files and manifest: fixed order, fixed times, nothing compressed, so that
nothing can swell either. Layout: `manifest.json` (canonical JSON), `manifest.sig` (RSA-PSS with SHA-256 over it),
`signer.pem` (the certificate, then those above it), then the files by name.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from pydantic import ValidationError

from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.parcel import (
    KEPT,
    LARGEST,
    NOTE_FILES,
    Cover,
    FileLine,
    Manifest,
    canonical,
    parcel_name,
    read,
    sha256,
)
from sipdesk.keys.identity import Identity, der
from sipdesk.keys.sealing import key_fingerprint, open_sealed, public_of, seal

MANIFEST, SIGNATURE, SIGNER = "manifest.json", "manifest.sig", "signer.pem"
_OWN = (MANIFEST, SIGNATURE, SIGNER)
_NEEDED = {"note": NOTE_FILES[:2], "requests": ("requests.json",), "greeting": ()}
_ALLOWED = {"note": set(NOTE_FILES), "requests": {"requests.json"}, "greeting": set()}
_MOST_CERTIFICATES = 8
_MOST_ENTRIES = 32
_OPENED_UP_TO = 64_000_000
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=padding.PSS.DIGEST_LENGTH)


@dataclass(frozen=True)
class Packed:
    """A sealed parcel, ready to travel."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    manifest: Manifest


@dataclass(frozen=True)
class Opened:
    """What was in a parcel; every file is the one the signer vouched for."""

    manifest: Manifest
    files: dict[str, bytes] = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()
    signature: bytes = field(default=b"", repr=False)


class Spoiled(BadInput):
    """The signature over the manifest holds, and what is with it is not what it vouches for."""

    def __init__(self, sentence: str, manifest: Manifest, certificate: x509.Certificate) -> None:
        super().__init__(sentence)
        self.manifest = manifest
        self.certificate = certificate


def pack(cover: Cover, files: Mapping[str, bytes], signer: Identity, recipient: bytes, limit: int = LARGEST) -> Packed:
    """Sign and seal. `recipient` is the authority's sealing key. Takes a few milliseconds; call it once for a parcel, for
    a seal is another each time. `Refused` for more than `limit` bytes, `BadInput` for files that do not belong in it."""
    manifest, data = zipped(cover, files, signer, recipient)
    sealed = seal(data, recipient)
    if len(sealed) > limit:
        raise Refused(
            f"This comes to {_megabytes(len(sealed))}, and the central service takes {_megabytes(limit)} at most. It is kept "
            "here and was not queued. Drawings and long tables are what makes a note large; or ask the authority how it "
            "takes a larger one."
        )
    return Packed(parcel_name(manifest.note, manifest.revision, sealed), sealed, sha256(sealed), manifest)


def zipped(cover: Cover, files: Mapping[str, bytes], signer: Identity, recipient: bytes) -> tuple[Manifest, bytes]:
    """The manifest and the ZIP as it is before sealing. All of it but the signature, which is another each time, is the
    same for the same cover, files and keys."""
    said = {name: getattr(cover, name) for name in Cover.model_fields}
    try:
        manifest = Manifest(
            **said,
            signer=sha256(der(signer.certificate)),
            recipient=key_fingerprint(recipient),
            files=[FileLine(name=name, size=len(data), sha256=sha256(data)) for name, data in sorted(files.items())],
        )
    except ValidationError as error:
        raise BadInput("A file in this package has a name that cannot travel. Nothing was sealed.") from error
    if told := misfit(manifest):
        raise BadInput(told)
    written = canonical(manifest)
    own = {MANIFEST: written, SIGNATURE: signer.key.sign(written, _PSS, hashes.SHA256()), SIGNER: signer.kept()[1]}
    return manifest, archive({**own, **dict(sorted(files.items()))})


def misfit(manifest: Manifest) -> str:
    """Why its files are not those of a parcel of its kind, in a sentence; empty where they are."""
    names = [line.name for line in manifest.files]
    strange = set(names) - _ALLOWED[manifest.kind]
    missing = set(_NEEDED[manifest.kind]) - set(names)
    if strange or len(set(names)) != len(names):
        return f"A package of this kind does not hold {', '.join(sorted(strange)) or 'a file twice'}. {KEPT}"
    return f"In the package {', '.join(sorted(missing))} is missing. {KEPT}" if missing else ""


def archive(members: Mapping[str, bytes]) -> bytes:
    """A ZIP of these in this order: one time for all, nothing compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, strict_timestamps=True) as made:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system, info.external_attr = 3, 0o600 << 16
            made.writestr(info, data, zipfile.ZIP_STORED)
    return out.getvalue()


def unpack(data: bytes, private: bytes) -> Opened:
    """What is in a sealed parcel. `BadInput` says in a sentence what is wrong with it; `Spoiled`, one of its kind, also who
    had signed the manifest. Whether that person is known is for the caller to say."""
    if len(data) > _OPENED_UP_TO:
        raise BadInput(f"It is larger than any package. It was not opened. {KEPT}")
    members = _members(open_sealed(data, private))
    if missing := [name for name in _OWN if name not in members]:
        raise BadInput(f"The package has no {missing[0]}. {KEPT}")
    manifest = read(Manifest, members[MANIFEST], "The manifest")
    certificate, *chain = _certificates(members[SIGNER])
    _refuse_unsigned(manifest, members, certificate)
    files = {name: content for name, content in members.items() if name not in _OWN}
    told = _difference(manifest, files) or misfit(manifest)
    if manifest.recipient != key_fingerprint(public_of(private)):
        told = f"It was sealed for somebody else and passed on. {KEPT}"
    if told:
        raise Spoiled(told, manifest, certificate)
    return Opened(manifest, files, certificate, tuple(chain), members[SIGNATURE])


def _refuse_unsigned(manifest: Manifest, members: Mapping[str, bytes], certificate: x509.Certificate) -> None:
    key = certificate.public_key()
    whose = manifest.signer == sha256(der(certificate))
    try:
        if whose and isinstance(key, rsa.RSAPublicKey):
            key.verify(members[SIGNATURE], members[MANIFEST], _PSS, hashes.SHA256())
            return
    except InvalidSignature:
        pass
    raise BadInput(f"The package is not signed by the person it names, or was changed after it was signed. {KEPT}")


def _difference(manifest: Manifest, files: Mapping[str, bytes]) -> str:
    """What of the files is not as the manifest says; empty where all is."""
    lines = {line.name: line for line in manifest.files}
    for name in sorted({*lines, *files}):
        if name not in files:
            return f"The package should hold {name}, and it is not in it. {KEPT}"
        if name not in lines:
            return f"The package holds {name}, for which nobody vouches. {KEPT}"
        if (lines[name].size, lines[name].sha256) != (len(files[name]), sha256(files[name])):
            return f"In the package {name} is not the file that was signed for. {KEPT}"
    return ""


def _certificates(pem: bytes) -> list[x509.Certificate]:
    try:
        found = x509.load_pem_x509_certificates(pem)
    except ValueError as error:
        raise BadInput(f"The certificate in the package cannot be read. {KEPT}") from error
    if len(found) > _MOST_CERTIFICATES:
        raise BadInput(f"The package holds more certificates than any chain has. {KEPT}")
    return found


def _members(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP as `archive` makes it. What is compressed, hidden, doubled or leads elsewhere is refused before
    anything is read."""
    strange = BadInput(f"What was sealed is no package as sipdesk packs it. It was not opened. {KEPT}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            entries = held.infolist()
            if len(entries) > _MOST_ENTRIES or any(_unusual(entry) for entry in entries):
                raise strange
            if len({entry.filename for entry in entries}) != len(entries):
                raise strange
            if sum(entry.file_size for entry in entries) > len(data):
                raise strange
            return {entry.filename: held.read(entry) for entry in entries}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise strange from error


def _unusual(entry: zipfile.ZipInfo) -> bool:
    plain = all(c.isascii() and (c.isalnum() or c in "._-") for c in entry.filename)
    stored = entry.compress_type == zipfile.ZIP_STORED and entry.compress_size == entry.file_size
    return not plain or not stored or entry.filename.startswith(".") or bool(entry.flag_bits & 0x1)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".0 MB", " MB")
