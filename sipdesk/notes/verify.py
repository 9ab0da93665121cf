"""Is this file the note as it was signed? Stricter than a PDF reader, and than pyHanko by itself.

What is asked, in this order: can it be read at all; is it the very file the desk sealed (where the desk knows); is each
signature whole, written as we write it, and the file unchanged since; do its pages say what the record inside says; are
all signed who should be; is the certificate one we rely on; has a later revision taken its place. The first no is the
verdict.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader

from sipdesk.domain.allocation_names import same_person
from sipdesk.domain.errors import BadInput, SipdeskError
from sipdesk.domain.note import RECORD_VERSION, SCHEMA, NoteRecord, is_canonical, read_record
from sipdesk.domain.verdict import Finding, SignatureFound, TimestampFound, Verdict
from sipdesk.notes import sameness, seals
from sipdesk.notes.record import NAME
from sipdesk.notes.seals import Seen, Stamp

COPY = (
    "This PDF is a copy or another paper, such as a print to PDF or a scan. It may well say the same, but the note itself is "
    "the file that sipdesk signed; ask whoever sent this for that file."
)
NO_PDF = "This is no PDF that can be opened, and nothing in it looks like a note of visit."
LOCKED = "This PDF is locked with a password. A note of visit never is; ask whoever sent this for the file that sipdesk signed."
_END = re.compile(rb"%%EOF\n")


class _Found(SipdeskError):
    """A verdict that ends the search."""

    def __init__(self, verdict: Finding, why: str) -> None:
        self.verdict = verdict
        super().__init__(why)


def _altered(why: str) -> _Found:
    return _Found(Finding.ALTERED, why)


@dataclass
class _Search:
    """What is known of the file so far."""

    pdf: bytes
    trust: Sequence[x509.Certificate]
    data: bytes | None = None
    record: NoteRecord | None = None
    seen: Sequence[Seen] = ()
    stamps: Sequence[Stamp] = ()

    def run(self) -> None:
        """Ends with a verdict that is not `intact`, or returns."""
        reader = self.open()
        self.data = self.record_in(reader)
        self.seen = seals.look(reader, self.pdf, self.trust)
        self.stamps = seals.stamps(reader, self.pdf, self.trust)
        if not self.seen and b"/FT/Sig/T(partner)" not in self.pdf and _another_s(self.data):
            raise _Found(Finding.NOT_A_NOTE, COPY)
        self._whole(reader)
        if not is_canonical(self.data):
            raise _altered("The record inside is not written as sipdesk writes it, so it was changed.")
        self.record = self._readable(self.data)
        told = sameness.difference(reader, self.pdf, self.record, self.data)
        if told:
            raise _altered(told)
        self._signed_as_said(self.record)

    def open(self) -> PdfFileReader:
        """The file, or a verdict."""
        try:
            reader = PdfFileReader(BytesIO(self.pdf))
            locked = reader.encrypted and not _looks_like_ours(self.pdf)
            if not locked:
                str(reader.root["/Type"])
        except Exception as error:
            if not _looks_like_ours(self.pdf):
                raise _Found(Finding.NOT_A_NOTE, COPY if self.pdf.startswith(b"%PDF-") else NO_PDF) from error
            raise _altered(
                "This was a note of visit, but the file is damaged or cut short and cannot be read."
            ) from error
        if locked:
            raise _Found(Finding.NOT_A_NOTE, LOCKED)
        return reader

    def record_in(self, reader: PdfFileReader) -> bytes:
        """The record's bytes, or a verdict."""
        try:
            specs = [held.get_object() for held in reader.root["/AF"]] if "/AF" in reader.root else []
            ours = [spec for spec in specs if spec["/UF"] == NAME]
            if len(ours) == 1:
                return bytes(ours[0]["/EF"]["/F"].data)
        except Exception as error:
            raise _altered("The record inside the note is damaged.") from error
        if _looks_like_ours(self.pdf):
            raise _altered("The record that belongs inside this note was taken out.")
        raise _Found(Finding.NOT_A_NOTE, COPY)

    @staticmethod
    def _readable(data: bytes) -> NoteRecord:
        """The record; `BadInput` for one of a newer sipdesk, and a verdict for what is none."""
        try:
            return read_record(data)
        except BadInput as error:
            told = _told(data) or {}
            version = told.get("version")
            if told.get("schema_name") == SCHEMA and isinstance(version, int) and version > RECORD_VERSION:
                raise
            raise _altered("The record inside is not one that sipdesk writes, so it was changed.") from error

    def _whole(self, reader: PdfFileReader) -> None:
        broken = next((one.fault for one in self.seen if one.fault), "")
        try:
            broken = broken or seals.changed_since(reader, self.pdf, self.seen)
        except Exception as error:
            raise _altered("The file is damaged, so its signatures say nothing.") from error
        if broken:
            raise _altered(broken)

    def _signed_as_said(self, record: NoteRecord) -> None:
        fields = {one.field: one for one in record.signatories if one.field}
        signed = {one.field for one in self.seen}
        if not signed:
            raise _Found(Finding.UNSIGNED, "This note of visit is not signed. It may be a draft or a copy for reading.")
        if signed - set(fields):
            raise _altered("The file holds a signature in a place that the note does not have.")
        for name, one in fields.items():
            if one.signs and name not in signed:
                raise _altered(f"The signature of {one.name or one.role} was taken out of the file.")
        other = next((one for one in self.seen if not one.trusted), None)
        stranger = next((one for one in self.seen if not _named(record, one.certificate)), None)
        if other:
            raise _Found(
                Finding.UNTRUSTED,
                f"The signatures are whole, but nobody you rely on vouches for the certificate of {other.certificate}. "
                "Compare its fingerprint with the person, or ask for their trust file.",
            )
        if stranger:
            raise _Found(
                Finding.UNTRUSTED,
                f"The signatures are whole, but made with the certificate of {stranger.certificate}, whom the note does not "
                "name. Ask the person in whose name it is signed.",
            )


