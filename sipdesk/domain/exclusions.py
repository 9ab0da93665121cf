"""Tables of figures about pupils: counts typed, rates computed, comparators labelled. Suspensions and permanent exclusions;
attendance.py has the answers of the other such table.

A rate is 100 × episodes in the school year ÷ pupils of the same group on roll at the January census
(DfE method; suspensions count episodes, so a rate may exceed 100). Half-up to two decimals.
"""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Literal, Protocol

from sipdesk.domain.base import Line, Model, Prose
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.school import Phase

Mark = Literal["c", "z", "x"]
"""Why there is no number: c suppressed, z not applicable, x not available (DfE symbols). Blank is None; zero is 0."""

Count = int | Mark | None
Figure = Decimal | Mark | None

SPOKEN_MARKS: dict[str, str] = {"c": "suppressed", "z": "not applicable", "x": "not available"}


class Measure(StrEnum):
    """What a table tells of a group; the words of today with the old ones beside them."""

    PEX = "pex"
    SUSPENSION = "suspension"
    PERSISTENT = "persistent"
    ABSENCE = "absence"

    @property
    def spoken(self) -> str:
        """How a table names it."""
        return _SPOKEN[self]

    @property
    def counted(self) -> bool:
        """Whether its rate is worked out of a count and a roll. A school's system tells of sessions as a percentage."""
        return self is not Measure.ABSENCE

    @property
    def short(self) -> str:
        """Without the old word."""
        return self.spoken.partition(" (")[0]


_SPOKEN = {
    Measure.PEX: "Permanent exclusions (PEX)",
    Measure.SUSPENSION: "Suspensions (fixed-term exclusions)",
    Measure.PERSISTENT: "Persistent absence (pupils who missed a tenth of sessions or more)",
    Measure.ABSENCE: "Overall absence (sessions missed)",
}


class Pupils(Protocol):
    """What is told of one group of pupils in one period."""

    @property
    def roll(self) -> Count:
        """How many there are."""

    def of(self, measure: Measure) -> Count | Figure:
        """The count of a measure, or its percentage where it is not counted; None for one the table has not."""


class Counts(Model):
    """One group of pupils in one period: episodes and the pupils they are counted against. Never names."""

    pex: Count = None
    suspension: Count = None
    roll: Count = None

    def of(self, measure: Measure) -> Count:
        """The count of one measure."""
        found: Count = getattr(self, measure.value, None)
        return found


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
        words = f"{self.area} {self.population} {self.source}"
        return self.labelled and self.phase in counted and not other_phase_named(words, phase)


_TOLD_APART = {Phase.PRIMARY: "primary", Phase.SECONDARY: "secondary"}


def other_phase_named(words: str, phase: Phase) -> str:
    """The phase that a label's own words name, where that is not the school's: a label can say one thing and mean
    another. Empty where they name none, or the school's too."""
    own = _TOLD_APART.get(phase)
    named = {each for each in _TOLD_APART.values() if re.search(rf"\b{each}\b", words, re.IGNORECASE)}
    return next(iter(named), "") if own and named and own not in named else ""


class TableAnswer(Model):
    """What is typed into a table of figures: what is told of each group by period, comparators by column."""

    periods: dict[str, dict[str, Any]] = {}
    added: list[str] = []
    """Groups added to those of the form."""
    comparators: dict[str, Comparator] = {}
    comment: Prose = ""

    def of(self, column: str, group: str) -> Pupils:
        """What is told of a group in a period; blank where nothing is."""
        found: Pupils = self.periods.get(column, {}).get(group) or Counts()
        return found


class ExclusionsAnswer(TableAnswer):
    """Suspensions and permanent exclusions."""

    periods: dict[str, dict[str, Counts]] = {}


def rate(count: Count | Figure, roll: Count) -> Figure:
    """Per 100 pupils, two decimals half-up; None while either is blank, the mark where one is marked."""
    for value in (count, roll):
        if isinstance(value, str):
            return value
    if count is None or roll is None or isinstance(count, str) or isinstance(roll, str):
        return None
    if roll == 0:
        return "x"
    return (Decimal(count) * 100 / Decimal(roll)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def figure_of(told: Pupils, measure: Measure, shows: str) -> Count | Figure:
    """What stands in a row: the count, the rate worked out of it, or the percentage as it was typed."""
    value = told.of(measure)
    return rate(value, told.roll) if shows == "rate" and measure.counted else value


def shown(value: Count | Figure) -> str:
    """A figure as printed: blank stays blank, zero is 0, a mark is its symbol."""
    return "" if value is None else str(value)
