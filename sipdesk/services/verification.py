"""Checking a file that comes back, in steps: what reads the file and what judges it run anywhere, what asks the desk runs on
the desk's thread. Nothing of the file is kept.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sipdesk.domain.base import Model
from sipdesk.domain.errors import SipdeskError
from sipdesk.domain.note import NoteRecord
from sipdesk.domain.verdict import Finding, Verdict
from sipdesk.services.signing import Known, SigningService, check, read_file, record_in
from sipdesk.services.timestamps import TimestampService
from sipdesk.services.trust import Relied, told

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@dataclass(frozen=True)
class Opened:
    """A file that was read."""

    name: str
    pdf: bytes = field(repr=False)
    noted: str = ""
    """The SHA-256 that stood beside it; empty where none did."""
    record: dict[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Asked:
    """What the desk says to it."""

    trust: tuple["Certificate", ...]
    known: Known
    address: str
    """Of the time stamping service; empty where none was named."""


class Report(Model):
    """The verdict with what a person wants beside it."""

    name: str
    size: int
    verdict: Verdict
    facts: list[tuple[str, str]]
    """What the record inside says of itself; nothing where it cannot be read."""
    desk: str
    """What this desk knows of the file, in a sentence."""
    sealed: bool
    """The very file this desk gives out now."""
    stampable: bool
    """A time stamp can be added to it here and now."""
    certificates: list[Relied] = []
    """Those it was signed with, each once, the first signature's first."""


class VerificationService:
    """Runs on the desk's thread."""

    def __init__(self, signing: SigningService, stamps: TimestampService) -> None:
        self._signing = signing
        self._stamps = stamps

    def about(self, record: dict[str, Any] | None) -> Asked:
        """Whom the desk relies on, and what it knows of the note whose record was found."""
        return Asked(self._signing.trusted(), self._signing.known(record), self._stamps.address())


# -- outside the desk's thread ------------------------------------------------------------------------------------


def open_file(file: Path) -> Opened:
    """Read a file; `BadInput` says why it cannot be. Not for the desk's thread."""
    pdf, noted = read_file(file)
    return Opened(file.name, pdf, noted, _record(pdf))


def _record(pdf: bytes) -> dict[str, Any] | None:
    import json  # noqa: PLC0415 - with the rest of what is only needed here

    try:
        told = json.loads(record_in(pdf))
    except (SipdeskError, ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def judge(opened: Opened, asked: Asked) -> Report:
    """The report on a file. Not for the desk's thread: it takes a quarter of a second."""
    found = check(opened.pdf, asked.trust, asked.known, opened.noted)
    own = bool(asked.known.sha256) and found.sha256 == asked.known.sha256
    whole = found.verdict in {Finding.INTACT, Finding.SUPERSEDED} and not _wider(opened.record)
    return Report(
        name=opened.name, size=len(opened.pdf), verdict=found, facts=facts_of(found.record),
        desk=_desk_says(found, asked.known), sealed=own, stampable=own and whole and bool(asked.address),
        certificates=_certificates(opened.pdf),
    )  # fmt: skip


def _wider(record: dict[str, Any] | None) -> bool:
    """Another rendition than the note itself."""
    return record is not None and record.get("rendition", "full") != "full"


def _certificates(pdf: bytes) -> list[Relied]:
    from sipdesk.keys.identity import read_trust  # noqa: PLC0415 - nothing of signing is loaded before somebody asks
    from sipdesk.notes.seals import certificates  # noqa: PLC0415

    return [told(read_trust(pem.encode())[0]) for pem in certificates(pdf).values()]


def _desk_says(found: Verdict, known: Known) -> str:
    if found.verdict is Finding.NOT_A_NOTE:
        return ""
    if not known.sha256:
        return "This desk has sealed no such note."
    if found.sha256 == known.sha256:
        return "This is the very file that was sealed at this desk."
    if found.sha256 in known.before:
        return "This file was sealed at this desk; a time stamp was added to the note since."
    if found.verdict is Finding.ALTERED:
        return "This desk sealed another file for this note."
    return "This is the file that was sealed at this desk, with a time stamp added elsewhere."


def facts_of(told: dict[str, Any] | None) -> list[tuple[str, str]]:
    """What a record says of itself, in words; empty for one that cannot be read."""
    try:
        record = NoteRecord.model_validate(told) if told else None
    except ValidationError:
        return []
    if record is None:
        return []
    from sipdesk.notes.words import long_date  # noqa: PLC0415 - the window starts without the room of notes

    school, visit = record.school, record.visit
    replaced = " (replaces an earlier one)" if record.supersedes else ""
    pairs = (
        ("School", school.name),
        ("URN", school.urn),
        ("Visit", ", ".join(filter(None, (visit.title, visit.year.replace("-", "/"))))),
        ("Date", long_date(visit.date)),
        ("Written by", record.partner),
        ("Authority", record.authority.name),
        ("Revision", f"{record.revision}{replaced}"),
        ("Status", record.status),
    )
    return [(name, value) for name, value in pairs if value]
