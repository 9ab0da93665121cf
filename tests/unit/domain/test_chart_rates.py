"""What the pictures of rates show and say, and when there is none."""

from decimal import Decimal
from typing import Any

from sipdesk.domain import chart_rates
from sipdesk.domain.attendance import AttendanceAnswer
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.chart import Bars, Line, Point, Trend
from sipdesk.domain.chart_rates import TOO_FEW, Told, groups, of_table, own_years, trend
from sipdesk.domain.exclusions import ExclusionsAnswer, Measure
from sipdesk.domain.question import AttendanceTable, ExclusionsTable
from sipdesk.domain.school import Phase

YEAR = AcademicYear(start=2025)
GROUPS = [{"id": "all", "label": "all pupils"}, {"id": "send", "label": "pupils with SEND", "within": "all"}]
ROWS = [
    {"id": f"{group}_{measure}", "label": "r", "measure": measure, "shows": "rate", "group": group}
    for measure in ("suspension", "pex")
    for group in ("all", "send")
]
COLUMNS: list[dict[str, Any]] = [
    *({"id": f"y{back}", "source": "school", "year": -back, "to_date": back == 0} for back in (4, 3, 2, 1, 0)),
    {"id": "england", "source": "comparator", "year": -1},
]
QUESTION = ExclusionsTable.model_validate(
    {"kind": "exclusions_table", "id": "e", "prompt": "E", "groups": GROUPS, "rows": ROWS, "columns": COLUMNS}
)
ENGLAND = {
    "area": "England", "phase": "primary", "year": "2024-25", "source": "DfE",
    "values": {"all_suspension": "1.61", "send_suspension": "c"},
}  # fmt: skip


def answer(counts: dict[str, Any], comparators: dict[str, Any] | None = None) -> ExclusionsAnswer:
    """Suspensions by column: of all pupils, or of all and of those with SEND."""
    periods = {
        column: {
            name: {"suspension": count, "roll": roll}
            for name, count, roll in zip(("all", "send"), told if isinstance(told, tuple) else (told,), (400, 80), strict=False)
        }
        for column, told in counts.items()
    }  # fmt: skip
    return ExclusionsAnswer.model_validate({"periods": periods, "comparators": comparators or {}})


def course(told: ExclusionsAnswer, others: list[Line] | None = None) -> Trend | None:
    own = own_years(QUESTION, told, YEAR, Measure.SUSPENSION)
    return trend(Measure.SUSPENSION, Phase.PRIMARY, own, others or [])


def beside(told: ExclusionsAnswer, phase: Phase = Phase.PRIMARY) -> Bars | None:
    return groups(QUESTION, told, YEAR, phase, Measure.SUSPENSION)


def test_that_a_course_has_whole_years_only():
    found = course(answer({"y2": 20, "y1": 24, "y0": 30}))
    assert found
    assert [point.year for point in found.lines[0].points] == [2023, 2024]
    assert "30" not in found.alternative


def test_that_a_suppressed_year_is_a_gap_with_its_word():
    found = course(answer({"y4": 20, "y3": "c", "y2": 30, "y1": 31}))
    assert found
    assert [[point.year for point in run] for run in found.lines[0].stretches] == [[2021], [2023, 2024]]
    assert found.footnotes == ["This school: 2022/23 suppressed."]
    assert "2021/22 5.00, 2022/23 suppressed, 2023/24 7.50" in found.alternative


def test_that_a_year_nobody_wrote_down_is_a_gap_too():
    found = course(answer({"y4": 20, "y2": 30, "y1": 31}))
    assert found
    assert found.footnotes == ["This school: 2022/23 no figure."]


def test_that_the_finding_says_how_sure_a_difference_is():
    england = Line(
        label="England", points=[Point(year=2023, value=Decimal("1.5")), Point(year=2024, value=Decimal("1.61"))]
    )
    found = course(answer({"y2": 20, "y1": 24}), [england])
    assert found
    assert found.finding == (
        "This school had 6.00 in 2024/25, after 5.00 in 2023/24. Of primary schools, England had 1.61: "
        "the school’s is 3.7 times that (2.4 to 5.5 times, as chance allows)."
    )
    near = Line(label="England", points=[Point(year=2024, value=Decimal("5.90"))])
    assert "no clear difference" in course(answer({"y2": 20, "y1": 24}), [near]).finding


def test_that_few_episodes_bear_no_comparison():
    near = Line(label="England", points=[Point(year=2024, value=Decimal("5.90"))])
    found = course(answer({"y2": 4, "y1": 6}), [near])
    assert found
    assert "after 1.00 in 2023/24: too few to say whether that is a change" in found.finding
    assert f"{TOO_FEW} how the school compares" in found.finding


def test_that_another_year_is_said_to_be_one():
    old = Line(label="Hackney", points=[Point(year=2022, value=Decimal("2.00"))])
    assert "Hackney last had 2.00, in 2022/23, another year" in course(answer({"y2": 20, "y1": 24}), [old]).finding


def test_that_the_years_of_closed_schools_carry_their_caution():
    england = Line(label="England", points=[Point(year=2020, value=Decimal(1)), Point(year=2021, value=Decimal(2))])
    found = course(answer({"y4": 20, "y3": 24}), [england])
    assert found
    assert any(note.startswith("2020/21") for note in found.notes)


