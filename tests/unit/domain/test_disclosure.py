"""No figure that was taken out can be worked back. A solver that knows nothing of how they were chosen tries to."""

import datetime as dt
from itertools import pairwise

import pytest
import z3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.disclosure import FIELDS, Earlier, suppress
from sipdesk.domain.exclusions import Counts, ExclusionsAnswer, Measure, TableAnswer
from sipdesk.domain.figures import TableOfVisit
from sipdesk.domain.question import ExclusionsColumn, ExclusionsGroup, ExclusionsRow, ExclusionsTable

YEAR = AcademicYear(start=2025)
DAYS = [dt.date(2025, 10, 14), dt.date(2026, 3, 10), dt.date(2026, 6, 16)]
GROUPS = [
    ExclusionsGroup(id="all", label="all pupils"),
    ExclusionsGroup(id="girls", label="girls", within="all", splits="gender"),
    ExclusionsGroup(id="boys", label="boys", within="all", splits="gender"),
    ExclusionsGroup(id="black", label="Black pupils", within="all", splits="ethnicity"),
    ExclusionsGroup(id="white", label="White pupils", within="all", splits="ethnicity"),
    ExclusionsGroup(id="caribbean", label="Black Caribbean pupils", within="black"),
]
QUESTION = ExclusionsTable(
    id="table",
    prompt="Exclusions",
    groups=GROUPS,
    rows=[ExclusionsRow(id="n", label="n", measure=Measure.PEX, shows="number", group="all")],
    columns=[
        ExclusionsColumn(id="before", source="school", year=-1),
        ExclusionsColumn(id="now", source="school", to_date=True),
    ],
)
ROLLS = [1, 2, 60, 299]
"""Of Black pupils."""
Families = dict[tuple[str, str], list[str]]
FAMILIES: Families = {
    ("all", "gender"): ["girls", "boys"],
    ("all", "ethnicity"): ["black", "white"],
    ("black", ""): ["caribbean"],
}


def table(periods: dict[str, dict[str, Counts]], day: dt.date | None = DAYS[0]) -> TableOfVisit:
    return TableOfVisit(question=QUESTION, answer=ExclusionsAnswer(periods=periods), year=YEAR, on=day)


# ------------------------------------------------------------------------------------------------ the solver's side


class Reader:
    """Everything a reader of some notes knows, as variables and equations."""

    def __init__(self, told: list[tuple[TableOfVisit, TableAnswer]], families: Families) -> None:
        self.families = families
        self.bounds: dict[tuple, tuple[float, float]] = {}
        self.equations: list[dict[tuple, int]] = []
        for asked, answer in told:
            self._read(asked, answer)
        for year, day, name in sorted({(k[0], k[1], k[3]) for k in self.bounds}):
            self._parts(year, day, name)
        for year, group, name in sorted(
            {(k[0], k[2], k[3]) for k in self.bounds if k[3] in {"pex", "suspension"} and not k[2].startswith("~")}
        ):
            days = sorted(k for k in self.bounds if (k[0], k[2], k[3]) == (year, group, name))
            for before, after in pairwise(days):
                self._equal(after, [before], ("inc", before[1], group, name))

    def _read(self, asked: TableOfVisit, answer: TableAnswer) -> None:
        for column in asked.question.columns:
            for group, counts in answer.periods.get(column.id, {}).items():
                for name in FIELDS:
                    value = getattr(counts, name, None)
                    day = asked.on.isoformat() if column.to_date and asked.on and name != "roll" else "~"
                    key = (asked.year.start + column.year, day, group, name)
                    if value == "c":
                        self.bounds.setdefault(key, (1, 5000))
                    elif value is not None:
                        self.bounds[key] = (value, value)

    def _parts(self, year: int, day: str, name: str) -> None:
        for (parent, way), groups in self.families.items():
            parts = [key for group in groups if (key := (year, day, group, name)) in self.bounds]
            if parts and (year, day, parent, name) in self.bounds:
                self._equal((year, day, parent, name), parts, (year, day, f"~{parent}{way}", name))

    def _equal(self, whole: tuple, parts: list[tuple], rest: tuple) -> None:
        self.bounds[rest] = (0, 5000)
        self.equations.append({whole: 1, **dict.fromkeys([*parts, rest], -1)})

    def fixed(self, keys: list[tuple]) -> dict[tuple, int]:
        """Those of the figures that can have one value only, each with it: the solver is asked for any other."""
        told = {key: z3.Int(str(n)) for n, key in enumerate(self.bounds)}
        solver = z3.SolverFor("QF_LIA")
        for key, (low, high) in self.bounds.items():
            solver.add(told[key] >= low, told[key] <= high)
        for equation in self.equations:
            solver.add(z3.Sum([factor * told[key] for key, factor in equation.items()]) == 0)
        assert solver.check() == z3.sat, "what is published contradicts itself"
        first = {key: solver.model().eval(told[key], model_completion=True) for key in keys}
        settled: dict[tuple, int] = {}
        moved: set[tuple] = set()
        for key in keys:
            if key in moved:
                continue
            solver.push()
            solver.add(told[key] != first[key])
            found = solver.check()
            assert found != z3.unknown, solver.reason_unknown()
            if found == z3.sat:
                other = solver.model()
                moved |= {k for k in keys if other.eval(told[k], model_completion=True).as_long() != first[k].as_long()}
            else:
                settled[key] = first[key].as_long()
            solver.pop()
        return settled


def recovered(
    told: list[tuple[TableOfVisit, TableAnswer]], threshold: int, families: Families = FAMILIES
) -> list[tuple]:
    """Figures printed as suppressed that can have only one value; and rests and increases, which nobody printed, that
    can only be small."""
    reader = Reader(told, families)
    hidden = [key for key, bounds in reader.bounds.items() if bounds in {(1, 5000), (0, 5000)}]
    fixed = reader.fixed(hidden)
    return [key for key, value in fixed.items() if reader.bounds[key] == (1, 5000) or 1 <= value <= threshold]


