"""Published figures on suspensions and permanent exclusions, and what each of them is.

A figure never travels alone: area, phase, year, group, population and source go with it. A cell of a published table is a
number, blank, or one of five marks; zero is a number like any other.
"""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal

from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.days import spoken_day
from sipdesk.domain.school import Phase, Urn

Mark = Literal["c", "z", "x", "k", "u"]
"""Why there is no number, in the symbols of official statistics."""

Value = Decimal | Mark | None
"""A number, a mark, or None for a cell that was left blank."""

SPOKEN: dict[str, str] = {
    "c": "suppressed",
    "z": "not applicable",
    "x": "not available",
    "k": "low: rounds to nought, but is not nought",
    "u": "not reliable enough to give",
}


class PublicMeasure(StrEnum):
    """What is counted. `pex` and `suspension` are named as in `domain.exclusions.Measure`."""

    PEX = "pex"
    SUSPENSION = "suspension"
    ONE_PLUS = "one_plus"
    """Pupils suspended once or more: a share of pupils, not episodes."""


class Level(StrEnum):
    """How wide an area is, the widest first."""

    NATIONAL = "national"
    REGIONAL = "regional"
    LOCAL = "local"
    SCHOOL = "school"


class Area(Model):
    """Where a figure is from: England, a region, an authority, or one school."""

    level: Level
    code: str
    """`england`, a region's name in small letters, an authority's three digits, or a URN."""
    name: str


class Group(Model):
    """Pupils of a kind. `id` is the same through all spellings; `label` is what the file printed."""

    id: str
    label: str


class Source(Model):
    """A file that was imported."""

    id: str
    kind: Literal["gias", "links", "ofsted", "exclusions"]
    title: str
    published: dt.date | None = None
    """None where nobody knows; never guessed."""
    file: str
    sha256: str
    imported: dt.datetime
    rows: int = 0
    """Rows in the file."""
    kept: int = 0
    """Rows kept in this desk."""

    @property
    def spoken(self) -> str:
        """The source as a line under a figure."""
        if self.published:
            return f"{self.title}, published {spoken_day(self.published)}"
        return f"{self.title}, imported {spoken_day(self.imported.date())} (publication date not known)"


_COVID = (2019, 2020)
_CAUTION = "Schools were closed to most pupils for part of {year}; compare with care."
_COUNTED = {
    Phase.PRIMARY: "state-funded primary schools",
    Phase.SECONDARY: "state-funded secondary schools, all-through schools among them",
    Phase.SPECIAL: "special schools",
    Phase.ALTERNATIVE: "state-funded alternative provision",
}


class Published(Model):
    """One figure of a group in an area over a period, with everything a reader has to know of it."""

    area: Area
    phase: Phase
    phase_label: str = ""
    """As the file printed it."""
    year: AcademicYear
    term: Term | None = None
    """The one term that is counted; None for the whole school year."""
    group: Group
    measure: PublicMeasure
    count: Value = None
    roll: Value = None
    """Pupils of the group on roll at the January census."""
    rate: Value = None
    """Per 100 pupils, as published; see `figure`."""
    tokens: dict[str, str] = {}
    """What the file printed where there is a mark, by `count`, `roll`, `rate`."""
    source: Source
    gap: int = 0
    """School years from this figure to the one asked for."""

    @property
    def figure(self) -> Value:
        """The rate to show: as published, else worked out of count and roll. Two decimals, half up."""
        return computed(self.count, self.roll) if self.rate is None else rounded(self.rate)

    @property
    def has_counts(self) -> bool:
        """Whether the rate can be worked out from a count and a roll."""
        return isinstance(self.count, Decimal) and isinstance(self.roll, Decimal) and self.roll > 0

    @property
    def contradicts(self) -> bool:
        """Whether count and roll give another rate than the one printed, beyond the rounding of all three."""
        if not self.has_counts or not isinstance(self.rate, Decimal):
            return False
        count, roll = Decimal(str(self.count)), Decimal(str(self.roll))
        # Until 2016/17 counts were rounded to five; a count that is not so rounded says that none is.
        loose = Decimal("2.5") * (100 + self.rate) / roll if count % 5 == roll % 5 == 0 else Decimal(0)
        return abs(count * 100 / roll - self.rate) > Decimal("0.0055") + loose

    @property
    def to_date(self) -> bool:
        """True where only part of the school year is counted."""
        return self.term is not None

    @property
    def period(self) -> str:
        """`2023/24` or `2023/24, autumn term only`."""
        return f"{self.year.slashed}, {self.term} term only" if self.term else self.year.slashed

    @property
    def population(self) -> str:
        """Whom the figure speaks of and what it is per."""
        what = "pupils suspended once or more" if self.measure is PublicMeasure.ONE_PLUS else "episodes"
        where = _COUNTED.get(self.phase, f"{self.phase.value} schools")
        return f"{where}, {self.area.name}; {what} per 100 pupils on roll at the January census"

    @property
    def cautions(self) -> list[str]:
        """What has to be said beside the figure: other years, part of a year, the years of closed schools."""
        told = []
        if self.gap:
            told.append(f"{self.gap} school year{'s' if self.gap != 1 else ''} earlier than the year asked for.")
        if self.term:
            told.append(f"One term only ({self.term}): not to be set against a whole year.")
        if self.year.start in _COVID:
            told.append(_CAUTION.format(year=self.year.slashed))
        if self.contradicts:
            told.append("The count and the roll in the file do not give the rate that is printed there.")
        return told


class Link(Model):
    """A school that went before another, or came after it."""

    urn: Urn
    name: str
    kind: str
    """As the register has it."""
    on: dt.date | None = None
    shared: bool = False
    """Part of it only: it was merged with others or split, so not all of its history is this school's."""


def computed(count: Value, roll: Value) -> Value:
    """100 × episodes ÷ pupils, two decimals half up; the mark where one is marked; None while either is blank."""
    for value in (count, roll):
        if isinstance(value, str):
            return value
    if not isinstance(count, Decimal) or not isinstance(roll, Decimal):
        return None
    return rounded(count * 100 / roll) if roll else "x"


def rounded(value: Value) -> Value:
    """Two decimals, half up; marks and blanks stay."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP) if isinstance(value, Decimal) else value


def shown(value: Value) -> str:
    """A cell as printed: blank stays blank, zero is 0, a mark is its symbol."""
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else value
