"""How each kind of question comes onto paper."""

from dataclasses import replace
from typing import Any

import pytest

from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.kinds import KINDS, write_answer
from sipdesk.domain.note import RecordItem
from sipdesk.domain.school import Phase
from sipdesk.notes.nodes import Card, Heading, Node, Paragraph, Table, written
from sipdesk.notes.printers import PRINTERS, print_item
from sipdesk.notes.printers.item import Setting
from sipdesk.notes.printers.tables import NO_SAFEGUARDING
from tests.unit.notes import samples

SETTING = Setting(partner="SIP", phase=Phase.PRIMARY, year=AcademicYear(start=2025))


def printed(item: RecordItem, section: str = "", **more: Any) -> list[Node]:
    return print_item(item, replace(SETTING, section=section, **more))


def said(item: RecordItem) -> list[str]:
    return [text for node in printed(item) for text in written(node)]


def table_of(item: RecordItem) -> list[list[str]]:
    table = next(node for node in printed(item) if isinstance(node, Table))
    width = len(table.columns)
    cells = [" / ".join(text for block in cell.blocks for text in written(block)) for row in table.rows for cell in row]
    return [[c.label for c in table.columns], *(cells[n : n + width] for n in range(0, len(cells), width))]


def test_that_every_kind_of_question_has_a_printer():
    assert set(PRINTERS) == set(KINDS)


def every_item() -> dict[str, RecordItem]:
    """One item of each kind as the samples ask it."""
    notes = [samples.autumn(), samples.spring(), samples.summer()]
    found = {item.question.kind: item for note in notes for part in note.sections for item in part.items}
    found["summary"] = samples.item("summary", "Summary", ["a"])
    found["people_met"] = samples.item("people_met", "Met", [{"role": "Head"}])
    found["documents_seen"] = samples.item("documents_seen", "Seen", [{"title": "SEF"}])
    return found


def test_that_the_samples_hold_an_item_of_every_kind():
    assert set(every_item()) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_that_an_empty_answer_prints_nothing(kind: str):
    item = every_item()[kind]
    blank = write_answer(kind, KINDS[kind].blank())
    assert printed(item.model_copy(update={"answer": blank})) == []
    assert printed(item.model_copy(update={"answer": None})) == []


@pytest.mark.parametrize("kind", ["summary", "people_met", "documents_seen"])
def test_that_what_stands_at_the_head_of_the_note_is_not_printed_again(kind: str):
    assert printed(every_item()[kind]) == []


@pytest.mark.parametrize(
    ("item", "line"),
    [
        (samples.item("short_text", "Last inspection", "Good"), "Last inspection: Good"),
        (samples.item("date", "Next meeting?", "2025-11-08"), "Next meeting? 8 November 2025"),
        (samples.item("number", "Attendance", 94.6, unit="%"), "Attendance: 94.6%"),
        (samples.item("number", "Teachers", 12, unit="full time"), "Teachers: 12 full time"),
        (samples.item("yes_no", "Complete?", {"value": "not discussed"}), "Complete? Not discussed on this visit"),
        (samples.item("choice", "Taken", ["b"], options=[{"id": "a", "label": "A"}, {"id": "b", "label": "B & C"}]), "Taken: B & C"),
    ],
)  # fmt: skip
def test_that_a_short_answer_stands_beside_its_question(item: RecordItem, line: str):
    assert said(item) == [line]


def test_that_a_prompt_that_repeats_its_section_is_not_printed_twice():
    item = samples.item("long_text", "Standards", "High.")
    assert [type(node) for node in printed(item, "standards")] == [Paragraph]
    assert [type(node) for node in printed(item, "Outcomes")] == [Heading, Paragraph]


def test_that_a_rating_says_what_it_rests_on():
    item = samples.item("rating", "Teaching", {"value": "secure", "evidence": "Six lessons.", "kinds": ["seen", "told"]}, scale=samples.SCALE)  # fmt: skip
    assert said(item) == ["Teaching: Secure", "Evidence (seen and told): Six lessons."]


def test_that_a_table_prints_its_types_and_explains_its_marks():
    head, phonics, _, checks = table_of(samples.table_item())
    assert head == ["", "Pupils", "Expected", "Trend", "Checked on", "Remark"]
    assert phonics == ["Phonics check, Year 1", "58", "74%", "Falling", "12 Sep 2025", "82% the year before"]
    assert checks[2] == "c"
    assert said(samples.table_item())[-1] == "c suppressed"
    table = next(node for node in printed(samples.table_item()) if isinstance(node, Table))
    assert [column.align for column in table.columns] == ["left", "right", "right", "left", "left", "left"]


def test_that_rates_are_computed_and_blanks_stay_blank():
    rows = {row[0]: row[1:] for row in table_of(samples.exclusions_item())}
    assert rows["Suspensions, number"] == ["3", "5", "1", ""]
    assert rows["Suspensions, rate"] == ["0.74", "1.21", "0.24", "1.61"]
    assert rows["Suspensions of pupils with SEND, rate"] == ["c", "2.70", "", "x"]
    assert rows["Pupils on roll: pupils with SEND"] == ["71", "74", "", ""]


