"""The register and what was written of it for the desk alone: in no note, brief, leaf, calendar file or name of a file."""

from pathlib import Path

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.placement import Assessment, Judged, Told
from sipdesk.notes.brief import brief_document
from sipdesk.services.brief import brief_name, brief_pages
from sipdesk.services.sending import stem_of
from tests.unit.services.standings import TODAY, URN, follow, place

SECRET = "Governors and head are at odds"


def _fill(app: App) -> str:
    """A school at risk with words of every sort; the id of a visit to it."""
    follow(app, "hillingdon", "")
    place(app, "gobar", internal=SECRET, heard="disputed", discussed_on=TODAY, heard_words=SECRET)
    risk = app.services.risk
    app.run(risk.enter, URN, TODAY, SECRET, SECRET)
    looked = {"finance": Judged(answer="yes", evidence=SECRET)}
    app.run(risk.assess, URN, Assessment(on=TODAY, indicators=looked, words=SECRET))
    app.run(risk.tell, URN, Told(who="Headteacher", how="Meeting", on=TODAY, outcome=SECRET))
    visit, _ = app.run(app.services.visits.open_in_term, URN, TermSlot.parse("2025-26/autumn"))
    app.run(app.services.visits.save, visit.id, {"date": "2025-10-09", "start": "09:00", "end": "11:00"}, None)
    return visit.id


def test_that_nothing_of_the_register_leaves_the_desk(app: App, tmp_path: Path) -> None:
    visit = _fill(app)
    services = app.services
    brief = app.run(services.brief.of, visit)
    entries = app.run(services.diary.entries)
    services.diary.write(entries, tmp_path / "dates.ics")
    told = [
        app.run(lambda: services.notes.record(visit, draft=True)).model_dump_json(),
        brief.model_dump_json(),
        brief_name(brief),
        (tmp_path / "dates.ics").read_text(encoding="utf-8"),
    ]
    assert brief_pages(brief).startswith(b"%PDF")
    for words in told:
        for secret in (SECRET, "SARR", "Schools At Risk", "GOBAR", "At risk"):
            assert secret not in words, (secret, words[:200])
    assert URN not in brief_name(brief)
    assert "Alder Park" not in told[3]


def test_that_no_copy_of_a_note_bears_the_number_of_a_school_of_a_confidential_caseload(app: App) -> None:
    visit = _fill(app)
    view = app.run(app.services.overview.note, visit)
    assert view.stem == f"2025-26_autumn_{view.record.note[-8:]}"
    assert stem_of(view.record, nameless=True) == view.stem
    follow(app, "hackney", "core", "900102")
    other, _ = app.run(app.services.visits.open_in_term, "900102", TermSlot.parse("2025-26/autumn"))
    assert app.run(app.services.overview.note, other.id).stem == "2025-26_autumn_900102"


def test_that_a_brief_is_marked_for_nobody_else_and_its_title_tells_no_school(app: App) -> None:
    brief = app.run(app.services.brief.of, _fill(app))
    assert brief.marking == "OFFICIAL-SENSITIVE"
    assert "Alder Park" not in brief_document(brief).title
    assert "Alder Park" in brief_document(brief.model_copy(update={"nameless": False})).title


def test_that_a_visit_to_come_has_not_taken_place_in_its_own_brief(app: App) -> None:
    brief = app.run(app.services.brief.of, _fill(app))  # it is planned for the ninth, two days on
    assert not any("last 9 October 2025" in line for line in brief.clocks)
    assert any(
        line.startswith("Support and challenge visit by the link") and "none yet" in line for line in brief.clocks
    )


def test_that_lists_of_many_schools_say_nothing_of_the_register(app: App) -> None:
    _fill(app)
    services = app.services
    told = [one.model_dump_json() for one in app.run(services.due.on, TODAY)]
    told += [one.model_dump_json() for one in app.run(services.today.view).lines]
    told.append(app.run(services.standing.of_school, URN).model_copy(update={"history": [], "placement": None}).model_dump_json())  # fmt: skip
    assert not any(SECRET in words for words in told)


def test_that_the_words_for_the_head_are_apart_from_those_for_the_desk(app: App) -> None:
    follow(app, "hillingdon", "")
    made = place(app, "gobar", reasons_for_head="Results fell in two years.", internal=SECRET)
    assert SECRET not in made.reasons_for_head
    assert made.internal == SECRET
