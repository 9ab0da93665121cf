"""Suspensions and permanent exclusions: counts typed, rates computed, comparators labelled.

A rate is 100 × episodes in the school year ÷ pupils of the same group on roll at the January census
(DfE method; suspensions count episodes, so a rate may exceed 100). Half-up to two decimals.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal

from sipdesk.domain.base import Line, Model, Prose
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.school import Phase

Mark = Literal["c", "z", "x"]
"""Why there is no number: c suppressed, z not applicable, x not available (DfE symbols). Blank is None; zero is 0."""

Count = int | Mark | None
Figure = Decimal | Mark | None

SPOKEN_MARKS: dict[str, str] = {"c": "suppressed", "z": "not applicable", "x": "not available"}


class Measure(StrEnum):
    """The two things counted; the words of today with the old ones beside them."""

    PEX = "pex"
    SUSPENSION = "suspension"

    @property
    def spoken(self) -> str:
        """How a table names it."""
        return "Permanent exclusions (PEX)" if self is Measure.PEX else "Suspensions (fixed-term exclusions)"

    @property
    def short(self) -> str:
        """Without the old word."""
        return self.spoken.partition(" (")[0]


class Counts(Model):
    """One group of pupils in one period: episodes and the pupils they are counted against. Never names."""

    pex: Count = None
    suspension: Count = None
    roll: Count = None

    def of(self, measure: Measure) -> Count:
        """The count of one measure."""
        return self.pex if measure is Measure.PEX else self.suspension


class Comparator(Model):
    """Published figures beside the school's. Nothing is shown without its phase, area, year and source."""

    area: Line = ""
    phase: Phase | None = None
    year: AcademicYear | None = None
    source: Line = ""
    population: Line = ""
    """Whose pupils they are, in the publication's words."""
    published: date | None = None
    to_date: bool = False
    """Of a part of the year only."""
    values: dict[str, Figure] = {}
    """By row id of the question."""
    rolls: dict[str, Count] = {}
    """The pupils behind the figures, by group, where the publication tells them."""

    @property
    def labelled(self) -> bool:
        """True when it says what it is."""
        return bool(self.area and self.phase and self.phase is not Phase.UNKNOWN and self.year and self.source)

    def fits(self, phase: Phase) -> bool:
        """True when it may stand beside a school of this phase: only figures of the same phase may, and of a school
        whose phase is not known nobody can say which those are. The statistics count all-through schools as secondary."""
        counted = {phase, Phase.SECONDARY} if phase is Phase.ALL_THROUGH else {phase}
        return self.labelled and self.phase in counted


class ExclusionsAnswer(Model):
    """What is typed into the table: counts by period and group, comparators by column."""

    periods: dict[str, dict[str, Counts]] = {}
    added: list[str] = []
    """Groups added to those of the form."""
    comparators: dict[str, Comparator] = {}
    comment: Prose = ""


def rate(count: Count, roll: Count) -> Figure:
    """Per 100 pupils, two decimals half-up; None while either is blank, the mark where one is marked."""
    for value in (count, roll):
        if isinstance(value, str):
            return value
    if count is None or roll is None or isinstance(count, str) or isinstance(roll, str):
        return None
    if roll == 0:
        return "x"
    return (Decimal(count) * 100 / Decimal(roll)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def shown(value: Count | Figure) -> str:
    """A figure as printed: blank stays blank, zero is 0, a mark is its symbol."""
    return "" if value is None else str(value)
