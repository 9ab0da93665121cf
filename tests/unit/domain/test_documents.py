"""The five source documents as cases: what is known of a school, which categories and registers follow, and for how long.

Each names its file and line, and holds only if the rule that answers names that very line as its source.
"""

from datetime import date
from typing import NamedTuple

from sipdesk.domain.category import History, Known, Placing, matches, on_register, stays, way
from tests.unit.domain.documents import PROGRAMMES, table
from tests.unit.forms.editions import by_id, lines

# -- facts, and all the categories that they speak for ---------------------------------------------------------------


class Fits(NamedTuple):
    """Facts (or a number of aspects, or `left:` a category) and the category whose rule stands on that line."""

    seed: str
    line: int
    known: str | int
    category: str
    automatic: bool = False


FITS = [
    Fits("HK", 33, "good-capacity", "core"), Fits("HK", 34, 1, "focused"), Fits("HK", 34, 2, "focused"),
    Fits("HK", 35, "grade-3", "enhanced", automatic=True), Fits("HK", 35, "at-risk-of-ri", "enhanced", automatic=True),
    Fits("HK", 36, "grade-3", "intensive-a"), Fits("HK", 36, "marked-decline", "intensive-a"),
    Fits("HK", 36, "too-little-capacity", "intensive-a"), Fits("HK", 36, "serious-weaknesses", "intensive-b"),
    Fits("HK", 36, "special-measures", "intensive-b"), Fits("HK", 36, "good-in-danger", "intensive-b"),
    Fits("H20", 61, 0, "self-improving"), Fits("H20", 62, 1, "targeted"), Fits("H20", 62, 2, "targeted"),
    Fits("H20", 63, 3, "intensive"), Fits("H20", 63, 8, "intensive"),
    Fits("H15", 156, "progress-to-good", "ri-a"), Fits("H15", 414, "progress-to-good", "ri-a"),
    Fits("H15", 157, "progress-not-enough", "ri-b"), Fits("H15", 415, "progress-not-enough", "ri-b"),
    Fits("H15", 421, "good-at-risk", "gobar"), Fits("H15", 152, "special-measures", "inadequate", automatic=True),
    Fits("H15", 408, "grade-4", "inadequate", automatic=True), Fits("H15", 427, "serious-weaknesses", "inadequate", automatic=True),
    Fits("HV", 192, "grade-2", "cat-1"), Fits("HV", 193, "grade-1", "cat-1"), Fits("HV", 127, "no-concerns", "cat-1"),
    Fits("HV", 129, "satisfactory", "cat-2"), Fits("HV", 133, "left:cat-3a", "cat-2"), Fits("HV", 134, "wants-support", "cat-2"),
    Fits("HV", 135, "joining", "cat-2"), Fits("HV", 136, "no-substantive-head", "cat-2"), Fits("HV", 137, "new-head", "cat-2"),
    Fits("HV", 138, "difficulty-now", "cat-2"), Fits("HV", 140, "satisfactory", "cat-3a"), Fits("HV", 146, "weak-standards", "cat-3a"),
    Fits("HV", 147, "weak-leadership", "cat-3a"), Fits("HV", 148, "weak-teaching", "cat-3a"), Fits("HV", 149, "weak-behaviour", "cat-3a"),
    Fits("HV", 150, "weak-well-being", "cat-3a"), Fits("HV", 151, "weak-home-school", "cat-3a"), Fits("HV", 152, "weak-budget", "cat-3a"),
    Fits("HV", 154, "left:cat-3b", "cat-3a"), Fits("HV", 158, "notice-to-improve", "cat-3b", automatic=True),
    Fits("HV", 159, "special-measures", "cat-3b", automatic=True), Fits("HV", 160, "below-floor", "cat-3b", automatic=True),
    Fits("HV", 76, "below-floor", "cat-3b", automatic=True), Fits("HV", 168, "warning-standards", "cat-3c"),
    Fits("HV", 169, "warning-breakdown", "cat-3c"), Fits("HV", 170, "warning-safety", "cat-3c"),
]  # fmt: skip


def known(told: str | int) -> Known:
    """A fact, a number of aspects, or a category just left."""
    if isinstance(told, int):
        return Known(aspects=told)
    return Known(left=told.removeprefix("left:")) if told.startswith("left:") else Known(facts=[told])


@table(FITS)
def test_that_a_fact_speaks_for_a_category_by_the_rule_of_its_line(case):
    found = [one for one in matches(PROGRAMMES[case.seed], known(case.known)) if one.category == case.category]
    assert [(one.automatic, case.line in lines(one.source)) for one in found] == [(case.automatic, True)]
    assert all(one.says and one.because for one in found)


ALL = [
    ("HK", 36, "grade-3", ["enhanced", "intensive-a"]), ("HV", 129, "satisfactory", ["cat-2", "cat-3a"]),
    ("HV", 154, "left:cat-3b", ["cat-2", "cat-3a"]), ("HV", 133, "left:cat-3c", ["cat-2"]),
    ("HV", 129, "grade-3", []), ("HK", 34, 0, []), ("HK", 34, 3, []), ("H15", 152, "report-card", []),
    ("H15", 152, "significant-improvement", []), ("HK", 35, "satisfactory", []), ("HK", 35, "no-overall-grade", []),
    ("HV", 158, "significant-improvement", []), ("H20", 63, "grade-3", []),
]  # fmt: skip


