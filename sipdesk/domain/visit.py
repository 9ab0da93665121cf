"""A visit (a contact with a date and, where the programme says so, a term slot) and the states it goes through."""

import datetime as dt
import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from sipdesk.domain.base import Line, Model, Prose
from sipdesk.domain.calendar import AcademicYear, TermSlot
from sipdesk.domain.errors import Refused


class State(StrEnum):
    """Where a visit stands, from the diary to the issued note."""

    PLANNED = "planned"
    WRITING = "writing"
    REVIEW = "review"
    WITH_HEAD = "with head"
    CHECKED = "checked"
    SIGNED = "signed"
    ISSUED = "issued"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"

    @property
    def open_for_writing(self) -> bool:
        """Answers may change."""
        return self in {State.PLANNED, State.WRITING, State.POSTPONED}


class Move(Model):
    """One allowed step. `needs` names what must come with it."""

    source: State
    target: State
    needs: tuple[Literal["complete", "by", "why", "response", "reviewed", "correction"], ...] = ()


# The one table of states. `reviewed`: only where the programme asks for a review it has to have happened.
# `correction`: only as a new revision of the note, which names the one it replaces; withdrawing one puts a visit back.
MOVES: tuple[Move, ...] = (
    Move(source=State.PLANNED, target=State.WRITING),
    Move(source=State.PLANNED, target=State.POSTPONED, needs=("by", "why")),
    Move(source=State.PLANNED, target=State.CANCELLED, needs=("by", "why")),
    Move(source=State.POSTPONED, target=State.PLANNED),
    Move(source=State.POSTPONED, target=State.WRITING),
    Move(source=State.POSTPONED, target=State.CANCELLED, needs=("by", "why")),
    Move(source=State.CANCELLED, target=State.PLANNED, needs=("why",)),
    Move(source=State.WRITING, target=State.POSTPONED, needs=("by", "why")),
    Move(source=State.WRITING, target=State.CANCELLED, needs=("by", "why")),
    Move(source=State.WRITING, target=State.REVIEW, needs=("complete",)),
    Move(source=State.WRITING, target=State.WITH_HEAD, needs=("complete", "reviewed")),
    Move(source=State.REVIEW, target=State.WRITING, needs=("why",)),
    Move(source=State.REVIEW, target=State.WITH_HEAD, needs=("complete",)),
    Move(source=State.WITH_HEAD, target=State.WRITING, needs=("why",)),
    Move(source=State.WITH_HEAD, target=State.CHECKED, needs=("response",)),
    Move(source=State.CHECKED, target=State.WITH_HEAD),
    Move(source=State.CHECKED, target=State.WRITING, needs=("why",)),
    Move(source=State.CHECKED, target=State.SIGNED),
    Move(source=State.SIGNED, target=State.ISSUED),
    Move(source=State.SIGNED, target=State.WRITING, needs=("why", "correction")),
    Move(source=State.ISSUED, target=State.WRITING, needs=("why", "correction")),
)


CALLED_OFF = (State.POSTPONED, State.CANCELLED)
"""Not open to a visit whose note is being corrected: it took place."""
_TOOK_PLACE = "This visit took place and its note is being corrected. Finish the correction or withdraw it."
NO_STEP = {
    State.WRITING: "A signed note never changes. Begin a correction: it is a new revision that says what it replaces.",
    **dict.fromkeys(CALLED_OFF, _TOOK_PLACE),
}
"""Why a move of the table is no step that can be taken by itself."""


def move_between(source: State, target: State) -> Move:
    """The step from one state to another, or a refusal that names the steps there are."""
    for move in MOVES:
        if move.source is source and move.target is target:
            return move
    open_to = [move.target.value for move in MOVES if move.source is source]
    onward = f"From here it can become: {', '.join(open_to)}." if open_to else "It stays as it is."
    raise Refused(f"A visit that is “{source}” cannot become “{target}”. {onward}")


class ResponseKind(StrEnum):
    """How the head answered the accuracy check. No reply is recorded as such; silence is never agreement."""

    ACCURATE = "accurate"
    CORRECTED = "corrected"
    NO_REPLY = "no reply"


class Source(StrEnum):
    """How the head's answer came."""

    FORM = "form"
    EMAIL = "email"
    CALL = "call"


class HeadResponse(Model):
    """The head's answer, kept word for word."""

    kind: ResponseKind
    on: dt.date
    """The day of the reply, or the day by which none had come."""
    comment: Prose = ""
    source: Source | None = None
    """None where no answer came, or where nobody noted how it did."""


Hours = Annotated[Decimal, Field(ge=0, le=200, max_digits=6, decimal_places=2)]
"""Hours spent, to the hundredth."""


class VisitHeader(Model):
    """What is known of a visit beside its answers: when, how long, who planned it."""

    date: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None
    preparation_hours: Hours | None = None
    write_up_hours: Hours | None = None
    head: Line = ""
    """The headteacher on the day."""
    chair: Line = ""
    roll: int | None = Field(default=None, ge=0, le=100_000, strict=True)
    """Pupils on roll on the day, where that differs from the register's census."""
    data_reviewed_on: dt.date | None = None

    @field_validator("date", "data_reviewed_on", mode="before")
    @classmethod
    def _a_day(cls, given: object) -> object:
        """A number is no date: 0 would become 1 January 1970."""
        if isinstance(given, int | float):
            raise ValueError("a date is written as 2025-10-07")  # noqa: TRY004  - pydantic turns it into a sentence
        return given

    @field_validator("start", "end", mode="before")
    @classmethod
    def _a_time(cls, given: object) -> object:
        """Local time as a clock shows it: neither a number nor an offset."""
        if isinstance(given, int | float) or (
            isinstance(given, str) and given and not re.fullmatch(r"[0-2]?\d:\d\d(:\d\d)?", given)
        ):
            raise ValueError("a time is written as 09:30")
        return given

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "VisitHeader":
        if self.start and self.end and self.end <= self.start:
            raise ValueError("the visit ends before it starts")
        return self

    @property
    def hours(self) -> Decimal | None:
        """Hours on site, to the quarter of an hour they are given in."""
        if self.start is None or self.end is None:
            return None
        minutes = (self.end.hour - self.start.hour) * 60 + self.end.minute - self.start.minute
        return Decimal(minutes) / 60


class FormPin(Model):
    """The form and the programme a visit was opened with, by hash. They never change under the visit."""

    authority: str
    edition: str
    form: str
    sha256: str
    programme_sha256: str


class Visit(Model):
    """One contact with one school."""

    id: str
    urn: str
    kind: str = "visit"
    """`visit` for those of the programme; else a contact kind such as `telephone`."""
    slot: str = ""
    year: AcademicYear
    term_slot: TermSlot | None = None
    number: int | None = None
    title: str
    state: State
    header: VisitHeader
    pin: FormPin
    response: HeadResponse | None = None
    opened: str = ""
    """The instant it was opened, kept as text in UTC."""
    reason: str = ""
    """Why it was postponed or cancelled, and by whom."""
