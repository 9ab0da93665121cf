"""The signatures in a file: whole, written as we write them, and nothing changed behind them. Needs pyHanko.

pyHanko alone takes a file as unchanged whose signature was written in another way (upper and lower case, padding, bits
that nobody signs), or which has junk or other metadata behind it; here all of that counts.
"""

import asyncio
import datetime as dt
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DSSCompareRule,
    GenericFieldModificationRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.commons import compare_dicts
from pyhanko.sign.diff_analysis.form_rules_api import FormUpdatingRule
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from sipdesk.keys.identity import common_name, der, pem
from sipdesk.keys.words import fingerprint

for _name in ("pyhanko", "pyhanko_certvalidator"):
    # What it finds odd in a file may quote the file; our verdict says what a person needs.
    logging.getLogger(_name).setLevel(logging.CRITICAL)

_LATER = ModificationLevel.LTA_UPDATES
POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        XrefStreamRule().as_qualified(_LATER),
        ObjectStreamRule().as_qualified(_LATER),
        DSSCompareRule().as_qualified(_LATER),
    ],
    form_rule=FormUpdatingRule([SigFieldCreationRule(), SigFieldModificationRule(), GenericFieldModificationRule()]),
)
"""pyHanko's own, without leave to change title, author and metadata."""
_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
_HEX = re.compile(rb"<((?:[0-9A-F]{2})+)>")
_DAMAGED = "A signature in the file is damaged."


@dataclass(frozen=True)
class Seen:
    """One signature as it was found."""

    field: str
    name: str = ""
    statement: str = ""
    at: dt.datetime | None = None
    certificate: str = ""
    fingerprint: str = ""
    trusted: bool = False
    fault: str = ""
    """What is wrong with it; empty where it is whole."""
    revision: int = 0
    to_the_end: bool = False
    """It covers the whole file."""
    end: int = 0
    """How far it reaches, in bytes."""


def look(reader: PdfFileReader, pdf: bytes, trust: Sequence[x509.Certificate]) -> list[Seen]:
    """The signatures of people in the file, in the order they were given (time stamps are not among them)."""
    try:
        found = list(reader.embedded_regular_signatures)
    except Exception:  # noqa: BLE001 - a damaged file fails in any way it likes
        return [Seen(field="", fault=_DAMAGED)]
    return [_one(signature, pdf, trust, first=number == 0) for number, signature in enumerate(found)]


def certificates(pdf: bytes) -> dict[str, str]:
    """The certificates that people signed a file with, as PEM by fingerprint; none for a file that cannot be read."""
    try:
        reader = PdfFileReader(BytesIO(pdf))
        found = [x509.load_der_x509_certificate(one.signer_cert.dump()) for one in reader.embedded_regular_signatures]
    except Exception:  # noqa: BLE001 - see `look`
        return {}
    return {fingerprint(der(one)): pem(one) for one in found}


def _one(signature: EmbeddedPdfSignature, pdf: bytes, trust: Sequence[x509.Certificate], *, first: bool) -> Seen:
    try:
        told = signature.sig_object
        made = signature.self_reported_timestamp
        certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
        fault, trusted, to_the_end = _judged(signature, pdf, [_asn1(one) for one in trust], made)
        if first and signature.docmdp_level is not MDPPerm.FILL_FORMS:
            fault = fault or "The first signature does not seal the file as sipdesk does."
        return Seen(
            field=str(signature.field_name),
            name=str(told["/Name"]) if "/Name" in told else common_name(certificate),
            statement=str(told["/Reason"]) if "/Reason" in told else "",
            at=made,
            certificate=common_name(certificate),
            fingerprint=fingerprint(der(certificate)),
            trusted=trusted,
            fault=fault,
            revision=signature.signed_revision,
            to_the_end=to_the_end,
            end=sum(int(value) for value in list(signature.byte_range)[2:]),
        )
    except Exception:  # noqa: BLE001
        return Seen(field="", fault=_DAMAGED)


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(der(certificate))


