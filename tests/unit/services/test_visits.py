"""A visit from the diary to the record, through the real services on a real desk."""

import json
from datetime import date

import pytest

from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.domain.visit import HeadResponse, State
from sipdesk.services.visits import Step

AUTUMN, SPRING, SUMMER = (TermSlot.parse(f"2025-26/{term}") for term in ("autumn", "spring", "summer"))
FOCI = [
    {"title": "Early reading", "rationale": "r", "school_actions": "s", "due": ["spring"]},
    {"title": "SEND in mathematics", "rationale": "r", "school_actions": "s", "due": ["spring", "summer"]},
    {"title": "Subject leadership", "rationale": "r", "partner_actions": "p", "due": ["summer"]},
]


@pytest.fixture
def visits(app):
    return app.services.visits


def opened(app, urn="900101", slot=AUTUMN, day="2025-10-14"):
    visit, _remarks = app.run(app.services.visits.open_in_term, urn, slot)
    app.run(app.services.visits.save, visit.id, {"date": day, "start": "09:00", "end": "12:30"})
    return app.run(app.services.visits.get, visit.id)


def answers(app, visit):
    return app.run(app.services.visits.answers, visit)


def test_that_a_term_has_one_visit_however_often_it_is_opened(app, visits):
    first, remarks = app.run(visits.open_in_term, "900101", AUTUMN)
    second, _ = app.run(visits.open_in_term, "900101", AUTUMN)
    assert first == second
    assert any("ended on 31 August 2022" in remark for remark in remarks)


def test_that_an_academy_has_two_visits_and_a_third_counts_as_brokered(app, visits):
    _visit, remarks = app.run(visits.open_in_term, "900102", SPRING)
    assert any("2 visits a year" in remark and "brokered" in remark for remark in remarks)


def test_that_a_number_of_visits_nobody_stated_is_said_to_be_so(app, visits):
    _visit, remarks = app.run(visits.open_in_term, "900103", AUTUMN)
    assert any("not stated" in remark for remark in remarks)


def test_that_a_school_unknown_here_is_said_plainly(app, visits):
    with pytest.raises(NotFound, match="999999"):
        app.run(visits.open_in_term, "999999", AUTUMN)


def test_that_a_contact_outside_the_terms_is_opened_once_a_day(app, visits):
    first, _ = app.run(visits.open_contact, "900101", "telephone", date(2026, 2, 3))
    second, _ = app.run(visits.open_contact, "900101", "telephone", date(2026, 2, 3))
    assert first == second
    assert first.slot == ""
    with pytest.raises(Refused, match="knows no contact “pigeon”"):
        app.run(visits.open_contact, "900101", "pigeon", date(2026, 2, 3))


def test_that_the_first_words_make_a_planned_visit_one_being_written(app, visits):
    visit, _ = app.run(visits.open_in_term, "900101", AUTUMN)
    assert visit.state is State.PLANNED
    app.run(visits.save, visit.id, None, {"context": "A calm start."})
    assert app.run(visits.get, visit.id).state is State.WRITING


def test_that_saving_the_same_words_again_writes_nothing(app, visits):
    visit = opened(app)
    assert app.run(visits.save, visit.id, None, {"context": "Same."}).visits == [visit.id]
    assert app.run(visits.save, visit.id, None, {"context": "Same."}).visits == []


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        ("nonsense", "x", "asks no question “nonsense”"),
        ("summary", "not a list", "summary"),
        ("changes", ["weather"], "not one of the choices"),
        ("groups_known", {"value": "superb"}, "not on the scale"),
        ("at_risk_number", 2.5, "whole number"),
        ("at_risk_number", -1, "range"),
        ("next_visit", "tomorrow", "next_visit"),
        ("earlier_actions", [{"action_id": "7", "outcome": "done"}], "not an open action"),
        ("exclusions", {"periods": {"2019": {}}}, "not a period"),
        ("exclusions", {"periods": {"to_date": {"all": {"pex": -1}}}}, "below zero"),
        ("exclusions_detail", [{"cells": {"number": "several"}}], "takes a number"),
        ("concerns", {"roof": {"value": "yes"}}, "not a standing concern"),
        ("actions", [{"text": "x", "ownr": "Head"}], "actions"),
    ],
)  # fmt: skip
def test_that_an_answer_that_does_not_fit_is_refused_and_nothing_is_kept(app, visits, question, answer, told):
    visit = opened(app)
    with pytest.raises(BadInput, match=told):
        app.run(visits.save, visit.id, {"head": "Somebody"}, {"context": "kept?", question: answer})
    assert answers(app, visit) == {}
    assert app.run(visits.get, visit.id).header.head == ""


