"""What a school may be held against, and what is said of it."""

import datetime as dt
from decimal import Decimal

import pytest

from sipdesk.domain import comparison
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.exclusions import Comparator, Counts, ExclusionsAnswer, Measure
from sipdesk.domain.figures import TableOfVisit, side_by_side
from sipdesk.domain.question import ExclusionsColumn, ExclusionsGroup, ExclusionsRow, ExclusionsTable
from sipdesk.domain.school import Phase

YEAR = AcademicYear(start=2025)
GROUPS = [
    ExclusionsGroup(id="all", label="all pupils"),
    ExclusionsGroup(id="black", label="Black pupils", within="all"),
]
QUESTION = ExclusionsTable(
    id="table",
    prompt="Exclusions",
    groups=GROUPS,
    rows=[
        ExclusionsRow(id=f"{group.id}_{measure}_{shows}", label=f"{measure.short}, {group.label}: {shows}",
                      measure=measure, shows=shows, group=group.id)
        for group in GROUPS for measure in (Measure.PEX, Measure.SUSPENSION) for shows in ("number", "rate")
    ],
    columns=[
        ExclusionsColumn(id="before", source="school", year=-2),
        ExclusionsColumn(id="now", source="school", to_date=True),
        ExclusionsColumn(id="england", label="England", source="comparator", year=-2),
    ],
    addable=[ExclusionsGroup(id="girls", label="girls", within="all", splits="gender")],
)  # fmt: skip


def england(phase: Phase = Phase.SECONDARY, **more) -> Comparator:
    told = {"all_suspension_rate": Decimal("7.43")} | more.pop("values", {})
    return Comparator(area="England", phase=phase, year=AcademicYear(start=2023), source="DfE", values=told, **more)


def answer(**comparators: Comparator) -> ExclusionsAnswer:
    return ExclusionsAnswer(
        periods={
            "before": {"all": Counts(pex=1, suspension=120, roll=900), "black": Counts(pex=0, suspension=40, roll=150)},
            "now": {"all": Counts(pex=0, suspension=50, roll=910), "black": Counts(pex=0, suspension=3, roll=148)},
        },
        comparators=comparators,
    )


@pytest.mark.parametrize("school", [phase for phase in Phase if phase not in {Phase.SECONDARY, Phase.ALL_THROUGH}])
def test_that_a_comparator_of_another_phase_is_never_among_those_shown(school):
    told = answer(england=england())
    assert comparison.shown(told, school) == {}
    assert (
        comparison.findings(QUESTION, told, YEAR, school).lines
        == comparison.findings(QUESTION, answer(), YEAR, school).lines
    )
    assert "england" in comparison.left_out(told, school)


def test_that_a_school_of_unknown_phase_is_shown_no_comparator_even_one_of_unknown_phase():
    told = answer(england=england(Phase.UNKNOWN))
    assert comparison.shown(told, Phase.UNKNOWN) == {}


def test_that_the_school_page_and_the_brief_leave_out_another_phase():
    table = TableOfVisit(question=QUESTION, answer=answer(england=england()), year=YEAR, on=None, phase=Phase.PRIMARY)
    assert not any("England" in column.label for column in side_by_side([table]).columns)
    same = table.model_copy(update={"phase": Phase.SECONDARY})
    assert side_by_side([same]).columns[-1].label == "England, secondary, 2023/24"


def test_that_a_label_says_area_phase_year_and_a_part_of_a_year():
    assert comparison.label(england(to_date=True)) == "England, secondary, 2023/24, part of the year"


def test_that_a_footnote_says_population_source_publication_and_how_old_the_year_is():
    given = england(population="state-funded secondary schools, England", published=dt.date(2025, 7, 10))
    assert comparison.footnote(given, YEAR) == (
        "England, secondary, 2023/24: state-funded secondary schools, England. DfE, published 10 July 2025. "
        "The year is two years before this visit’s."
    )


@pytest.mark.parametrize(("start", "said"), [(2018, False), (2019, True), (2020, True), (2021, False)])
def test_that_the_years_of_closed_schools_carry_their_caution(start, said):
    assert bool(comparison.caution(AcademicYear(start=start))) is said


def test_that_a_year_to_date_is_held_against_no_published_figure():
    told = answer(england=england())
    only_to_date = told.model_copy(update={"periods": {"now": told.periods["now"]}})
    assert comparison.findings(QUESTION, only_to_date, YEAR, Phase.SECONDARY).lines == []


def test_that_a_part_of_a_published_year_is_held_against_no_year_of_the_school():
    told = comparison.findings(QUESTION, answer(england=england(to_date=True)), YEAR, Phase.SECONDARY)
    assert not any("England" in line for line in told.lines)


def test_that_a_ratio_comes_with_its_range_and_another_year_with_its_name():
    lines = comparison.findings(QUESTION, answer(england=england()), YEAR, Phase.SECONDARY).lines
    assert (
        lines[0] == "Suspensions, all pupils, 2023/24: 13.33 here. England 7.43: 1.8 times as high (1.5 to 2.1 times)."
    )
    older = england().model_copy(update={"year": AcademicYear(start=2022)})
    lines = comparison.findings(QUESTION, answer(england=older), YEAR, Phase.SECONDARY).lines
    assert "England 7.43 in 2022/23, another year: 1.8 times" in lines[0]


def test_that_a_group_is_held_against_those_who_are_not_in_it():
    lines = comparison.findings(QUESTION, answer(), YEAR, Phase.PRIMARY).lines
    # 40 of 150 against 80 of 750
    assert lines == [
        "Suspensions, Black pupils, 2023/24: 26.67, and 10.67 for the rest of all pupils: 2.5 times as high (1.7 to 3.6 times)."
    ]


def test_that_small_numbers_are_named_as_too_few_to_say():
    told = comparison.findings(
        QUESTION, answer(england=england(values={"all_pex_rate": Decimal("0.25")})), YEAR, Phase.SECONDARY
    )
    assert told.few[0] == (Measure.PEX, "all pupils")
    assert told.notes()[0] == "Too few to say how these compare: permanent exclusions (all pupils, Black pupils)."


def test_that_what_one_episode_weighs_is_said_of_small_groups():
    told = comparison.findings(QUESTION, answer(), YEAR, Phase.PRIMARY)
    assert (
        told.notes()[-1]
        == "One episode more or fewer moves a rate by: all pupils (910): 0.11; Black pupils (148): 0.68."
    )


def test_that_a_count_and_a_rate_of_a_comparator_are_held_against_each_other_and_against_its_roll():
    values = {"all_pex_number": Decimal(24), "all_pex_rate": Decimal("0.19"),
              "all_suspension_number": Decimal(1617), "all_suspension_rate": Decimal("11.28")}  # fmt: skip
    found = comparison.doubts(QUESTION, england(values=values))
    assert list(found) == ["all_pex_rate"]
    assert "0.19 would need 27" in found["all_pex_rate"]
    assert list(comparison.doubts(QUESTION, england(values=values, rolls={"all": 14336}))) == ["all_pex_rate"]


def test_that_a_group_added_by_hand_has_a_number_and_a_rate_for_each_measure():
    whole = QUESTION.with_added(["girls", "nobody"])
    assert [row.id for row in whole.rows[-4:]] == [
        "girls-pex-number",
        "girls-pex-rate",
        "girls-suspension-number",
        "girls-suspension-rate",
    ]
    assert QUESTION.with_added([]) is QUESTION