def _judged(
    signature: EmbeddedPdfSignature, pdf: bytes, roots: list[asn1_x509.Certificate], made: dt.datetime | None
) -> tuple[str, bool, bool]:
    """What is wrong (if anything), whether its certificate is relied on, whether it covers the whole file."""
    # As of the day it claims: a certificate that ended since still vouches for what was signed before.
    context = ValidationContext(trust_roots=roots, moment=made, allow_fetching=False)
    status = asyncio.run(
        async_validate_pdf_signature(signature, context, skip_diff=True, key_usage_settings=_USAGE)
    )  # fmt: skip
    to_the_end = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    fault = ""
    if not (status.intact and status.valid):
        fault = "The file was changed after it was signed."
    elif status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        fault = "A signature leaves parts of the file open."
    elif not _as_we_write(signature, pdf):
        fault = "A signature is written in another way than it was made."
    return fault, bool(status.trusted), to_the_end


def _as_we_write(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """The bytes of the signature are the only ones that say this: capital hexadecimal digits, zeros behind, DER, and
    nothing in it but what has to be."""
    _, before, behind, _ = (int(value) for value in signature.byte_range)
    written = _HEX.fullmatch(pdf[before:behind])
    if written is None:
        return False
    data = bytes.fromhex(written[1].decode())
    held: Any = cms.ContentInfo.load(data)
    told = _again(held["content"]).dump()
    return data[: len(told)] == told and not data[len(told) :].strip(b"\0") and _all_needed(signature)


def _again(given: Any) -> cms.ContentInfo:
    """The same statement put together anew from its parts."""
    info = given["signer_infos"][0]
    certificates = [asn1_x509.Certificate.load(one.chosen.dump(force=True)) for one in given["certificates"]]
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier.load(info["sid"].dump(force=True)),
            "digest_algorithm": {"algorithm": "sha256"},
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signed_attrs": cms.CMSAttributes.load(info["signed_attrs"].untag().dump(force=True)),
            "signature": info["signature"].native,
        }
    )
    return cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v1",
                    "digest_algorithms": [{"algorithm": "sha256"}],
                    "encap_content_info": {"content_type": "data"},
                    "certificates": certificates,
                    "signer_infos": [signer],
                }
            ),
        }
    )


def _all_needed(signature: EmbeddedPdfSignature) -> bool:
    """Each certificate that comes along vouches for the one before."""
    last = x509.load_der_x509_certificate(signature.signer_cert.dump())
    others = [x509.load_der_x509_certificate(one.dump()) for one in signature.other_embedded_certs]
    while others:
        above = next((one for one in others if one.subject == last.issuer), None)
        if above is None:
            return False
        last.verify_directly_issued_by(above)
        others.remove(above)
        last = above
    return True


@dataclass(frozen=True)
class Stamp:
    """A time stamp behind the signatures."""

    at: dt.datetime
    """By the service's clock."""
    service: str
    fingerprint: str
    trusted: bool


def stamps(reader: PdfFileReader, pdf: bytes, trust: Sequence[x509.Certificate]) -> list[Stamp]:
    """The time stamps that are whole, in the order they were given."""
    try:
        found = list(reader.embedded_timestamp_signatures)
        return [_stamp(one, trust) for one in found if _stamp_whole(one, pdf)]
    except Exception:  # noqa: BLE001 - see `look`
        return []


def _stamp(stamp: EmbeddedPdfSignature, trust: Sequence[x509.Certificate]) -> Stamp:
    told: Any = stamp.signed_data["encap_content_info"]["content"]
    at: dt.datetime = told.parsed["gen_time"].native
    context = ValidationContext(trust_roots=[_asn1(one) for one in trust], moment=at, allow_fetching=False)
    status = asyncio.run(async_validate_pdf_timestamp(stamp, context, skip_diff=True))
    certificate = x509.load_der_x509_certificate(stamp.signer_cert.dump())
    return Stamp(at, common_name(certificate), fingerprint(der(certificate)), bool(status.trusted))


def changed_since(reader: PdfFileReader, pdf: bytes, seen: Sequence[Seen]) -> str:
    """What happened to the file beside its being signed; empty for nothing. Later time stamps, and what is needed to
    check them, may follow the last signature."""
    latest = len(seen)
    if [one.revision for one in seen] != list(range(1, latest + 1)):
        return "The file was changed between two signatures."
    if not all(_only_signed(reader, one) for one in seen):
        return "Something beside the signature was added to the file or replaced in it."
    return "" if latest and seen[-1].to_the_end else _after(reader, pdf, latest)