@table(ALL)
def test_that_all_that_fits_is_shown_and_no_scale_is_read_as_another(case):
    seed, _, told, categories = case
    assert [one.category for one in matches(PROGRAMMES[seed], known(told))] == categories


# -- the register ----------------------------------------------------------------------------------------------------

REGISTER = [
    ("H15", 152, "grade-3", [True]), ("H15", 408, "grade-4", [True]), ("H15", 408, "special-measures", [True]),
    ("H15", 152, "progress-to-good", [True]), ("H15", 152, "progress-not-enough", [True]), ("H15", 159, "good-at-risk", [False]),
    ("H15", 150, "report-card", []), ("H15", 150, "grade-2", []), ("HK", 117, "grade-3", []), ("HV", 154, "satisfactory", []),
]  # fmt: skip


@table(REGISTER)
def test_that_the_register_takes_in_by_itself_only_whom_its_line_names(case):
    seed, line, fact, automatic = case
    found = on_register(PROGRAMMES[seed], Known(facts=[fact]))
    assert [one.automatic for one in found] == automatic
    assert all(line in lines(one.source) for one in found)


@table([("H15", line, indicator) for line, indicator in enumerate(
    ["results-fall", "vulnerable-outcomes", "gaps", "uneven-results", "like-schools", "attendance-exclusion", "looked-after",
     "finance", "leadership-turbulence", "slow-response", "safeguarding"], 388)])  # fmt: skip
def test_that_each_indicator_stands_on_its_line(case):
    _, line, indicator = case
    found = by_id(PROGRAMMES["H15"].risk_register.indicators)[indicator]
    assert lines(found.source) == {line}
    assert found.safeguarding is (line == 398)


@table(
    [
        ("H15", 152, "academy", "responsible body"),
        ("H15", 406, "maintained", "link"),
        ("H15", 434, "officers", "needs to know"),
    ]
)
def test_that_who_hears_of_the_register_follows_the_kind_of_school(case):
    _, line, told, words = case
    found = by_id(PROGRAMMES["H15"].risk_register.told)[told]
    assert words in found.label
    assert line in lines(found.source)


# -- how long --------------------------------------------------------------------------------------------------------


def placed(seed: str, *placings: tuple[str, date]) -> History:
    """A history of categories."""
    history = History()
    for category, on in placings:
        history = history.placed(
            Placing(category=category, on=on, decided_by="Adviser", why="As agreed"), PROGRAMMES[seed]
        )
    return history


STAYS = [
    *[("HK", 119, [(one, date(2025, 10, 6))], "at most", date(2027, 10, 6)) for one in ("focused", "enhanced", "intensive-a", "intensive-b")],
    ("HV", 154, [("cat-3b", date(2024, 3, 4)), ("cat-3a", date(2025, 3, 3))], "at least", date(2026, 3, 3)),
    ("HV", 133, [("cat-3a", date(2024, 3, 4)), ("cat-2", date(2025, 3, 3))], "at least", date(2026, 3, 3)),
    ("HV", 133, [("cat-3c", date(2024, 3, 4)), ("cat-2", date(2025, 3, 3))], "at least", date(2026, 3, 3)),
    ("HV", 137, [("cat-2", date(2025, 10, 6))], "at most", date(2026, 9, 1)),
]  # fmt: skip
HEAD_BEGAN = date(2025, 9, 1)


@table(STAYS)
def test_that_a_stay_runs_out_on_the_day_its_line_asks_for(case):
    seed, line, placings, bound, ends = case
    found = [one for one in stays(PROGRAMMES[seed], placed(seed, *placings), HEAD_BEGAN) if line in lines(one.source)]
    assert [(one.bound, one.ends) for one in found] == [(bound, ends)]


def test_that_core_and_first_arrivals_have_no_stay():
    assert stays(PROGRAMMES["HK"], placed("HK", ("core", date(2025, 9, 1)))) == []
    assert stays(PROGRAMMES["HV"], placed("HV", ("cat-3a", date(2025, 9, 1)))) == []


WAYS = [
    ("HV", 154, "cat-3b", "cat-1", ["cat-3a", "cat-2", "cat-1"], 2), ("HV", 133, "cat-3a", "cat-1", ["cat-2", "cat-1"], 1),
    ("HV", 133, "cat-3c", "cat-1", ["cat-2", "cat-1"], 1), ("HV", 154, "cat-3b", "cat-2", ["cat-3a", "cat-2"], 1),
    ("HV", 133, "cat-2", "cat-1", ["cat-1"], 0), ("HK", 119, "intensive-b", "core", ["core"], 0),
]  # fmt: skip


@table(WAYS)
def test_that_leaving_a_category_takes_as_long_as_the_stays_on_the_way(case):
    seed, line, leaving, goal, through, years = case
    stops = way(PROGRAMMES[seed], leaving, goal, date(2026, 3, 2))
    assert [one.category for one in stops] == through
    assert stops[-1].on == date(2026 + years, 3, 2)
    assert not years or line in {number for one in stops for number in lines(one.source)}