def test_that_a_visit_cannot_end_before_it_starts(app, visits):
    visit = opened(app)
    with pytest.raises(BadInput, match="ends before it starts"):
        app.run(visits.save, visit.id, {"start": "13:00", "end": "09:00"})


def test_that_ids_stay_when_the_same_foci_and_actions_are_saved_again(app, visits):
    visit = opened(app)
    told = {"focus_areas": FOCI, "actions": [{"text": "Map gaps", "owner": "Deputy", "by_when": "2025-12-12"}]}
    app.run(visits.save, visit.id, None, told)
    first = answers(app, visit)
    reordered = {
        "focus_areas": [FOCI[2], FOCI[0], FOCI[1]],
        "actions": [*told["actions"], {"text": "Another", "owner": "Head"}],
    }
    app.run(visits.save, visit.id, None, reordered)
    second = answers(app, visit)
    assert {f["title"]: f["id"] for f in first["focus_areas"]} == {f["title"]: f["id"] for f in second["focus_areas"]}
    assert second["actions"][0]["id"] == first["actions"][0]["id"]
    assert second["actions"][1]["id"] != first["actions"][0]["id"]


def test_that_the_foci_of_autumn_become_the_deep_dives_due_in_spring(app, visits):
    app.run(visits.save, opened(app).id, None, {"focus_areas": FOCI})
    spring = opened(app, slot=SPRING, day="2026-02-10")
    context = app.run(visits.context, spring)
    assert [f.focus.title for f in context.foci_due] == ["Early reading", "SEND in mathematics"]
    lacks = "\n".join(app.run(visits.incomplete, spring))
    assert "“Early reading” not looked into" in lacks
    assert "Subject leadership" not in lacks


def test_that_a_changed_focus_needs_its_reason_and_keeps_its_history(app, visits):
    app.run(visits.save, opened(app).id, None, {"focus_areas": FOCI})
    spring = opened(app, slot=SPRING, day="2026-02-10")
    dive = {
        "focus_id": "1",
        "finding": "f",
        "judgement": "secure",
        "evidence": [{"kind": "seen", "text": "e"}],
        "changed_to": "Reading for all",
    }
    app.run(visits.save, spring.id, None, {"deep_dives": [dive]})
    assert any("why the focus changed" in lack for lack in app.run(visits.incomplete, spring))
    app.run(
        visits.save,
        spring.id,
        None,
        {"deep_dives": [{**dive, "change_reason": "The school is further than we thought."}]},
    )
    summer = opened(app, slot=SUMMER, day="2026-06-09")
    first = app.run(visits.context, summer).foci[0]
    assert first.focus.title == "Reading for all"
    assert [(c.before, c.reason) for c in first.changes] == [
        ("Early reading", "The school is further than we thought.")
    ]


def test_that_an_action_is_carried_over_until_it_is_done_or_dropped(app, visits):
    autumn = opened(app)
    app.run(
        visits.save,
        autumn.id,
        None,
        {"actions": [{"text": t, "owner": "Head", "by_when": "2025-12-12"} for t in ("one", "two", "three")]},
    )
    spring = opened(app, slot=SPRING, day="2026-02-10")
    reviews = [{"action_id": "one", "outcome": "done", "evidence": "seen"},
               {"action_id": "two", "outcome": "partly", "new_by_when": "2026-05-01"},
               {"action_id": "three", "outcome": "dropped"}]  # fmt: skip
    app.run(visits.save, spring.id, None, {"earlier_actions": reviews})
    assert len(app.run(visits.context, spring).open_actions) == 3
    summer = opened(app, slot=SUMMER, day="2026-06-09")
    left = app.run(visits.context, summer).open_actions
    assert [(o.action.text, o.rolled, o.action.by_when) for o in left] == [("two", 1, date(2026, 5, 1))]
    app.run(
        visits.save, spring.id, None, {"earlier_actions": [*reviews[:1], {"action_id": "two", "outcome": "not yet"}]}
    )
    assert {o.action.text for o in app.run(visits.context, summer).open_actions} == {"two", "three"}


