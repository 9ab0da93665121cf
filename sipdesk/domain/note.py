"""The note record: everything a note of visit prints, and nothing else. The PDF is made from it alone.

Version 1. A newer sipdesk reads every older version; fields are added, never given another meaning.
"""

import datetime as dt
import json
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, ValidationError

from sipdesk.domain import schema
from sipdesk.domain.answers import DocumentSeen, PersonMet
from sipdesk.domain.base import Line, Model, Prose
from sipdesk.domain.errors import BadInput
from sipdesk.domain.programme import Recipient
from sipdesk.domain.question import Question
from sipdesk.domain.visit import HeadResponse

RECORD_VERSION: Literal[1] = 1
SCHEMA: Literal["sipdesk.note-of-visit"] = "sipdesk.note-of-visit"
Rendition = Literal["full", "wider"]


class RecordAuthority(Model):
    """Whose programme the visit belongs to, in the words of the day."""

    id: str
    name: str
    service: str
    role: str
    role_short: str
    report: str
    programme: str
    edition: str
    form: str
    form_title: str
    form_sha256: str


class RecordSchool(Model):
    """The school as it was on the day."""

    urn: str
    name: str
    dfe_number: str = ""
    phase: str = ""
    governance: str = ""
    roll: int | None = None
    roll_date: dt.date | None = None
    head: str = ""
    chair: str = ""


class RecordVisit(Model):
    """The visit itself."""

    id: str
    kind: str
    title: str
    number: int | None = None
    of: int | None = None
    """How many visits the programme gives this school in the year."""
    year: str
    term: str = ""
    date: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None
    hours: Decimal | None = None
    preparation_hours: Decimal | None = None
    write_up_hours: Decimal | None = None
    purpose: Prose = ""
    last_visit: dt.date | None = None


class RecordItem(Model):
    """A question with its printed answer; `answer` has the shape domain/kinds.py gives for the kind."""

    question: Question
    answer: Any = None
    columns: dict[str, str] = {}
    """Labels of columns that depend on the visit (exclusions table: the school years)."""


class RecordSection(Model):
    """A section of the form that applies to the school."""

    id: str
    title: str
    items: list[RecordItem]


class Signatory(Model):
    """Room for one signature."""

    role: Line
    name: Line = ""
    statement: Line
    field: Line = ""
    """Name of the field in the PDF that takes the signature; empty where there is only room on paper."""
    signs: bool = False
    """Whether this field is signed before the file leaves the desk. A file that says so and is not, was altered."""
    unsigned: Line = ""
    """Where it is not signed: why, as printed. Silence is never agreement."""


class RecordCorrection(Model):
    """Something the head asked to be put right and the partner did not change. What was changed stands in the text."""

    line: Line = ""
    """In the draft the head read."""
    now: Prose = ""
    should: Prose = ""
    reason: Line = ""


class NoteRecord(Model):
    """The canonical record of one note of visit."""

    schema_name: Literal["sipdesk.note-of-visit"] = SCHEMA
    version: Literal[1] = RECORD_VERSION
    note: str
    """Id of this revision of the note; a correction has an id of its own."""
    revision: int = Field(ge=1)
    rendition: Rendition = "full"
    """The whole note, or the version for wider sharing: each holds only what its own pages show."""
    supersedes: str = ""
    """Id of the note this one replaces; empty for a first revision."""
    supersedes_revision: int | None = None
    supersedes_sha256: Line = ""
    """Of the whole file that is replaced."""
    supersedes_on: dt.date | None = None
    """The day the replaced note was issued, or signed where it never was."""
    why_replaced: Prose = ""
    status: Line
    """As printed on each page, such as `DRAFT`."""
    draft: bool
    """A draft also shows what nobody has written yet."""
    marking: Line
    rehearsal: bool = False
    language: Literal["en-GB"] = "en-GB"
    partner: Line
    authority: RecordAuthority
    school: RecordSchool
    visit: RecordVisit
    met: list[PersonMet] = []
    seen: list[DocumentSeen] = []
    summary: list[str] = []
    sections: list[RecordSection] = []
    response: HeadResponse | None = None
    earlier: list[HeadResponse] = []
    """Answers to drafts that were sent before the last one."""
    corrections_made: int = 0
    """How many of the head's corrections were worked into the text."""
    corrections: list[RecordCorrection] = []
    """Those that were not."""
    numbered: bool = False
    """The lines are numbered down the margin: a draft for the accuracy check."""
    reply_by: dt.date | None = None
    """Of such a draft: the day by which an answer is asked for."""
    recipients: list[Recipient] = []
    invitation: Prose = ""
    signatories: list[Signatory] = []
    remarks: list[str] = []
    """What a reader has to know about the note itself, such as an edition past its dates."""


def canonical(record: NoteRecord) -> bytes:
    """The record as canonical JSON: UTF-8, keys sorted, no spaces. Equal records give equal bytes."""
    return _written(record.model_dump(mode="json"))


def is_canonical(data: bytes) -> bool:
    """True for bytes that are written as `canonical` writes, whatever fields the record had in its day."""
    try:
        return _written(json.loads(data)) == data
    except (ValueError, RecursionError):
        return False


def _written(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def read_record(data: bytes) -> NoteRecord:
    """A record from its bytes: of this version or an older one, in which later fields are missing."""
    try:
        return NoteRecord.model_validate_json(data)
    except ValidationError as error:
        if any(fault["loc"] == ("version",) for fault in error.errors()):
            raise BadInput(
                "This record was written by a newer sipdesk. Nothing was changed; bring sipdesk up to date, then open it."
            ) from error
        raise BadInput("This is not the record of a note of visit, or it is damaged. Nothing was changed.") from error


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of this version of the record; it ships as resources/schema/note-record-1.json."""
    return schema.json_schema(NoteRecord)
