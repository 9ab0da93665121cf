"""Published figures that may stand in a table of figures of a visit, ready to be put there with all their labels."""

from collections.abc import Sequence
from decimal import Decimal

from sipdesk.domain import comparison
from sipdesk.domain.base import Model
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.exclusions import Comparator, Count, Figure
from sipdesk.domain.published import Level, PublicMeasure, Published, Value
from sipdesk.domain.question import FiguresTable
from sipdesk.domain.school import Phase
from sipdesk.services.published import PublishedService
from sipdesk.services.visits import VisitService

_PUBLISHED = {measure.value for measure in PublicMeasure}
"""What the files tell that can be imported. Published figures of anything else are typed, with the same labels."""


class Offer(Model):
    """One area's figures of one year. `label` says which; `note` what has to be known before they are taken."""

    label: str
    level: Level
    comparator: Comparator
    note: str = ""


class OfferService:
    """Reads only. Runs on the desk's thread."""

    def __init__(self, visits: VisitService, published: PublishedService) -> None:
        self._visits = visits
        self._published = published

    def comparators(self, visit_id: str, question: FiguresTable, added: Sequence[str] = ()) -> list[Offer]:
        """What is published for the school's own phase, newest of each area up to each year the table asks for: its
        authority first, England last. Empty where nothing is imported or nobody knows the phase."""
        visit = self._visits.get(visit_id)
        phase = self._visits.school(visit.urn).phase
        if self._published.phase_of(visit.urn) is None:
            return []
        asked = question.with_added(added)
        years = sorted({column.year for column in question.columns if column.source == "comparator"}, reverse=True)
        found: dict[tuple[str, str, int], list[Published]] = {}
        for year in (visit.year.shifted(each) for each in years):
            for one in self._all(visit.urn, asked, phase, year):
                found.setdefault((one.area.level.value, one.area.code, one.year.start), []).append(one)
        return [_offer(asked, told, phase, visit.year) for told in found.values()]

    def _all(self, urn: str, asked: FiguresTable, phase: Phase, year: AcademicYear) -> list[Published]:
        return [
            one
            for group in asked.groups
            for measure in asked.measures
            if measure.value in _PUBLISHED
            for one in self._published.comparators(urn, measure=measure.value, group=group.id, phase=phase, year=year)
        ]


def _offer(asked: FiguresTable, told: list[Published], phase: Phase, year: AcademicYear) -> Offer:
    first = told[0]
    by_key = {(one.group.id, one.measure.value): one for one in told}
    values: dict[str, Figure] = {}
    for row in asked.rows:
        one = by_key.get((row.group, row.measure.value))
        figure = _figure(one.count if row.shows == "number" else one.figure) if one else None
        if figure is not None:
            values[row.id] = figure
    rolls = {one.group.id: roll for one in told if (roll := _roll(one.roll)) is not None}
    counted = Phase.SECONDARY if phase is Phase.ALL_THROUGH else phase
    made = Comparator(
        area=first.area.name,
        phase=counted,
        year=first.year,
        source=first.source.title,
        population=first.population,
        published=first.source.published,
        to_date=first.to_date,
        values=values,
        rolls=rolls,
    )
    old = comparison.gap(year, first.year)
    notes = [f"The year is {old}." if old else "", comparison.caution(first.year)]
    return Offer(
        label=comparison.label(made), level=first.area.level, comparator=made, note=" ".join(filter(None, notes))
    )


def _figure(value: Value) -> Figure:
    """A table of a note knows three marks; what is low or unreliable is not available there."""
    return "x" if value in {"k", "u"} else value  # type: ignore[return-value]


def _roll(value: Value) -> Count:
    return int(value) if isinstance(value, Decimal) else None