def test_that_done_without_evidence_is_missing_something(app, visits):
    app.run(visits.save, opened(app).id, None, {"actions": [{"text": "one", "owner": "Head", "by_when": "2025-12-12"}]})
    spring = opened(app, slot=SPRING, day="2026-02-10")
    app.run(visits.save, spring.id, None, {"earlier_actions": [{"action_id": "1", "outcome": "done"}]})
    assert any("vidence that “one” is done" in lack for lack in app.run(visits.incomplete, spring))


def test_that_a_note_cannot_go_to_the_head_before_it_is_complete(app, visits):
    visit = opened(app)
    with pytest.raises(Refused, match="Still missing"):
        app.run(visits.move, visit.id, Step(to=State.WITH_HEAD))


def test_that_postponing_needs_by_whom_and_why_and_can_be_taken_back(app, visits):
    visit, _ = app.run(visits.open_in_term, "900101", AUTUMN)
    with pytest.raises(Refused, match="by whom"):
        app.run(visits.move, visit.id, Step(to=State.POSTPONED))
    with pytest.raises(Refused, match="why"):
        app.run(visits.move, visit.id, Step(to=State.POSTPONED, by="the school"))
    app.run(visits.move, visit.id, Step(to=State.POSTPONED, by="the school", why="inspection"))
    assert app.run(visits.get, visit.id).reason == "by the school, inspection"
    app.run(visits.move, visit.id, Step(to=State.PLANNED))
    assert app.run(visits.get, visit.id).state is State.PLANNED


def test_that_a_step_that_does_not_exist_names_those_that_do(app, visits):
    visit, _ = app.run(visits.open_in_term, "900101", AUTUMN)
    with pytest.raises(Refused, match="writing, postponed, cancelled"):
        app.run(visits.move, visit.id, Step(to=State.ISSUED))


def test_that_a_visit_with_the_head_is_not_changed_behind_their_back(app, visits, complete_autumn):
    visit = complete_autumn
    app.run(visits.move, visit.id, Step(to=State.WITH_HEAD))
    with pytest.raises(Refused, match="its text stands"):
        app.run(visits.save, visit.id, None, {"context": "Something else."})
    with pytest.raises(Refused, match="Silence is never agreement"):
        app.run(visits.move, visit.id, Step(to=State.CHECKED))
    answer = HeadResponse(kind="no reply", on=date(2025, 10, 30))
    app.run(visits.move, visit.id, Step(to=State.CHECKED, response=answer))
    record = app.run(app.services.notes.record, visit.id)
    assert record.status.startswith("NO REPLY")
    assert record.response == answer


@pytest.fixture
def complete_autumn(app):
    """The demo's autumn visit, written."""
    from sipdesk.services import demo  # noqa: PLC0415

    visit, _ = app.run(app.services.visits.open_in_term, "900101", AUTUMN)
    told = demo.answers("2025-26/autumn")
    told.pop("move", None)
    app.run(app.services.files.fill, visit.id, told)
    written = app.run(app.services.visits.get, visit.id)
    assert app.run(app.services.visits.incomplete, written) == []
    return written


def test_that_a_complete_visit_gives_a_record_that_stands_alone(app, complete_autumn):
    from sipdesk.domain.note import NoteRecord, canonical  # noqa: PLC0415

    record = app.run(app.services.notes.record, complete_autumn.id)
    again = app.run(app.services.notes.record, complete_autumn.id)
    assert canonical(record) == canonical(again)
    assert NoteRecord.model_validate_json(canonical(record)) == record
    assert record.summary
    assert record.met
    assert record.visit.of == 3
    assert not record.draft


