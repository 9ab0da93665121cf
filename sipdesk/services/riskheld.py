"""What a desk holds of a school that bears on the indicators of a register: counts and days, shown beside them.

Nothing is answered by it. A figure that is not there says nothing, and an indicator stays as a person left it.
"""

from collections.abc import Callable, Iterable, Mapping

from sipdesk.domain.comparison import findings
from sipdesk.domain.days import spoken_day
from sipdesk.domain.figures import TableOfVisit
from sipdesk.domain.placement import DatedFact
from sipdesk.domain.published import shown
from sipdesk.domain.rules import FACTS, Indicator, LooksAt
from sipdesk.services.published import PublishedService
from sipdesk.services.schoolyear import ActionLine, SchoolYearService
from sipdesk.store.desk import Desk

_LEADERS = ("no-substantive-head", "new-head")
_MEASURES = {"suspension": "Suspensions", "pex": "Permanent exclusions"}
_ALL = "all"
_LINES = 3
"""So many comparisons stand beside an indicator; the rest are on the school's own page."""


class RiskHeld:
    """Reads only. Runs on the desk's thread."""

    def __init__(self, desk: Desk, years: SchoolYearService, published: PublishedService) -> None:
        self._desk = desk
        self._years = years
        self._published = published
        self._ways: Mapping[LooksAt, Callable[[str], list[str]]] = {
            "exclusions": lambda urn: _figures(years.tables(urn, "exclusions_table")) or self._public(urn),
            "attendance": lambda urn: _figures(years.tables(urn, "attendance_table")),
            "actions": self._actions,
        }

    def of(self, indicators: Iterable[Indicator], urn: str, facts: Iterable[DatedFact]) -> dict[str, list[str]]:
        """What is held for each indicator that something is held for, by its id."""
        asked = [one for one in indicators if one.looks_at]
        known = {what: self._ways[what](urn) for one in asked for what in one.looks_at if what in self._ways}
        known["leadership"] = self._leaders(facts)
        found = {one.id: [line for what in one.looks_at for line in known[what]] for one in asked}
        return {name: lines for name, lines in found.items() if lines}

    def _public(self, urn: str) -> list[str]:
        """What is published of the school itself, beside its authority, region and England of the same year and phase."""
        phase = self._published.phase_of(urn)
        told = []
        for measure, called in _MEASURES.items() if phase else ():
            for own in self._published.own(urn, measure=measure)[:1]:
                others = self._published.comparators(
                    urn, measure=measure, group=_ALL, phase=own.phase, year=own.year
                )  # fmt: skip
                same = [
                    f"{one.area.name} {shown(one.figure)}" for one in others if not one.gap and one.figure is not None
                ]
                told.append(f"{called} published for {own.year.slashed}, per 100 pupils: {'; '.join([f'{shown(own.figure)} here', *same])}.")  # fmt: skip
        return told

    def _actions(self, urn: str) -> list[str]:
        today = self._desk.clock.today()
        late = [line for line in self._years.actions(urn).lines if line.open and line.due and line.due < today]
        if not late:
            return []
        oldest = min(late, key=lambda line: line.due or today)
        many = "1 action is" if len(late) == 1 else f"{len(late)} actions are"
        return [f"{many} past its day; due on {_due(oldest)}." if len(late) == 1 else f"{many} past their day; the oldest was due on {_due(oldest)}."]  # fmt: skip

    def _leaders(self, facts: Iterable[DatedFact]) -> list[str]:
        today = self._desk.clock.today()
        held = [one for one in facts if one.fact in _LEADERS and one.holds(today)]
        return [f"{FACTS[one.fact]}{f', since {spoken_day(one.since)}' if one.since else ''}." for one in held]


def _due(line: ActionLine) -> str:
    rolled = {0: "", 1: ", carried over once", 2: ", carried over twice"}.get(
        line.rolled, f", carried over {line.rolled} times"
    )
    return f"{spoken_day(line.due) if line.due else ''}{rolled}"


def _figures(tables: list[TableOfVisit]) -> list[str]:
    """What the newest table that can be compared says; a year to date is held against nothing."""
    for table in reversed(tables):
        told = findings(table.question, table.answer, table.year, table.phase).lines
        if told:
            day = f"Figures of {spoken_day(table.on)}. " if table.on else ""
            return [f"{day}{told[0]}", *told[1:_LINES]]
    return []
