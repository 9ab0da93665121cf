"""The five source documents as cases: what comes round for a school, its time, its visits, who reads of it, what was lost.

Each names its file and line, and holds only if the rule that answers names that very line as its source.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from sipdesk.domain.agenda import assumed_times
from sipdesk.domain.cadence import cadences_of, clock
from sipdesk.domain.calendar import AcademicYear, Term
from sipdesk.domain.entitled import Occasion, Piece, Since, standings
from sipdesk.domain.placement import DatedFact
from sipdesk.domain.school import Governance, Phase
from sipdesk.domain.standing import borne
from tests.unit.domain import test_documents as categories
from tests.unit.domain.documents import FILES, MAINTAINED, PROGRAMMES, table
from tests.unit.forms.editions import by_id, lines, rhythm

# -- what comes round ------------------------------------------------------------------------------------------------


class Round(NamedTuple):
    """A rule for a school in a category, how often, and when it is due where it last took place on 3 October 2025."""

    seed: str
    line: int
    category: str
    rule: str
    how_often: tuple[int | str, int, str, str]
    due: date | None


HALF, SPRING = date(2025, 12, 19), date(2026, 4, 2)
ROUND = [
    *[Round("HK", 34 + (n > 0) + (n > 1), one, "action-group", (1, 1, "term", "exactly"), SPRING)
      for n, one in enumerate(("focused", "enhanced", "intensive-a", "intensive-b"))],
    Round("HK", 35, "enhanced", "review", (1, 1, "year", "exactly"), date(2027, 7, 31)),
    Round("HK", 36, "intensive-a", "review", (1, 1, "term", "exactly"), SPRING),
    Round("HK", 36, "intensive-b", "review", (1, 1, "term", "exactly"), SPRING),
    Round("HK", 117, "focused", "heat-map", (1, 1, "term", "exactly"), SPRING),
    Round("H15", 428, "gobar", "visit", (1, 1, "half-term", "at least"), HALF),
    Round("H15", 428, "ri-a", "meeting", (1, 1, "term", "exactly"), SPRING),
    Round("H15", 428, "ri-b", "task-group", (1, 1, "month", "exactly"), date(2025, 11, 30)),
    Round("H15", 428, "inadequate", "task-group", (1, 1, "month", "exactly"), date(2025, 11, 30)),
    Round("H15", 384, "ri-a", "risk-half-term", (1, 1, "half-term", "at least"), HALF),
    Round("H15", 108, "ri-a", "risk-term", (1, 1, "term", "exactly"), SPRING),
    Round("H15", 142, "gobar", "school-review", (1, 3, "year", "at least"), date(2028, 10, 3)),
    Round("HV", 83, "cat-1", "category-year", (1, 1, "year", "exactly"), date(2027, 7, 31)),
    Round("HV", 98, "cat-1", "category-leaders", (2, 1, "year", "exactly"), date(2026, 7, 31)),
    Round("HV", 83, "cat-1", "monitoring-group", (1, 1, "half-term", "exactly"), HALF),
    Round("HV", 98, "cat-3b", "scc-review", (1, 1, "term", "at least"), SPRING),
    Round("HV", 98, "cat-3b", "scc-chair", (1, 1, "term", "at least"), SPRING),
    Round("HV", 186, "cat-3c", "scc-meeting", (1, 1, "term", "at least"), SPRING),
    Round("HV", 218, "cat-3b", "scc-meeting", (1, 1, "term", "at least"), SPRING),
    Round("HV", 220, "cat-3b", "scc-evaluation", (1, 1, "year", "exactly"), date(2027, 7, 31)),
    Round("HV", 222, "cat-3c", "lead-member", (1, 1, "term", "exactly"), SPRING),
    Round("HV", 224, "cat-3c", "director", (1, 1, "term", "exactly"), SPRING),
    Round("HV", 121, "cat-1", "visit-good", (1, 1, "year", "exactly"), date(2027, 7, 31)),
    Round("HV", 121, "cat-3b", "visit-less", ("not stated", 1, "year", "exactly"), None),
]  # fmt: skip


@table(ROUND)
def test_that_what_comes_round_is_due_as_its_line_says(case):
    rules = by_id(cadences_of(PROGRAMMES[case.seed], case.category, MAINTAINED))
    rule = rules[case.rule]
    assert rhythm(rule) == case.how_often
    assert case.line in lines(rule.source)
    told = clock(rule, [date(2025, 10, 3)], date(2025, 11, 10))
    assert told.due == case.due, told.said


def test_that_a_good_school_at_risk_is_visited_more_often_than_one_that_requires_improvement_and_moves_on():
    """File 001_5de809d73bf99452.txt, line 428: the first column has each half-term, the second each term."""
    plan = PROGRAMMES["H15"]
    done, today = [date(2025, 9, 12)], date(2025, 11, 10)
    dues = {
        category: clock(by_id(plan.category(category).cadences)[rule], done, today).due
        for category, rule in (("gobar", "visit"), ("ri-a", "meeting"))
    }
    assert dues["gobar"] < dues["ri-a"]


ABSENT = [
    ("HK", 117, "core", "heat-map", MAINTAINED), ("HV", 98, "cat-1", "scc-chair", MAINTAINED), ("HV", 98, "cat-3a", "scc-chair", MAINTAINED),
    ("H15", 142, "ri-a", "school-review", (Phase.PRIMARY, Governance.ACADEMY)),
    ("H15", 142, "ri-a", "school-review", (Phase.SECONDARY, Governance.FREE)),
]  # fmt: skip


@table(ABSENT)
def test_that_a_rule_is_silent_where_its_line_names_others(case):
    seed, line, category, rule, sort = case
    assert rule not in by_id(cadences_of(PROGRAMMES[seed], category, sort))
    everywhere = [*PROGRAMMES[seed].cadences, *(one for each in PROGRAMMES[seed].categories for one in each.cadences)]
    assert line in lines(by_id(everywhere)[rule].source)


def test_that_the_flag_alone_brings_a_3a_school_the_talks_with_its_chair():
    """File 003_8f4cf63da8229906.txt, lines 98 and 154."""
    assert {"scc-chair", "scc-review"} <= set(
        by_id(cadences_of(PROGRAMMES["HV"], "cat-3a", MAINTAINED, ["causing-concern"]))
    )


CONCERN = [
    ("HV", 162, "cat-3b", True),
    ("HV", 172, "cat-3c", True),
    ("HV", 154, "cat-3a", False),
    ("HV", 154, "cat-2", False),
]


@table(CONCERN)
def test_that_concern_is_a_flag_of_its_own(case):
    seed, line, category, comes = case
    (flag,) = borne(PROGRAMMES[seed], category, [], date(2025, 11, 10))
    assert flag.borne is comes
    assert flag.may_be_set is (category == "cat-3a")
    assert line in lines(flag.source)
    noted = [DatedFact(urn="900101", fact="causing-concern", since=date(2025, 10, 1), source="typed")]
    assert borne(PROGRAMMES[seed], category, noted, date(2025, 11, 10))[0].borne


# -- time ------------------------------------------------------------------------------------------------------------


class Time(NamedTuple):
    """A category, one of its entitlements, hours or days of others given in October, and what is left and over then."""

    seed: str
    line: int
    category: str
    gives: str
    said: str
    given: str
    left: str | None
    over: str


TIMES = [
    Time("HK", 34, "focused", "officer_time", "14 hours a year", "6", "8", "0"),
    Time("HK", 34, "focused", "officer_time", "14 hours a year", "16", "0", "2"),
    Time("HK", 35, "enhanced", "officer_time", "14 hours a term", "6", "8", "0"),
    Time("HK", 35, "enhanced", "officer_time", "14 hours a term", "16", "0", "2"),
    Time("HK", 36, "intensive-a", "officer_time", "at least 14 hours a term", "6", "8", "0"),
    Time("HK", 36, "intensive-b", "officer_time", "at least 14 hours a term", "20", "0", "0"),
    Time("HK", 34, "focused", "funding", "not stated", "0", None, "0"),
    Time("HV", 178, "cat-1", "core", "½ day a year", "0", "0.5", "0"), Time("HV", 180, "cat-2", "core", "1½ days a year", "0", "1.5", "0"),
    Time("HV", 182, "cat-3a", "core", "3 days a year", "0", "3", "0"), Time("HV", 184, "cat-3b", "core", "6 days a year", "0", "6", "0"),
    Time("HV", 189, "cat-3b", "core", "6 days a year", "0", "6", "0"), Time("HV", 189, "cat-3b", "subject", "to be agreed", "2", None, "0"),
    Time("HV", 190, "cat-3a", "subject", "to be agreed", "2", None, "0"), Time("HV", 191, "cat-2", "subject", "to be agreed", "0", None, "0"),
    Time("HV", 192, "cat-1", "subject", "not stated", "0", None, "0"), Time("HV", 193, "cat-1", "subject-outstanding", "none", "0", None, "0"),
    Time("HV", 174, "cat-3c", "core", "not stated", "3", None, "0"), Time("HV", 196, "cat-3c", "subject", "not stated", "0", None, "0"),
    Time("H20", 61, "self-improving", "support", "none", "0", None, "0"), Time("H20", 62, "targeted", "support", "not stated", "0", None, "0"),
    Time("H20", 63, "intensive", "support", "not stated", "0", None, "0"), Time("HK", 33, "core", "visits", "3 visits a year", "0", "3", "0"),
    Time("HK", 34, "focused", "action_group", "1 meeting a term", "0", "1", "0"), Time("HK", 35, "enhanced", "review", "1 review a year", "0", "1", "0"),
    Time("HK", 36, "intensive-a", "review", "1 review a term", "0", "1", "0"),
]  # fmt: skip
YEAR = [assumed_times(AcademicYear(start=2025), term) for term in Term]
NOW = Occasion(on=date(2025, 11, 10), today=date(2025, 11, 10), times=YEAR)


@table(TIMES)
def test_that_time_is_counted_in_the_unit_and_period_of_its_line(case):
    programme = PROGRAMMES[case.seed]
    rule = by_id(programme.category(case.category).entitlements)[case.gives]
    unit = "days" if rule.unit == "days" else "hours"
    pieces = [
        Piece(on=date(2025, 10, 7), kind=kind, amount=Decimal(case.given), unit=unit, mine=False) for kind in rule.draws
    ]
    found = by_id(
        standings(programme, [Since(case.category, date(2025, 9, 1))], pieces if Decimal(case.given) else [], NOW)
    )[case.gives]
    assert found.given == case.said
    assert found.left == (None if case.left is None else Decimal(case.left))
    assert (found.over, found.mine) == (Decimal(case.over), 0)
    assert case.line in lines(rule.source)


def test_that_14_hours_a_year_and_14_hours_a_term_part_in_the_spring():
    """File 004_7c5013c03428b256.txt, lines 34 and 35: the year is spent, the new term is not."""
    spring = Occasion(on=date(2026, 2, 10), today=date(2026, 2, 10), times=YEAR)
    autumn = [Piece(on=date(2025, 10, 7), kind="officer", amount=Decimal(14), mine=False)]
    left = {
        category: by_id(standings(PROGRAMMES["HK"], [Since(category, date(2025, 9, 1))], autumn, spring))[
            "officer_time"
        ].left
        for category in ("focused", "enhanced")
    }
    assert left == {"focused": 0, "enhanced": 14}


def test_that_half_day_visits_never_draw_on_additional_hours():
    """File 004_7c5013c03428b256.txt, lines 34-36: the hours are additional, and a half day has no length in hours."""
    visits = [Piece(on=date(2025, 10, 7), kind="visit", amount=Decimal(3), days=Decimal("0.5"))]
    found = by_id(standings(PROGRAMMES["HK"], [Since("focused", date(2025, 9, 1))], visits, NOW))
    assert (found["officer_time"].left, found["visits"].left) == (14, 2)
    assert PROGRAMMES["HK"].half_day_hours == "not stated"


# -- visits ----------------------------------------------------------------------------------------------------------

VISITS = [
    ("HK", 38, Governance.MAINTAINED, False, 3), ("HK", 95, Governance.ACADEMY, False, 2), ("HK", 95, Governance.FREE, False, 2),
    ("HK", 95, Governance.COLLEGE, False, 2), ("HK", 97, Governance.ACADEMY, True, 3), ("HK", 97, Governance.COLLEGE, True, 3),
    ("HK", 91, Governance.INDEPENDENT, False, "not stated"), ("HK", 97, Governance.INDEPENDENT, True, 3),
    ("H15", 428, Governance.MAINTAINED, False, 3), ("H15", 152, Governance.ACADEMY, False, "not stated"),
    ("H15", 193, Governance.FREE, False, "not stated"), ("HV", 121, Governance.MAINTAINED, False, 1),
    ("HV", 194, Governance.ACADEMY, False, "not stated"), ("HV", 195, Governance.FREE, False, "not stated"),
    ("HV", 196, Governance.INDEPENDENT, False, "not stated"), ("HE", 46, Governance.MAINTAINED, False, "not stated"),
    ("HE", 47, Governance.ACADEMY, False, "not stated"), ("H20", 65, Governance.MAINTAINED, False, "not stated"),
]  # fmt: skip


@table(VISITS)
def test_that_a_kind_of_school_has_the_visits_its_line_gives_and_no_number_where_there_is_none(case):
    seed, _, governance, brokered, count = case
    found = PROGRAMMES[seed].visits_for(Phase.PRIMARY, governance, brokered=brokered)
    assert (found if isinstance(found, str) else len(found)) == count


# -- who reads a note ------------------------------------------------------------------------------------------------

HEAD, CHAIR, SERVICE = "Headteacher", "Chair of governors", "Head of Learning and Achievement"
READERS = [
    ("H15", 436, "gobar", "visit", [], [HEAD]), ("H15", 438, "inadequate", "task-group", [], [HEAD]), ("H15", 438, "ri-b", "telephone", [], [HEAD]),
    ("HV", 186, "cat-3b", "alert", [], [HEAD, CHAIR]), ("HV", 186, "cat-3c", "support", [], [HEAD, CHAIR]), ("HV", 186, "cat-3a", "alert", [], [HEAD]),
    ("HV", 186, "cat-3a", "alert", ["causing-concern"], [HEAD, CHAIR]), ("HV", 186, "cat-1", "alert", [], [HEAD]),
    ("HV", 220, "cat-3b", "progress-review", [], [HEAD, CHAIR, SERVICE]), ("HV", 220, "cat-3c", "monitoring-board", [], [HEAD, CHAIR, SERVICE]),
    ("HV", 220, "cat-2", "progress-review", [], [HEAD]),
]  # fmt: skip


@table(READERS)
def test_that_a_note_goes_to_those_its_line_names_and_to_nobody_else(case):
    seed, line, category, kind, flags, roles = case
    programme = PROGRAMMES[seed]
    assert [one.role for one in programme.recipients_for(category, kind, flags)] == roles
    assert line in {number for rule in programme.recipients for number in lines(rule.source)}


@pytest.mark.parametrize("seed", ["HK", "HE", "H20"])
def test_that_where_a_document_names_no_reader_the_head_is_the_first_and_no_governor_is_among_them(seed):
    roles = [one.role for one in PROGRAMMES[seed].recipients_for("", PROGRAMMES[seed].visits[0].id)]
    assert roles[0] == HEAD
    assert CHAIR not in roles


# -- how a school is placed, and what was lost -----------------------------------------------------------------------

STEPS = [
    ("HK", 105, "supported", "risk"), ("HK", 107, "supported", "meeting"), ("HK", 109, "supported", "category"),
    ("HK", 111, "supported", "adviser"), ("HK", 113, "supported", "group"), ("HK", 115, "supported", "reviews"),
    ("HK", 117, "supported", "heat-map"), ("HK", 119, "supported", "exit"), ("HV", 202, "category-3", "talk"),
    ("HV", 204, "category-3", "concerns"), ("HV", 205, "category-3", "meeting"), ("HV", 207, "category-3", "agreed"),
    ("HV", 211, "category-3b-3c", "plan"), ("HV", 212, "category-3b-3c", "letter"), ("H15", 384, "at-risk", "decision"),
    ("H15", 406, "at-risk", "data"), ("H15", 195, "at-risk", "taper"),
]  # fmt: skip


@table(STEPS)
def test_that_a_step_stands_on_its_line(case):
    seed, line, designation, step = case
    found = by_id(PROGRAMMES[seed].designations)[designation]
    assert line in lines(by_id(found.steps)[step].source)


LOST = [
    ("H20", 65, "benchmarks"), ("H15", 87, "strands-figure"), ("H15", 242, "escalation"), ("H15", 402, "after-risk"),
    ("HE", 58, "directory"), ("HE", 123, "concern"), ("HE", 124, "targets"), ("HV", 66, "three-strands"), ("HV", 164, "exit-3c"),
    ("HK", 117, "heat-map"), ("HK", 29, "survey"), ("HK", 85, "priorities"),
]  # fmt: skip


@table(LOST)
def test_that_what_a_document_lost_is_an_empty_slot(case):
    seed, line, gap = case
    found = by_id(PROGRAMMES[seed].gaps)[gap]
    assert found.held == []
    assert line in lines(found.source)


def test_that_there_are_enough_cases_and_each_names_a_file_and_a_line():
    tables = [categories.FITS, categories.ALL, categories.REGISTER, categories.STAYS, categories.WAYS]
    tables += [ROUND, ABSENT, CONCERN, TIMES, VISITS, READERS, STEPS, LOST]
    assert sum(map(len, tables)) >= 120
    assert all(row[0] in FILES and row[1] > 0 for rows in tables for row in rows)