def test_that_a_visit_keeps_its_form_when_the_files_change(app, complete_autumn, tmp_path):
    before = app.run(app.services.notes.record, complete_autumn.id)
    visit = app.run(app.services.visits.get, complete_autumn.id)
    assert app.run(app.services.visits._visits.form_text, visit.pin.sha256)
    app.library._forms.clear()
    app.library._programmes.clear()
    assert app.run(app.services.notes.record, complete_autumn.id) == before


def test_that_an_empty_template_changes_nothing_when_it_comes_back(app, visits):
    visit, _ = app.run(visits.open_in_term, "900101", AUTUMN)
    template = json.loads(json.dumps(app.run(app.services.files.template, visit.id), default=str))
    app.run(app.services.files.fill, visit.id, template)
    assert app.run(visits.get, visit.id).state is State.PLANNED
    assert answers(app, visit) == {}


def test_that_a_filled_template_reads_back_as_written(app, complete_autumn):
    before = answers(app, complete_autumn)
    template = app.run(app.services.files.template, complete_autumn.id)
    app.run(app.services.files.fill, complete_autumn.id, json.loads(json.dumps(template, default=str)))
    assert answers(app, complete_autumn) == before


def test_that_everything_typed_is_found_by_the_search(app, visits):
    visit = opened(app)
    app.run(
        visits.save,
        visit.id,
        None,
        {"context": "Pupils recall Wiśniewski’s history", "actions": [{"text": "tracker", "owner": "Head"}]},
    )
    search = app.run(app.services.search.words, "wisniewski")
    assert [(one.visit, one.question) for one in search] == [(visit.id, "context")]
    app.run(visits.save, visit.id, None, {"context": "Other words"})
    assert app.run(app.services.search.words, "wisniewski") == []


def test_that_the_journal_tells_every_change_with_what_stood_before(app, visits):
    visit = opened(app)
    for words in ("one", "two", "three"):
        app.run(visits.save, visit.id, None, {"context": words})
        app.run(visits.save, visit.id, None, {"key_aims": words})
    entries = app.run(lambda: visits._visits.log.entries(visit.id))
    changes = [(e.before, e.after) for e in entries if e.field == "context"]
    assert changes == [(None, '"one"'), ('"one"', '"two"'), ('"two"', '"three"')]


def test_that_one_spell_of_typing_is_one_entry_of_the_journal(app, visits):
    visit = opened(app)
    app.run(visits.save, visit.id, None, {"context": "Before."})
    app.run(visits.save, visit.id, None, {"key_aims": "Elsewhere."})
    for end in range(1, 9):
        app.run(visits.save, visit.id, None, {"context": "Pupils read well."[: 2 * end]})
    entries = [e for e in app.run(lambda: visits._visits.log.entries(visit.id)) if e.field == "context"]
    assert [(e.before, e.after) for e in entries] == [(None, '"Before."'), ('"Before."', '"Pupils read well"')]


def test_that_a_long_spell_of_typing_leaves_several_entries(app, visits):
    visit = opened(app)
    for number in range(30):
        app.run(visits.save, visit.id, None, {"context": "word " * number})
    assert 2 <= len([e for e in app.run(lambda: visits._visits.log.entries(visit.id)) if e.field == "context"]) <= 5


def test_that_due_names_the_rule_and_drops_what_is_in_hand(app, visits):
    due = app.run(app.services.due.on, date(2025, 11, 3))
    asked = {(entry.urn, entry.kind): entry for entry in due}
    assert "asks for a visit in the autumn term, by 19 December (term dates assumed)" in asked["900101", "visit"].rule
    assert ("900103", "visit") not in asked
    opened(app)
    later = app.run(app.services.due.on, date(2025, 11, 3))
    assert [entry.kind for entry in later if entry.urn == "900101"] == ["draft"]
    overdue = app.run(app.services.due.on, date(2026, 1, 5))
    assert any(entry.overdue for entry in overdue if entry.urn == "900102")