def _only_signed(reader: PdfFileReader, seen: Seen) -> bool:
    """Whether the update that brought a signature filled its field and did nothing else: of the objects there were before
    only the field, the form and (for the seal of the file) the catalogue are written anew, each with what a signature needs."""
    old: Any = reader.get_historical_resolver(seen.revision - 1)
    new: Any = reader.get_historical_resolver(seen.revision)
    fields = [held.reference for held in old.root["/AcroForm"]["/Fields"]]
    mine = [ref for ref in fields if old(ref)["/T"] == seen.field]
    if len(mine) != 1 or len(fields) != len({old(ref)["/T"] for ref in fields}):
        return False
    form = new.root.get_value_as_reference("/AcroForm")
    allowed = {
        _key(new.root_ref): frozenset({"/Perms"}),
        _key(form): frozenset({"/SigFlags"}),
        _key(mine[0]): frozenset({"/V", "/AP"}),
    }
    if new.refs_freed_in_revision() or _held(old) != _held(new) or not _sealed_once(old, new):
        return False
    before = int(old.trailer_view["/Size"])
    for ref in new.explicit_refs_in_revision():
        if ref.idnum < before and (
            _key(ref) not in allowed or not compare_dicts(old(ref), new(ref), allowed[_key(ref)], raise_exc=False)
        ):
            return False
    return set(new(mine[0])["/AP"]) == {"/N"}


def _key(ref: Any) -> tuple[int, int]:
    return int(ref.idnum), int(ref.generation)


def _held(resolver: Any) -> list[Any]:
    """What the end of the file names: it must go on naming the same."""
    return [_key(resolver.trailer_view.raw_get(name)) for name in ("/Root", "/Info")]


def _sealed_once(old: Any, new: Any) -> bool:
    """The first signature seals the file, with the seal it should have; a later one leaves that as it is."""
    before, after = ({**one.root["/Perms"]} if "/Perms" in one.root else {} for one in (old, new))
    return before == after if before else set(after) <= {"/DocMDP"}


def _after(reader: PdfFileReader, pdf: bytes, latest: int) -> str:
    """What follows the last signature, where something does."""
    if not _ends_at_its_end(reader, pdf):
        return "Something was added behind the end of the file."
    if reader.total_revisions == latest + 1:
        return ""
    after = POLICY.review_file(reader, latest, doc_mdp=MDPPerm.NO_CHANGES)
    if not latest or not isinstance(after, DiffResult) or after.modification_level > _LATER:
        return "Something was added to the file after it was signed."
    stamps = list(reader.embedded_timestamp_signatures)
    if not all(_stamp_whole(one, pdf) for one in stamps):
        return "A time stamp is damaged."
    proven = {one.signed_revision for one in stamps}
    later = range(latest + 1, reader.total_revisions)
    return "" if all(_proof_alone(reader, one, proven) for one in later) else "Something lies behind the signatures."


def _proof_alone(reader: PdfFileReader, number: int, stamps: set[int]) -> bool:
    """Whether an update brought a time stamp or what is needed to check one, and no object that nothing leads to."""
    new: Any = reader.get_historical_resolver(number)
    if number not in stamps and "/DSS" not in new.root:
        return False
    written = list(new.explicit_refs_in_revision())
    older = [ref for ref in written if reader.xrefs.get_introducing_revision(ref) < number]
    index = reader.xrefs.get_xref_container_info(number).stream_ref
    known = {_key(ref) for ref in (*older, index) if ref}
    known |= {_key(ref) for one in older for ref in new.collect_dependencies(new(one), since_revision=number)}
    return all(_key(ref) in known for ref in written)


def _ends_at_its_end(reader: PdfFileReader, pdf: bytes) -> bool:
    at = reader.xrefs.get_startxref_for_revision(reader.total_revisions - 1)
    return bool(re.search(rb"startxref\s+%d\s+%%%%EOF\r?\n?\Z" % at, pdf[-64:]))


def _stamp_whole(stamp: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """The stamp is whole and speaks of the file before it. Whether its clock is to be relied on is another question."""
    status = asyncio.run(async_validate_pdf_timestamp(stamp, ValidationContext(trust_roots=[]), skip_diff=True))
    _, before, behind, _ = (int(value) for value in stamp.byte_range)
    written = _HEX.fullmatch(pdf[before:behind])
    covers = status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
    if written is None or not (status.intact and status.valid and covers):
        return False
    data = bytes.fromhex(written[1].decode())
    told: bytes = cms.ContentInfo.load(data).dump(force=True)
    return data[: len(told)] == told and not data[len(told) :].strip(b"\0")