def test_that_no_more_years_stand_there_than_can_be_read():
    england = Line(label="England", points=[Point(year=year, value=Decimal(1)) for year in range(2006, 2025)])
    found = course(answer({"y2": 20, "y1": 24}), [england])
    assert found
    assert len(found.years) == chart_rates._YEARS


def test_that_there_is_no_course_where_there_is_none_to_see():
    assert course(answer({})) is None
    assert course(answer({"y1": 24})) is None
    assert course(answer({"y2": 0, "y1": 0})) is None
    assert course(answer({"y2": "c", "y1": "c"})) is None


def test_that_groups_stand_in_the_latest_whole_year():
    found = beside(answer({"y2": (20, 12), "y1": (24, 15), "y0": (30, 20)}, {"england": ENGLAND}))
    assert found
    assert found.title == "Suspensions by group, 2024/25"
    told = [[(bar.label, bar.said) for bar in block.bars] for block in found.blocks]
    assert told == [
        [("This school", "6.00"), ("England", "1.61")],
        [("This school", "18.75"), ("England", "suppressed")],
    ]
    assert found.finding == "In 2024/25 this school had: All pupils 6.00; Pupils with SEND 18.75."


def test_that_too_few_to_say_stands_where_a_bar_would():
    found = beside(answer({"y1": (24, 9)}))
    assert found
    assert [block.bars[0].said for block in found.blocks] == ["6.00", TOO_FEW]
    assert found.blocks[1].bars[0].value is None
    assert found.finding.endswith("Too few to say: Pupils with SEND.")


def test_that_none_is_none_and_suppressed_is_suppressed():
    assert [block.bars[0].said for block in beside(answer({"y1": (24, 0)})).blocks] == ["6.00", "none"]
    assert [block.bars[0].said for block in beside(answer({"y1": (24, "c")})).blocks] == ["6.00", "suppressed"]


def test_that_no_groups_are_drawn_where_no_bar_can_be():
    assert beside(answer({"y1": 24})) is None
    assert beside(answer({"y1": (6, 5)})) is None
    assert beside(answer({"y1": (0, 0)})) is None
    assert beside(answer({"y0": (24, 15)})) is None


def test_that_figures_of_another_phase_stand_in_no_picture():
    told = answer({"y4": 18, "y2": (20, 12), "y1": (24, 15)}, {"england": ENGLAND})
    for phase in (Phase.SECONDARY, Phase.UNKNOWN):
        charts = of_table(QUESTION, told, YEAR, phase)
        assert charts
        assert all("England" not in chart.alternative for chart in charts)
    assert all("England" in chart.alternative for chart in of_table(QUESTION, told, YEAR, Phase.PRIMARY))


def test_that_a_note_has_a_course_only_of_three_years():
    kinds = [chart.kind for chart in of_table(QUESTION, answer({"y2": (20, 12), "y1": (24, 15)}), YEAR, Phase.PRIMARY)]
    assert kinds == ["bars"]
    assert [c.kind for c in of_table(QUESTION, answer({"y3": 18, "y2": 20, "y1": 24}), YEAR, Phase.PRIMARY)] == [
        "trend"
    ]


def test_that_a_count_behind_no_row_is_in_no_picture():
    bare = QUESTION.model_copy(update={"rows": [row for row in QUESTION.rows if row.group == "all"]})
    assert groups(bare, answer({"y1": (24, 15)}), YEAR, Phase.PRIMARY, Measure.SUSPENSION) is None


def test_that_absence_is_told_as_it_was_typed_and_persistent_absence_worked_out():
    rows = [
        {"id": f"{group}_{measure}", "label": "r", "measure": measure, "shows": "rate", "group": group}
        for measure in ("absence", "persistent")
        for group in ("all", "send")
    ]
    asked = AttendanceTable.model_validate(
        {"kind": "attendance_table", "id": "a", "prompt": "A", "groups": GROUPS, "rows": rows, "columns": COLUMNS}
    )
    told = AttendanceAnswer.model_validate(
        {
            "periods": {
                "y1": {
                    "all": {"absence": "5.4", "persistent": 60, "roll": 400},
                    "send": {"absence": "8.1", "persistent": 4},
                }
            }
        }
    )
    absence, persistent = of_table(asked, told, YEAR, Phase.PRIMARY)
    assert absence.finding == "In 2024/25 this school had: All pupils 5.4; Pupils with SEND 8.1."
    assert absence.unit.startswith("sessions missed")
    assert persistent.finding == "In 2024/25 this school had: All pupils 15.00."
    assert [block.bars[0].said for block in persistent.blocks] == ["15.00", "no figure"]


def test_that_a_figure_published_of_the_school_can_stand_alone():
    own = [Told(2022, None, None, Decimal("4.1")), Told(2023, None, None, Decimal("4.4"))]
    england = Line(label="England", points=[Point(year=2023, value=Decimal("1.6"))])
    found = trend(Measure.SUSPENSION, Phase.PRIMARY, own, [england])
    assert found
    assert "cannot be said without the counts" in found.finding