def test_that_an_action_past_its_date_is_due(app, visits):
    app.run(
        visits.save, opened(app).id, None, {"actions": [{"text": "one", "owner": "Deputy", "by_when": "2025-12-12"}]}
    )
    found = [entry for entry in app.run(app.services.due.on, date(2026, 1, 10)) if entry.kind == "action"]
    assert [(entry.what, entry.overdue) for entry in found] == [("Deputy: one", True)]


def test_that_the_calendar_file_holds_no_confidential_word(app, visits, tmp_path):
    visit = opened(app)
    app.run(visits.save, visit.id, None, {"context": "confidential words"})
    entries = app.run(app.services.diary.entries)
    app.services.diary.write(entries, tmp_path / "v.ics")
    text = (tmp_path / "v.ics").read_text(encoding="utf-8")
    assert "DTSTART:20251014T080000Z" in text
    assert "Alder Park" in text
    for word in ("confidential words", "core", "Core", "Robin", "900101"):
        assert word not in text


def test_that_an_old_note_reads_the_same_after_later_visits(app, visits):
    autumn = opened(app)
    app.run(
        visits.save,
        autumn.id,
        None,
        {"focus_areas": FOCI, "actions": [{"text": t, "owner": "Head", "by_when": "2025-12-12"} for t in "abcd"]},
    )
    spring = opened(app, slot=SPRING, day="2026-02-10")
    app.run(visits.save, spring.id, None, {"earlier_actions": [{"action_id": "b", "outcome": "partly"}],
                                           "deep_dives": [{"focus_id": "1", "finding": "found"}]})  # fmt: skip
    before = app.run(app.services.notes.record, spring.id, draft=True)
    summer = opened(app, slot=SUMMER, day="2026-06-09")
    app.run(
        visits.save,
        summer.id,
        None,
        {"earlier_actions": [{"action_id": t, "outcome": "done", "evidence": "e"} for t in "abcd"]},
    )
    assert app.run(app.services.notes.record, spring.id, draft=True) == before


def test_that_earlier_actions_come_in_the_order_they_were_agreed(app, visits):
    app.run(visits.save, opened(app).id, None, {"actions": [{"text": t, "owner": "Head"} for t in "qwertyuiop"]})
    spring = opened(app, slot=SPRING, day="2026-02-10")
    assert "".join(o.action.text for o in app.run(visits.context, spring).open_actions) == "qwertyuiop"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("earlier_actions", [{"action_id": "1", "outcome": "done"}, {"action_id": "one", "outcome": "partly"}]),
        ("deep_dives", [{"focus_id": "1"}, {"focus_id": "1"}]),
        ("actions", [{"id": "x", "text": "a"}, {"id": "x", "text": "b"}]),
        ("groups", [{"group": "send", "pupils": -3}]),
        ("groups", [{"group": "wizards"}]),
        ("attendance", {"periods": {"to_date": {"all": {"absence": 146}}}}),
        ("attendance", {"periods": {"to_date": {"all": {"persistent": 61, "roll": 60}}}}),
        ("attendance", {"periods": {"to_date": {"all": {"persistent": -1}}}}),
        ("attendance", {"periods": {"to_date": {"boys": {"persistent": 2}}}}),
    ],
)
def test_that_the_same_thing_twice_or_an_impossible_number_is_refused(app, visits, question, answer):
    app.run(visits.save, opened(app).id, None, {"focus_areas": FOCI, "actions": [{"text": "one", "owner": "Head"}]})
    spring = opened(app, slot=SPRING, day="2026-02-10")
    with pytest.raises(BadInput):
        app.run(visits.save, spring.id, None, {question: answer})
    assert answers(app, spring) == {}


def test_that_an_action_may_name_a_focus_of_the_same_file(app, visits):
    visit = opened(app)
    app.run(
        visits.save, visit.id, None, {"actions": [{"text": "a", "owner": "Head", "focus_id": "2"}], "focus_areas": FOCI}
    )
    told = answers(app, visit)
    assert told["actions"][0]["focus_id"] == told["focus_areas"][1]["id"]