def _named(record: NoteRecord, certificate: str) -> bool:
    """Whether the note names the person of a certificate, however each writes the name: what somebody else signed, whom one
    relies on as well, is not this person's word. The head signs on the partner's machine, so any signatory will do."""
    names = [one.name for one in record.signatories if one.field and one.name]
    return not names or any(name.startswith(certificate) or same_person(name, certificate) for name in names)


def record_of(pdf: bytes) -> bytes:
    """The record inside a note, as it lies there; nothing else is asked of the file."""
    search = _Search(pdf, ())
    return search.record_in(search.open())


def _another_s(data: bytes) -> bool:
    """Whether what is called as our record is called is something else: other programs put records into PDFs too."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return False  # damaged; whose it was cannot be told
    return not isinstance(told, dict) or told.get("schema_name") != SCHEMA


def _looks_like_ours(pdf: bytes) -> bool:
    return NAME.encode() in pdf or (b"/FT/Sig/T(partner)" in pdf)


def verify(
    pdf: bytes,
    trust: Sequence[x509.Certificate] = (),
    *,
    expected_sha256: str | Sequence[str] = (),
    superseded_by: str = "",
) -> Verdict:
    """The verdict on a file. `expected_sha256`: of the whole file, from the desk that sealed it or a note beside it, any of
    them; only time stamps may lie behind that. `superseded_by`: what took its place, in words, where the desk knows.
    `BadInput` for a record of a newer sipdesk."""
    wanted = [expected_sha256] if isinstance(expected_sha256, str) else expected_sha256
    sha256 = hashlib.sha256(pdf).hexdigest()
    search = _Search(pdf, trust)
    finding, why = Finding.INTACT, ""
    try:
        told = any(wanted) and _looks_like_ours(pdf)
        sealed = _sealed_to(pdf, set(wanted)) if told else len(pdf)
        if told and not sealed:
            raise _altered("This is not the very file that was sealed: its SHA-256 is another.")
        search.run()
        if any(one.end > sealed for one in search.seen):
            raise _altered("A signature was added to the file after it was sealed.")
    except _Found as found:
        finding, why = found.verdict, found.sentence
    if finding is Finding.INTACT:
        if superseded_by:
            finding, why = Finding.SUPERSEDED, f"The note is whole and signed, but it was replaced by {superseded_by}."
        else:
            why = _intact(search)
    return Verdict(
        verdict=finding, why=why, signatures=_signatures(search), record=_told(search.data), sha256=sha256,
        timestamps=[TimestampFound(**vars(one)) for one in search.stamps],
    )  # fmt: skip


def _sealed_to(pdf: bytes, wanted: set[str]) -> int:
    """How far it is the file of one of these hashes, byte for byte; 0 where it is none of them."""
    seen, start = hashlib.sha256(), 0
    for end in (*(found.end() for found in _END.finditer(pdf)), len(pdf)):
        seen.update(memoryview(pdf)[start:end])
        start = end
        if seen.hexdigest() in wanted:
            return end
    return 0


def _intact(search: _Search) -> str:
    signed = {one.field for one in search.seen}
    who = " and ".join(one.name for one in search.seen)
    why = f"Signed by {who}, and unchanged since."
    for one in search.record.signatories if search.record else ():
        if one.field and one.field not in signed:
            told = one.unsigned.removeprefix("Not signed").lstrip(":. ").rstrip(". ")
            why += f" {one.name or one.role} has not signed{f': “{told}”' if told else ''}."
    return why


def _signatures(search: _Search) -> list[SignatureFound]:
    roles = {one.field: one.role for one in search.record.signatories} if search.record else {}
    return [
        SignatureFound(
            field=one.field, name=one.name, role=roles.get(one.field, ""), statement=one.statement, at=one.at,
            certificate=one.certificate, fingerprint=one.fingerprint, trusted=one.trusted and not one.fault,
        )
        for one in search.seen
    ]  # fmt: skip


def _told(data: bytes | None) -> dict[str, Any] | None:
    try:
        told = json.loads(data) if data else None
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None
