"""The record inside: named, described, whole, and the one whose hash stands on the pages."""

import hashlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from sipdesk.domain.errors import BadInput
from sipdesk.domain.note import is_canonical, read_record
from sipdesk.notes.checking.content import under
from sipdesk.notes.checking.fault import Found, Rule
from sipdesk.notes.record import NAME, short_hash

Said = Iterator[tuple[str, str]]

_RELATIONS = {
    "/Source",
    "/Data",
    "/Alternative",
    "/Supplement",
    "/EncryptedPayload",
    "/FormData",
    "/Schema",
    "/Unspecified",
}


def files(found: Found) -> Said:
    """Each file inside is associated, described and dated."""
    linked = [spec.objgen for spec in found.pdf.Root.get("/AF", [])]
    for spec in _specs(found.pdf):
        if spec.objgen not in linked:
            yield "associated", "a file inside is not associated with the document"
        if spec.get("/AFRelationship") not in _RELATIONS:
            yield "relation", "it is not said how a file inside relates to the document"
        if "/F" not in spec or "/UF" not in spec:
            yield "name", "a file inside has no name"
        kept = under(spec, "/EF", "/F")
        if kept is not None:
            yield from _kept(kept)


def _specs(pdf: pikepdf.Pdf) -> list[Any]:
    held = list(under(pdf.Root, "/Names", "/EmbeddedFiles", "/Names") or [])[1::2]
    known = {spec.objgen for spec in held}
    return held + [spec for spec in pdf.Root.get("/AF", []) if spec.objgen not in known]


def _kept(kept: Any) -> Said:
    told = kept.get("/Params", {})
    if "/Subtype" not in kept:
        yield "mime", "it is not said what kind of file lies inside"
    if "/ModDate" not in told:
        yield "dated", "a file inside has no date"
    data = kept.read_bytes()
    if bytes(told.get("/CheckSum", b"")) != hashlib.md5(data, usedforsecurity=False).digest():
        yield "altered", "a file inside is not the one that was put there"
    elif told.get("/Size") != len(data):
        yield "altered", "a file inside has another size than it says"


def record(found: Found) -> Said:
    """The record is there, is canonical, and is the one the pages name."""
    if not found.note:
        return
    ours = [spec for spec in found.pdf.Root.get("/AF", []) if str(spec.get("/UF", "")) == NAME]
    if len(ours) != 1:
        yield "record", f"{len(ours)} records are associated with the document"
        return
    if ours[0].get("/AFRelationship") != "/Data":
        yield "record-relation", "the record is not called the data of the document"
    data = ours[0].EF.F.read_bytes()
    if not is_canonical(data):
        yield "canonical", "the record is not as we write it"
    try:
        read_record(data)
    except BadInput as error:
        yield "canonical", str(error)
    mark = f"record {short_hash(data)}"
    for number, sheet in enumerate(found.sheets, 1):
        # The line at the foot wraps under a long name, and each of its lines is an artifact of its own.
        said = " ".join(" ".join(artifact.text for artifact in sheet.artifacts).split())
        if mark not in said:
            yield "hash", f"page {number} does not name the record inside"


RULES: list[Rule] = [files, record]
