"""What is told of time: lines by date, sums by kind, and the statement for a term or a year, for one school or the caseload."""

import datetime as dt
from decimal import Decimal

from sipdesk.domain.base import Model
from sipdesk.domain.entitled import TimeStanding
from sipdesk.domain.hours import TimeEntry


class TimeLine(Model):
    """A piece of time as a list shows it: entered by hand, or read from the header of a visit."""

    key: str
    entry: TimeEntry | None = None
    """None where a visit's header has it."""
    visit: str = ""
    on: dt.date
    undated: bool = False
    """The visit has no date yet: it counts for its term."""
    kind: str
    """In words."""
    amount: Decimal | None
    """None for a visit without start and end."""
    unit: str
    mine: bool
    who: str = ""
    """The colleague's role."""
    what: str = ""
    """The visit, or the words of the entry."""
    booked: bool = False


class KindSum(Model):
    """One kind of time in a period. Units are never added together; each has its own sum."""

    kind: str
    mine: dict[str, Decimal]
    """By unit."""
    everybody: dict[str, Decimal]
    booked: dict[str, Decimal] = {}


class SchoolTime(Model):
    """One school's part of a statement."""

    school: str
    """Empty of its name where its programme keeps the caseload confidential: “School 3”."""
    urn: str = ""
    standings: list[TimeStanding] = []
    kinds: list[KindSum] = []
    remarks: list[str] = []


class Statement(Model):
    """Time given in a term or a year. Holds no category and nothing of a register."""

    period: str
    """`autumn 2025-26`, or `2025-26`."""
    first: dt.date
    last: dt.date
    one: bool
    """Of one school."""
    nameless: bool
    """No file that leaves the desk may name a school of it."""
    partner: str
    role: str
    authority: str
    marking: str
    rehearsal: bool
    made: dt.date
    schools: list[SchoolTime] = []