def test_that_corrected_words_keep_their_place_in_the_thread(app, visits):
    visit = opened(app)
    app.run(visits.save, visit.id, None, {"focus_areas": FOCI})
    first = answers(app, visit)["focus_areas"]
    app.run(visits.save, visit.id, None, {"focus_areas": [{**FOCI[0], "title": "Early reading for all"}, *FOCI[1:]]})
    assert [f["id"] for f in answers(app, visit)["focus_areas"]] == [f["id"] for f in first]


def test_that_typing_on_in_the_same_field_counts_as_a_change_for_the_backup(app, visits, tmp_path):
    from sipdesk.services import care  # noqa: PLC0415

    visit = opened(app)
    app.run(visits.save, visit.id, None, {"context": "Pupils"})
    assert app.run(care.backup, app.services.desk, tmp_path / "b") is not None
    app.run(visits.save, visit.id, None, {"context": "Pupils read"})
    assert app.run(care.backup, app.services.desk, tmp_path / "b") is not None
    assert app.run(care.backup, app.services.desk, tmp_path / "b") is None


def test_that_the_summer_visit_writes_where_next_autumn_begins(app, visits):
    summer = opened(app, slot=SUMMER, day="2026-06-09")
    app.run(
        visits.save, summer.id, None, {"summary": ["Reading is secure."], "next_start": "Begin with writing in Year 4."}
    )
    autumn, _ = app.run(visits.open_in_term, "900101", TermSlot.parse("2026-27/autumn"))
    before = app.run(app.services.files.template, autumn.id)["before"]
    assert before["date"] == "2026-06-09"
    assert "Begin with writing in Year 4." in before.values()
    assert ["Reading is secure."] in before.values()
    app.run(app.services.files.fill, autumn.id, app.run(app.services.files.template, autumn.id))


def test_that_a_first_visit_has_nothing_handed_on(app, visits):
    assert "before" not in app.run(app.services.files.template, opened(app).id)


def test_that_a_template_lays_out_what_there_is_to_answer(app, visits):
    visit, _ = app.run(visits.open_in_term, "900101", AUTUMN)
    template = app.run(app.services.files.template, visit.id)
    assert [g["group"] for g in template["answers"]["groups"]][:2] == ["send", "looked_after"]
    assert set(template["answers"]["concerns"]) == {"safeguarding", "buildings", "governance", "finance"}
    assert "to_date" in template["answers"]["exclusions"]["periods"]
    assert "strong" in template["prompts"]["groups_known"]
    assert "rationale" in template["shapes"]["focus_areas"][0]


def test_that_a_refused_move_says_what_was_kept(app, visits):
    visit, _ = app.run(visits.open_in_term, "900101", AUTUMN)
    with pytest.raises(Refused, match="What the file wrote is kept"):
        app.run(app.services.files.fill, visit.id, {"answers": {"context": "kept"}, "move": {"to": "signed"}})
    assert answers(app, visit) == {"context": "kept"}


@pytest.mark.parametrize(
    "header",
    [{"date": "2030-01-01"}, {"date": 0}, {"preparation_hours": 1e30}, {"preparation_hours": -1}, {"roll": True}, {"roll": -1},
     {"start": 1.5}, {"start": "09:00+05:00"}, {"nonsense": 1}, {"date": "soon"}],
)  # fmt: skip
def test_that_an_impossible_header_is_refused_in_plain_words(app, visits, header):
    visit = opened(app)
    with pytest.raises(BadInput) as refused:
        app.run(visits.save, visit.id, header)
    assert "Input should" not in str(refused.value)
    assert "Extra inputs" not in str(refused.value)
    assert app.run(visits.get, visit.id) == visit


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e300])
def test_that_a_number_that_is_none_is_refused(app, visits, number):
    visit = opened(app)
    with pytest.raises(BadInput):
        app.run(visits.save, visit.id, None, {"at_risk_number": number})


def test_that_the_head_cannot_have_answered_before_the_visit(app, visits, complete_autumn):
    app.run(visits.move, complete_autumn.id, Step(to=State.WITH_HEAD))
    with pytest.raises(Refused, match="before the visit"):
        app.run(
            visits.move,
            complete_autumn.id,
            Step(to=State.CHECKED, response=HeadResponse(kind="accurate", on=date(1999, 1, 1))),
        )
