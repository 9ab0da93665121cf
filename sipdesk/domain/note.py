"""The note record: everything a note of visit prints, and nothing else. The PDF is made from it alone.

Version 1. A newer sipdesk reads every older version; fields are added, never given another meaning.
"""

import datetime as dt
import json
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from sipdesk.domain.answers import DocumentSeen, PersonMet
from sipdesk.domain.base import Line, Model, Prose
from sipdesk.domain.programme import Recipient
from sipdesk.domain.question import Question
from sipdesk.domain.visit import HeadResponse

RECORD_VERSION: Literal[1] = 1


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


class NoteRecord(Model):
    """The canonical record of one note of visit."""

    schema_name: Literal["sipdesk.note-of-visit"] = "sipdesk.note-of-visit"
    version: Literal[1] = RECORD_VERSION
    note: str
    """Id of the note, the same through its revisions."""
    revision: int = Field(ge=1)
    supersedes: str = ""
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
    recipients: list[Recipient] = []
    invitation: Prose = ""
    signatories: list[Signatory] = []
    remarks: list[str] = []
    """What a reader has to know about the note itself, such as an edition past its dates."""


def canonical(record: NoteRecord) -> bytes:
    """The record as canonical JSON: UTF-8, keys sorted, no spaces. Equal records give equal bytes."""
    return json.dumps(
        record.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ).encode()


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of this version of the record."""
    return NoteRecord.model_json_schema()