# ------------------------------------------------------------------------------------------------------- the tables


@st.composite
def episodes(draw, least: dict[str, int] | None = None) -> dict[str, int]:
    """Episodes that hang together, at least as many as before."""
    floor = least or {}
    small = st.integers(0, 6)
    caribbean = floor.get("caribbean", 0) + draw(small)
    black = max(floor.get("black", 0), caribbean) + draw(small)
    white = floor.get("white", 0) + draw(small)
    girls, boys = floor.get("girls", 0) + draw(small), floor.get("boys", 0) + draw(small)
    whole = max(black + white, girls + boys, floor.get("all", 0)) + draw(st.integers(0, 3))
    if draw(st.booleans()):
        boys = whole - girls
    return {"all": whole, "girls": girls, "boys": boys, "black": black, "white": white, "caribbean": caribbean}


@st.composite
def tables(draw, day: dt.date = DAYS[0], floor: dict[str, dict[str, int]] | None = None, roll: int = 0) -> TableOfVisit:
    periods: dict[str, dict[str, Counts]] = {}
    black = roll or draw(st.sampled_from(ROLLS))
    rolls = {"all": 300, "girls": 140, "boys": 160, "black": black, "white": min(100, 300 - black)}
    asked = draw(st.sets(st.sampled_from([group.id for group in GROUPS[1:]]))) | {"all"}
    for column in ("before", "now"):
        told = {
            name: draw(episodes((floor or {}).get(name) if column == "now" else None)) for name in ("pex", "suspension")
        }
        periods[column] = {
            group: Counts(pex=told["pex"][group], suspension=told["suspension"][group], roll=rolls.get(group))
            for group in sorted(asked)
        }
    return table(periods, day)


def floor_of(asked: TableOfVisit, before: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    now = asked.answer.periods["now"]
    return {
        name: before.get(name, {}) | {group: getattr(counts, name) for group, counts in now.items()}
        for name in ("pex", "suspension")
    }


SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(tables(), st.sampled_from([2, 4]))
def test_that_no_suppressed_figure_can_be_worked_back_from_one_table(asked, threshold):
    told = suppress(asked, threshold)
    assert recovered([(asked, told)], threshold) == []
    shown = [getattr(c, f, None) for groups in told.periods.values() for c in groups.values() for f in FIELDS]
    assert not [n for n in shown if isinstance(n, int) and 1 <= n <= threshold]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_that_no_suppressed_figure_can_be_worked_back_from_the_notes_of_a_year(data):
    earlier: list[Earlier] = []
    floor, roll = {}, data.draw(st.sampled_from(ROLLS))
    for day in DAYS:
        asked = data.draw(tables(day, floor, roll))
        if earlier:  # the years before are what they were
            past = earlier[0].table.answer.periods["before"]
            asked = table({"before": past, "now": asked.answer.periods["now"]}, day)
        told = suppress(asked, 2, earlier)
        earlier.append(Earlier(asked, told))
        floor = floor_of(asked, floor)
    assert recovered([(one.table, one.told) for one in earlier], 2) == []


# ---------------------------------------------------------------------------------------------------------- by hand


def told(periods: dict[str, dict[str, Counts]], **more) -> dict[str, dict[str, Counts]]:
    return suppress(table(periods), more.pop("threshold", 2), **more).periods


def test_that_one_and_two_go_and_nought_and_three_stay():
    found = told(
        {
            "now": {"all": Counts(pex=0, suspension=3, roll=400)},
            "before": {"all": Counts(pex=1, suspension=2, roll=400)},
        }
    )
    assert found["now"]["all"] == Counts(pex=0, suspension=3, roll=400)
    assert found["before"]["all"] == Counts(pex="c", suspension="c", roll=400)


def test_that_the_other_part_goes_where_a_whole_and_one_part_would_give_a_number_away():
    found = told({"now": {"all": Counts(suspension=9), "girls": Counts(suspension=2), "boys": Counts(suspension=7)}})[
        "now"
    ]
    assert [found[g].suspension for g in ("all", "girls", "boys")] == [9, "c", "c"]


def test_that_a_whole_just_above_its_part_does_not_tell_of_the_one_pupil_between():
    found = told({"now": {"all": Counts(suspension=9), "black": Counts(suspension=8)}})["now"]
    assert "c" in (found["all"].suspension, found["black"].suspension)


def test_that_a_later_note_does_not_tell_what_came_between():
    first = table({"now": {"all": Counts(suspension=5)}}, DAYS[0])
    second = table({"now": {"all": Counts(suspension=6)}}, DAYS[1])
    assert suppress(second, 2).periods["now"]["all"].suspension == 6
    found = suppress(second, 2, [Earlier(first, suppress(first, 2))])
    assert found.periods["now"]["all"].suspension == "c"


def test_that_a_group_of_two_pupils_is_told_nothing_of():
    found = told({"now": {"all": Counts(suspension=40, roll=300), "black": Counts(suspension=5, roll=2)}})["now"]
    assert found["black"].suspension == "c"
    assert found["black"].roll == "c"


def test_that_a_threshold_of_nought_takes_nothing_out():
    given_ = {"now": {"all": Counts(pex=1, suspension=2, roll=3)}}
    assert told(given_, threshold=0) == given_


@pytest.mark.parametrize("mark", ["c", "z", "x", None])
def test_that_marks_and_blanks_stay_what_they_are(mark):
    found = told({"now": {"all": Counts(pex=mark, suspension=20, roll=300)}})["now"]["all"]
    assert found.pex == mark
