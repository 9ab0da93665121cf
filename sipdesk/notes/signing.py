"""A signature goes into its field: PAdES baseline B, by pyHanko, as an update behind the pages, which stay as they are.

The file keeps the metadata it was built with: pyHanko would write its own beside it (`_KeptWriter`; two methods of its
writer that are not public, hence the pinned version and the tests). The key is parsed once, where pyHanko's own signer
parses it at each signature. pyHanko takes a second to load: import this module where somebody signs, not before.
"""

import asyncio
import datetime as dt
import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from sipdesk.domain.clock import LONDON
from sipdesk.domain.errors import BadInput, Refused
from sipdesk.domain.ink import Ink
from sipdesk.keys.identity import Identity, der
from sipdesk.notes import words
from sipdesk.notes.stamp import stamp

HASH = "sha256"
# Hexadecimal digits; a chain of three certificates takes half of it.
_ROOM = 16_384


@dataclass(frozen=True)
class Seal:
    """One signature to be given: in which field, by whom, for what, when."""

    field: str
    name: str
    statement: str
    ink: Ink
    at: dt.datetime
    """An aware instant; shown as London time."""
    first: bool = False
    """The partner's: it certifies the file, and lets nothing happen to it but the other signatures."""


class _KeptWriter(IncrementalPdfFileWriter):
    """Adds objects and touches nothing else; the same signature gives the same bytes."""

    output_version = (1, 7)

    def _update_meta(self) -> None:
        """The metadata stay those the file was built with."""

    @classmethod
    def _handle_id(cls, prev: Any) -> Any:
        first, _ = prev.trailer["/ID"]
        prev.stream.seek(0)
        other = hashlib.sha256(prev.stream.read()).digest()[:16]
        return generic.ArrayObject([first, generic.ByteStringObject(other)])


class _Signer(SimpleSigner):
    """Signs with a key that is parsed already."""

    def __init__(self, identity: Identity) -> None:
        above = SimpleCertificateStore()
        above.register_multiple([_asn1(one) for one in identity.chain])
        # A self-signed certificate goes in as the signer's own; roots of a chain are known where they are trusted.
        super().__init__(
            signing_cert=_asn1(identity.certificate),
            signing_key=asn1_keys.PrivateKeyInfo(),
            cert_registry=above,
            signature_mechanism=SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
            embed_roots=False,
        )
        self._key = identity.key

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """PKCS #1 v1.5, which every reader knows."""
        return self._key.sign(data, PKCS1v15(), hashes.SHA256())


def _asn1(certificate: Any) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(der(certificate))


def sign(pdf: bytes, seal: Seal, identity: Identity) -> bytes:
    """The file with one more signature. `Refused` for an empty ink or a field that is signed or not there."""
    seal.ink.refuse_empty(seal.name)
    try:
        reader = PdfFileReader(BytesIO(pdf))
    except Exception as error:  # pyHanko lets many kinds through for a file that is none
        raise BadInput("This file cannot be signed: it is no PDF, or it is damaged. Nothing was changed.") from error
    writer = _KeptWriter.from_reader(reader)
    field = _free(writer, seal.field)
    _show(writer, field, seal)
    return _written(writer, seal, identity)


def _free(writer: IncrementalPdfFileWriter, name: str) -> Any:
    """The field of that name, unsigned."""
    fields = writer.root["/AcroForm"]["/Fields"] if "/AcroForm" in writer.root else []
    for held in fields:
        field = held.get_object()
        if field["/T"] == name:
            if "/V" in field:
                raise Refused("This note is signed there already. A correction is a new note.")
            return field
    raise Refused(f"This file has no room for the signature “{name}”. Nothing was changed.")


def _show(writer: IncrementalPdfFileWriter, field: Any, seal: Seal) -> None:
    left, low, right, high = (float(value) for value in field["/Rect"])
    local = seal.at.astimezone(LONDON)
    when = f"{words.long_date(local.date())} at {local:%H:%M}"
    page = stamp(seal.ink, f"{seal.statement} · {when}", right - left, high - low)
    face = writer.import_page_as_xobject(PdfFileReader(BytesIO(page)))
    field["/AP"] = generic.DictionaryObject({generic.pdf_name("/N"): face})
    writer.update_container(field)


def _written(writer: IncrementalPdfFileWriter, seal: Seal, identity: Identity) -> bytes:
    told = SignatureObject(
        timestamp=seal.at.astimezone(LONDON),
        subfilter=SigSeedSubFilter.PADES,
        name=seal.name,
        reason=seal.statement,
        bytes_reserved=_ROOM,
    )
    lock = SigMDPSetup(md_algorithm=HASH, certify=True, docmdp_perms=MDPPerm.FILL_FORMS) if seal.first else None
    steps = PdfCMSEmbedder().write_cms(field_name=seal.field, writer=writer, existing_fields_only=True)
    next(steps)
    steps.send(SigObjSetup(sig_placeholder=told, mdp_setup=lock))
    output = BytesIO()
    prepared, _ = steps.send(SigIOSetup(md_algorithm=HASH, output=output))
    made = asyncio.run(_Signer(identity).async_sign(prepared.document_digest, HASH, use_pades=True))
    steps.send(made)
    return output.getvalue()
