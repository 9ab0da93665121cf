"""Facts out of an inspection file: each under its own framework, and no grade made of another's."""

import datetime as dt

from sipdesk.domain.inspection import Inspected, Inspection, InspectionKind
from sipdesk.domain.inspectionfacts import inspection_facts

CARD = Inspection(kind=InspectionKind.REPORT_CARD, on=dt.date(2025, 11, 25))
GRADED = Inspection(kind=InspectionKind.GRADED, on=dt.date(2022, 3, 1), overall="Requires improvement")


def _told(*inspections: Inspection, category: str = "") -> list[tuple[str, dt.date | None, dt.date | None, str]]:
    facts = inspection_facts(Inspected(urn="900101", inspections=list(inspections), category=category))
    return [(one.fact, one.since, one.until, one.scale) for one in facts]


def test_that_a_grade_stands_until_a_report_card_which_gives_none() -> None:
    assert _told(CARD, GRADED) == [
        ("report-card", dt.date(2025, 11, 25), None, "Report card"),
        ("grade-3", dt.date(2022, 3, 1), dt.date(2025, 11, 24), "Graded inspection"),
    ]


def test_that_an_ungraded_inspection_states_nothing_and_ends_nothing() -> None:
    ungraded = Inspection(kind=InspectionKind.UNGRADED, on=dt.date(2024, 1, 9), overall="School remains Good")
    good = GRADED.model_copy(update={"overall": "Good"})
    assert _told(ungraded, good) == [("grade-2", dt.date(2022, 3, 1), None, "Graded inspection")]


def test_that_no_overall_grade_is_a_fact_of_its_own() -> None:
    assert _told(GRADED.model_copy(update={"overall": "Not judged"}))[0][0] == "no-overall-grade"


def test_that_grade_three_before_september_2012_was_satisfactory() -> None:
    assert _told(GRADED.model_copy(update={"on": dt.date(2012, 8, 31)}))[0][0] == "satisfactory"
    assert _told(GRADED.model_copy(update={"on": dt.date(2012, 9, 1)}))[0][0] == "grade-3"


def test_that_a_category_of_concern_stands_beside_the_grade() -> None:
    inadequate = GRADED.model_copy(update={"overall": "Inadequate", "category": "Special measures"})
    assert [one[0] for one in _told(inadequate)] == ["grade-4", "special-measures"]
    assert [one[0] for one in _told(CARD, category="Requires significant improvement")] == [
        "report-card", "significant-improvement",
    ]  # fmt: skip


def test_that_the_grades_of_the_school_before_are_not_this_schools() -> None:
    assert _told(GRADED.model_copy(update={"predecessor": True, "urn_then": "100001"})) == []
    assert inspection_facts(None) == []


def test_that_two_inspections_of_one_day_stand_side_by_side_and_end_together() -> None:
    day = dt.date(2022, 3, 1)
    again = GRADED.model_copy(update={"overall": "Good"})
    assert _told(GRADED, again) == [
        ("grade-3", day, None, "Graded inspection"),
        ("grade-2", day, None, "Graded inspection"),
    ]
    assert [one[2] for one in _told(CARD, GRADED, again)] == [None, dt.date(2025, 11, 24), dt.date(2025, 11, 24)]
    undated = GRADED.model_copy(update={"on": None})
    assert [one[2] for one in _told(CARD, GRADED, undated)] == [None, dt.date(2025, 11, 24), dt.date(2022, 2, 28)]
