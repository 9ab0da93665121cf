"""Facts that an inspection file states, each under its own framework. No grade is ever turned into another scale's."""

import datetime as dt

from sipdesk.domain.inspection import NOT_JUDGED, Inspected, Inspection, InspectionKind
from sipdesk.domain.placement import DatedFact

_SATISFACTORY_UNTIL = dt.date(2012, 9, 1)
"""Grade 3 was called satisfactory before that day; the files print today's word for both."""
_GRADES = {
    "Outstanding": "grade-1",
    "Good": "grade-2",
    "Requires improvement": "grade-3",
    "Inadequate": "grade-4",
    NOT_JUDGED: "no-overall-grade",
}
_CATEGORIES = {
    "Special measures": "special-measures",
    "Serious weaknesses": "serious-weaknesses",
    "Requires significant improvement": "significant-improvement",
}
_FULL = (InspectionKind.GRADED, InspectionKind.REPORT_CARD)


def inspection_facts(inspected: Inspected | None) -> list[DatedFact]:
    """What the school's own inspections say, the newest first. A predecessor's grades are not this school's facts.

    A graded inspection's facts end on the day before a report card; an ungraded one states none and ends none. Two of one
    day stand side by side: the file does not say which of them came last.
    """
    if inspected is None:
        return []
    full = [one for one in inspected.inspections if one.kind in _FULL and not one.predecessor]
    source = f"inspection file, {inspected.source.spoken}" if inspected.source else "inspection file"
    found: list[DatedFact] = []
    for place, one in enumerate(full):
        later = [other.on for other in full[:place] if other.on and other.on != one.on]
        ends = min(later) - dt.timedelta(days=1) if later else None
        category = one.category or (inspected.category if place == 0 else "")
        told = {"urn": inspected.urn, "since": one.on, "until": ends, "source": source[:500], "scale": one.kind.spoken}
        found += [DatedFact(fact=fact, **told) for fact in (_fact(one), _CATEGORIES.get(category, "")) if fact]
    return found


def _fact(one: Inspection) -> str:
    if one.kind is InspectionKind.REPORT_CARD:
        return "report-card"
    if one.overall == "Requires improvement" and one.on and one.on < _SATISFACTORY_UNTIL:
        return "satisfactory"
    return _GRADES.get(one.overall, "")
