"""Attendance: what is typed, what is worked out, what can be said of it, and what a wider circle may know."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sipdesk.domain import comparison
from sipdesk.domain.attendance import AttendanceAnswer, AttendanceCounts
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.disclosure import Earlier, suppress
from sipdesk.domain.exclusions import Comparator, Counts, ExclusionsAnswer, Measure, figure_of
from sipdesk.domain.figures import TableOfVisit, side_by_side
from sipdesk.domain.question import AttendanceTable, ExclusionsColumn, ExclusionsGroup, ExclusionsRow, ExclusionsTable
from sipdesk.domain.school import Phase
from tests.unit.domain.test_disclosure import DAYS, recovered

YEAR = AcademicYear(start=2025)
COLUMNS = [
    ExclusionsColumn(id="before", source="school", year=-1),
    ExclusionsColumn(id="now", source="school", to_date=True),
    ExclusionsColumn(id="england", label="England", source="comparator", year=-1),
]
QUESTION = AttendanceTable(
    id="attendance",
    prompt="Attendance",
    groups=[
        ExclusionsGroup(id="all", label="all pupils"),
        ExclusionsGroup(id="girls", label="girls", within="all", splits="gender"),
        ExclusionsGroup(id="boys", label="boys", within="all", splits="gender"),
        ExclusionsGroup(id="caribbean", label="Black Caribbean pupils", within="all", splits="ethnicity"),
    ],
    addable=[ExclusionsGroup(id="send", label="SEND", within="all", splits="needs")],
    rows=[
        ExclusionsRow(id="absence", label="Overall absence", measure=Measure.ABSENCE, shows="rate", group="all"),
        ExclusionsRow(id="number", label="Pupils", measure=Measure.PERSISTENT, shows="number", group="all"),
        ExclusionsRow(id="persistent", label="Persistent", measure=Measure.PERSISTENT, shows="rate", group="all"),
        ExclusionsRow(id="girls_p", label="Girls", measure=Measure.PERSISTENT, shows="rate", group="girls"),
    ],
    columns=COLUMNS,
)
ENGLAND = Comparator(
    area="England",
    phase=Phase.PRIMARY,
    year=AcademicYear(start=2024),
    source="A publication",
    values={"absence": Decimal("5.6"), "persistent": Decimal("14.4")},
)


def answer(**comparators: Comparator) -> AttendanceAnswer:
    return AttendanceAnswer(
        periods={
            "before": {
                "all": AttendanceCounts(absence=Decimal("5.9"), persistent=69, roll=412),
                "girls": AttendanceCounts(persistent=45, roll=200),
            },
            "now": {"all": AttendanceCounts(absence=Decimal("5.4"), persistent=61, roll=407)},
        },
        comparators=comparators,
    )


def of_visit(told: AttendanceAnswer) -> TableOfVisit:
    return TableOfVisit(question=QUESTION, answer=told, year=YEAR, on=DAYS[0], phase=Phase.PRIMARY)


def test_that_overall_absence_stands_as_typed_and_the_persistent_rate_is_worked_out():
    counts = answer().of("before", "all")
    assert figure_of(counts, Measure.ABSENCE, "rate") == Decimal("5.9")
    assert figure_of(counts, Measure.PERSISTENT, "number") == 69
    assert figure_of(counts, Measure.PERSISTENT, "rate") == Decimal("16.75")


def test_that_a_group_that_was_added_has_no_row_for_a_number_of_sessions():
    added = [row.id for row in QUESTION.with_added(["send"]).rows if row.group == "send"]
    assert added == ["send-absence-rate", "send-persistent-number", "send-persistent-rate"]


@pytest.mark.parametrize("absence", ["-1", "100.1", "many"])
def test_that_a_share_of_sessions_lies_between_none_and_all(absence):
    with pytest.raises(ValidationError):
        AttendanceCounts.model_validate({"absence": absence})


def test_that_blank_nought_and_the_marks_stay_different_things():
    told = [AttendanceCounts.model_validate({"absence": one}).absence for one in (None, 0, "c", "z", "x")]
    assert told == [None, Decimal(0), "c", "z", "x"]


def test_that_persistent_absence_is_compared_with_its_range_and_pupils_are_counted_once():
    told = comparison.findings(QUESTION, answer(england=ENGLAND), YEAR, Phase.PRIMARY)
    assert told.lines[0] == (
        "Persistent absence, all pupils, 2024/25: 16.75 here. England 14.4: no clear difference (0.9 to 1.4 times)."
    )
    assert told.lines[1] == (
        "Persistent absence, girls, 2024/25: 22.50, and 11.32 for the rest of all pupils: 2.0 times as high (1.3 to 3.1 times)."
    )
    assert not any("absence, all pupils" in line and "Overall" in line for line in told.lines)
    assert told.notes()[0] == comparison.INTERVALS
    assert told.notes()[-1].startswith("One pupil more or fewer moves a rate by: all pupils (407): 0.25")


def test_that_a_year_to_date_is_held_against_nothing():
    only_now = AttendanceAnswer(periods={"now": answer().periods["now"]}, comparators={"england": ENGLAND})
    assert comparison.findings(QUESTION, only_now, YEAR, Phase.PRIMARY).lines == []


def test_that_secondary_figures_do_not_stand_beside_a_primary_school():
    theirs = ENGLAND.model_copy(update={"phase": Phase.SECONDARY})
    assert comparison.shown(answer(england=theirs), Phase.PRIMARY) == {}
    columns = side_by_side([of_visit(answer(england=theirs))]).columns
    assert [column.label for column in columns] == ["2024/25", "2025/26 to 14 Oct"]


def test_that_visits_stand_side_by_side_with_the_words_of_a_register():
    merged = side_by_side([of_visit(answer(england=ENGLAND))])
    assert [column.label for column in merged.columns] == ["2024/25", "2025/26 to 14 Oct", "England, primary, 2024/25"]
    assert [cell.text for cell in merged.rows[0].cells] == ["5.9", "5.4", "5.6"]
    assert merged.notes[0] == QUESTION.method


# ------------------------------------------------------------------------------------------------- for a wider circle


def told(**groups: AttendanceCounts) -> dict[str, AttendanceCounts]:
    return suppress(of_visit(AttendanceAnswer(periods={"now": groups})), 2).periods["now"]


def test_that_a_percentage_goes_where_the_pupils_behind_it_are_few_or_not_told():
    few = AttendanceCounts(absence=Decimal("12.5"), persistent=0, roll=2)
    unknown = AttendanceCounts(absence=Decimal("8.1"))
    found = told(all=AttendanceCounts(absence=Decimal("5.4"), roll=407), girls=few, caribbean=unknown)
    assert (found["all"].absence, found["girls"].absence, found["caribbean"].absence) == (Decimal("5.4"), "c", "c")
    assert found["girls"].roll == "c"


def test_that_a_pupil_who_is_no_longer_persistently_absent_hides_nothing():
    """Episodes of a year add up; who is persistently absent changes."""
    before = of_visit(AttendanceAnswer(periods={"now": {"all": AttendanceCounts(persistent=20, roll=400)}}))
    later = before.model_copy(
        update={"on": DAYS[1], "answer": AttendanceAnswer(periods={"now": {"all": AttendanceCounts(persistent=21, roll=400)}})}
    )  # fmt: skip
    found = suppress(later, 2, [Earlier(before, before.answer)])
    assert found.periods["now"]["all"].persistent == 21


EXCLUSIONS = ExclusionsTable(
    id="exclusions",
    prompt="Exclusions",
    groups=[
        ExclusionsGroup(id="all", label="all pupils"),
        ExclusionsGroup(id="black", label="Black pupils", within="all", splits="ethnicity"),
        ExclusionsGroup(id="caribbean", label="Black Caribbean pupils", within="black", splits="ethnicity"),
        ExclusionsGroup(id="african", label="Black African pupils", within="black", splits="ethnicity"),
    ],
    rows=[ExclusionsRow(id="n", label="n", measure=Measure.PEX, shows="number", group="all")],
    columns=COLUMNS,
)
FAMILIES = {
    ("all", "gender"): ["girls", "boys"],
    ("all", "ethnicity"): ["black"],
    ("all", "ethnicity by attendance"): ["caribbean"],
    ("black", "ethnicity"): ["caribbean", "african"],
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_that_a_roll_hidden_in_one_table_is_not_told_by_the_other(data):
    """Two tables of one note speak of the same pupils."""
    few, some = st.sampled_from([1, 2, 3, 30]), st.integers(0, 5)
    caribbean, african, girls = data.draw(few), data.draw(few), data.draw(st.sampled_from([1, 99, 150, 198, 199]))
    rolls = {"all": 200, "girls": girls, "boys": 200 - girls, "caribbean": caribbean, "african": african,
             "black": caribbean + african + data.draw(st.sampled_from([0, 1, 20]))}  # fmt: skip
    which = data.draw(st.sets(st.sampled_from(["black", "caribbean", "african"]))) | {"all"}
    others = data.draw(st.sets(st.sampled_from(["girls", "boys", "caribbean"]))) | {"all"}
    first = TableOfVisit(
        question=EXCLUSIONS,
        answer=ExclusionsAnswer(periods={"now": {g: Counts(roll=rolls[g]) for g in sorted(which)}}),
        year=YEAR,
        on=DAYS[0],
    )
    counts = {g: AttendanceCounts(persistent=min(rolls[g], data.draw(some)), roll=rolls[g]) for g in sorted(others)}
    parts = [counts[g].persistent for g in ("girls", "boys", "caribbean") if g in counts]
    counts["all"] = AttendanceCounts(persistent=sum(n for n in parts if isinstance(n, int)), roll=200)
    second = of_visit(AttendanceAnswer(periods={"now": counts}))
    one = suppress(first, 2)
    both = [(first, one), (second, suppress(second, 2, [Earlier(first, one)]))]
    assert recovered(both, 2, FAMILIES) == []