def test_that_a_comparator_prints_only_with_area_phase_year_and_source():
    head = table_of(samples.exclusions_item())[0]
    assert head == ["", "2023-24", "2024-25", "2025-26 to date", "England, primary, 2023/24¹"]
    lines = said(samples.exclusions_item())
    assert "9.99" not in lines
    assert (
        "¹ England, primary, 2023/24: primary schools. DfE, Suspensions and permanent exclusions in England 2023/24. "
        "The year is two years before this visit’s."
    ) in lines
    assert "c suppressed · x not available" in lines


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.PRIMARY])
def test_that_figures_of_another_phase_are_on_no_page(phase: Phase):
    nodes = printed(samples.exclusions_item(), phase=phase)
    lines = [text for node in nodes for text in written(node)]
    assert not any("England" in line or line == "1.61" for line in lines)


def test_that_the_years_of_closed_schools_and_what_an_episode_weighs_stand_below_the_table():
    nodes = printed(samples.exclusions_item(), year=AcademicYear(start=2021))
    lines = [text for node in nodes for text in written(node)]
    assert any(line.startswith("2019/20: schools were closed") for line in lines)
    assert "One episode more or fewer moves a rate by: all pupils (421): 0.24; pupils with SEND (74): 1.35." in lines


def test_that_foci_print_what_why_and_who_does_what():
    cards = [node for node in printed(samples.item("focus_areas", "Foci", samples.FOCI)) if isinstance(node, Card)]
    assert cards[0].title == "1. Early reading reaches every Year 2 reader"
    assert cards[0].aside == "Looked into in spring and summer"
    assert [label for label, _ in cards[1].fields] == ["Rationale", "Actions: school", "Actions: SIP"]


def test_that_a_deep_dive_prints_evidence_with_its_kind_and_a_change_with_its_reason():
    item = samples.spring().sections[1].items[0]
    cards = [node for node in printed(item) if isinstance(node, Card)]
    lines = [text for card in cards for text in written(card)]
    assert cards[0].aside == "Judgement: Secure"
    assert "Seen: Books match pupils’ phonics stage in all three classrooms." in lines
    assert "Data: 41 of 58 on track (January)." in lines
    assert "Adaptation and independence for pupils with SEND in mathematics" in lines
    assert "Reason: The school’s own review showed that over-support is the larger barrier." in lines


def test_that_impact_prints_what_spring_found_and_what_carries_over():
    lines = said(samples.summer().sections[0].items[0])
    for line in (
        "Found in spring",
        "Catch-up is daily and well taught.",
        "Judgement: Strong",
        "Carry the habit into Year 3.",
    ):
        assert line in lines


def test_that_agreed_actions_are_numbered_and_name_the_support_wanted():
    rows = table_of(samples.item("actions", "Actions", samples.ACTIONS))
    assert rows[0] == ["No.", "Action", "Owner", "By when", "Success measure", "Support"]
    assert rows[2][0] == "2"
    assert rows[2][5] == "To be brokered / Specialist teaching service"
    assert rows[3][3] == "by half-term"
    assert len(table_of(samples.item("actions", "Actions", samples.ACTIONS[:1]))[0]) == 5


def test_that_an_earlier_action_says_how_often_it_was_carried_over():
    rows = table_of(samples.item("action_review", "Before", samples.REVIEW))
    assert rows[1][3] == "Partly / carried over once / now by 12 Dec 2025"
    assert rows[2][3] == "Done"
    assert rows[3][2:4] == ["by half-term", "Not yet / carried over twice"]


def test_that_groups_not_discussed_are_named_in_one_line():
    item = samples.autumn().sections[2].items[3]
    assert said(item)[-1] == "Not discussed on this visit: Pupils with a social worker."
    assert table_of(item)[1][0] == "Pupils with SEND / 74 pupils"


def concern(**given: Any) -> str:
    item = samples.item("concerns", "Concerns", {"safe": given}, items=samples.CONCERNS)
    return table_of(item)[1][1]


def test_that_no_safeguarding_concern_is_not_called_an_audit():
    assert concern(value="no", detail="SECRET") == NO_SAFEGUARDING


def test_that_a_safeguarding_concern_prints_when_whom_and_how_but_never_what():
    line = concern(value="yes", detail="SECRET", action="SECRET", told_at="2026-02-03T10:40:00",
                   told_role="Designated safeguarding lead", route="telephone")  # fmt: skip
    assert (
        line
        == "Yes. Told: Designated safeguarding lead, 3 February 2026, 10:40. Route: telephone. No detail is kept in this note."
    )


def test_that_other_concerns_print_their_detail_and_action():
    item = samples.item("concerns", "Concerns", {"build": {"value": "yes", "detail": "A leak.", "action": "Reported."}}, items=samples.CONCERNS)  # fmt: skip
    assert table_of(item)[1] == ["Buildings", "Yes / A leak. / Action: Reported."]
