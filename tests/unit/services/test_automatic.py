"""What a document calls automatic is set by the rule, said to be so, confirmed or overridden by a person, undone with its facts."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import Refused
from sipdesk.domain.placement import Assessment, DatedFact, SchoolStanding, Told
from sipdesk.services.today import Part
from sipdesk.store.standing import Standings
from tests.conftest import PASSPHRASE
from tests.gui import elsewhere
from tests.unit.imports.public import csv_bytes
from tests.unit.imports.test_ofsted import HEAD, row
from tests.unit.services.standings import TODAY, URN, draft, follow, place
from tests.unit.services.test_caseload import BERGER, SPRING, empty, read_register, sheet, take

__all__ = ["empty"]
BERGER_URN = "100218"


def _standing(app: App, urn: str = URN) -> SchoolStanding:
    return app.run(app.services.standing.of_school, urn)


def _note(app: App, fact: str, since: dt.date | None = dt.date(2024, 5, 1), urn: str = URN) -> DatedFact:
    return app.run(app.services.standing.note_fact, DatedFact(urn=urn, fact=fact, since=since))


def _audit(app: App, what: str) -> list[tuple[str, str, str]]:
    asked = "SELECT who, subject, detail FROM audit WHERE what = ? ORDER BY seq"
    return app.run(lambda: [tuple(found) for found in app.services.desk.db.conn.execute(asked, [what])])


def _rows(app: App) -> int:
    return int(app.run(lambda: app.services.desk.db.conn.execute("SELECT count(*) FROM audit").fetchone()[0]))


def _put_facts(app: App, urn: str, *facts: str) -> None:
    """Facts that are there before any rule was asked, as in a desk of an earlier version."""
    with app.services.desk.writing():
        for fact in facts:
            told = DatedFact(id=f"{urn} {fact}", urn=urn, fact=fact, since=dt.date(2024, 5, 1))
            Standings(app.services.desk).put_fact(told)


def _catch_up(app: App) -> list[str]:
    return app.run(app.services.caseload.rules.catch_up)


@pytest.fixture
def bring(app: App, tmp_path: Path) -> Callable[..., int]:
    """Imports one school's row of an inspection file; gives how many categories rules set."""

    def take_in(**columns: str) -> int:
        told = row(**{"Latest OEIF overall effectiveness": "3", **columns})
        file = tmp_path / "file.csv"
        file.write_bytes(csv_bytes(HEAD, [told[name] for name in HEAD]))
        services = app.services
        read = services.intake.public("ofsted", file, app.run(services.publicdata.asked))
        made = app.run(services.publicdata.apply, app.run(services.publicdata.preview, read, None), read)
        return made.by_rules if made else -1

    return take_in


# -- setting -------------------------------------------------------------------------------------------------------------


def test_that_a_fact_sets_the_category_with_rule_fact_and_source(app: App) -> None:
    follow(app, "hackney", "core")
    _note(app, "grade-3")
    standing = _standing(app)
    made = standing.placement
    assert made is not None
    assert (standing.category, made.decided_by, made.placed_on, made.edition) == ("enhanced", "set by the rule", TODAY, "2021-22")  # fmt: skip
    assert [(one.rule, one.fact, one.source) for one in made.automatic] == [("graded-3", "grade-3 2024-05-01", "slides, line 35")]  # fmt: skip
    assert "Graded 3 overall" in made.reason
    assert [one.name for one in standing.history] == ["Enhanced", "Core"]
    assert _audit(app, "a rule set a category") == [("set by the rule", URN, f"{made.id} enhanced graded-3")]
    assert [row.category for row in app.run(app.services.overview.caseload).rows if row.urn == URN] == ["Enhanced"]


def test_that_it_is_said_everywhere_until_a_person_confirms(app: App) -> None:
    follow(app, "hackney", "core")
    _note(app, "grade-3")
    said = _standing(app).to_confirm
    assert said.startswith("Set by the rule “Any school graded 3")
    assert said.endswith(
        "because: graded 3 overall: requires improvement. Discuss and confirm it, or decide otherwise."
    )
    [line] = [one for one in app.run(app.services.today.view).lines if one.part is Part.DECIDE]
    assert (line.what, line.why) == ("Confirm its category: Enhanced, set by a rule", said)
    [row] = [one for one in app.run(app.services.overview.caseload).rows if one.urn == URN]
    assert row.to_confirm == said
    place(app, "enhanced", discussed_on=TODAY, discussed_with=["Headteacher"])
    standing = _standing(app)
    assert (standing.to_confirm, standing.since) == ("", TODAY)
    assert standing.placement is not None
    assert standing.placement.discussed_with == ["Headteacher"]
    assert not [one for one in app.run(app.services.due.on, TODAY) if one.kind == "decision"]
    assert _catch_up(app) == []


def test_that_a_person_may_confirm_it_from_an_earlier_day(app: App) -> None:
    follow(app, "hackney", "core")
    _note(app, "grade-3")
    place(app, "enhanced", dt.date(2025, 9, 20))
    standing = _standing(app)
    assert (standing.to_confirm, standing.since) == ("", dt.date(2025, 9, 20))
    assert standing.placement is not None
    assert standing.placement.automatic == []


@pytest.fixture
def two(desk_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[App]:
    """A desk on forms of one's own where two categories are automatic: Red in special measures, Amber as the roll falls."""
    forms = elsewhere.write(tmp_path / "own")
    file = forms / elsewhere.NAME / "2025-26" / "programme.toml"
    suggested = 'facts = ["falling-roll"]\n'
    file.write_text(file.read_text().replace(suggested, f"{suggested}automatic = true\n"))
    app = App(desk_folder, clock, forms)
    app.open(PASSPHRASE)
    follow(app, elsewhere.NAME, "green")
    yield app
    app.close()


def test_that_several_automatic_categories_are_left_for_a_person(two: App) -> None:
    app = two
    _note(app, "falling-roll")
    assert _standing(app).category == "amber"
    _note(app, "special-measures")
    assert _standing(app).category == "amber"  # it stands in one of them
    follow(app, elsewhere.NAME, "green", urn="900102")
    app.run(_put_facts, app, "900102", "falling-roll", "special-measures")
    assert _catch_up(app) == []
    assert _standing(app, "900102").category == "green"
    lines = [one for one in app.run(app.services.due.on, TODAY) if one.kind == "decision" and one.urn == "900102"]
    assert [line.what for line in lines] == ["Decide on its category: Amber by an automatic rule"]
    ended = next(one for one in _standing(app, "900102").facts if one.fact == "falling-roll")
    app.run(app.services.standing.end_fact, ended.id, dt.date(2025, 10, 6))
    assert _standing(app, "900102").category == "red"


def test_that_nothing_is_written_where_nothing_is_set_and_a_school_that_left_is_let_be(app: App) -> None:
    follow(app, "hackney", "enhanced")
    _note(app, "grade-3")
    before = _rows(app)
    assert _catch_up(app) == []
    assert _rows(app) == before
    assert [one.name for one in _standing(app).history] == ["Enhanced"]


# -- deciding otherwise --------------------------------------------------------------------------------------------------


def test_that_what_a_person_decided_against_is_not_set_again_for_the_same_fact(app: App) -> None:
    follow(app, "hackney", "core")
    noted = _note(app, "grade-3")
    with pytest.raises(Refused, match="without more ado"):
        app.run(app.services.placing.place, URN, draft("focused"))
    made = place(app, "focused")
    assert [(one.rule, one.fact) for one in made.overrides] == [("enhanced/graded-3", "grade-3 2024-05-01")]
    assert (_catch_up(app), _standing(app).category) == ([], "focused")
    app.run(app.services.standing.end_fact, noted.id, dt.date(2025, 9, 1))
    _note(app, "grade-3", dt.date(2025, 10, 2))  # graded so again: another fact
    assert _standing(app).category == "enhanced"


def test_that_to_stay_where_it_was_asks_only_why_the_rule_is_not_followed(app: App) -> None:
    follow(app, "havering", "cat-1")
    _note(app, "special-measures")
    assert _standing(app).category == "cat-3b"
    assert [one.id for one in app.run(app.services.placing.asks, URN, draft("cat-1"))] == ["cat-3b/category-of-concern"]
    elsewhere_to = [one.id for one in app.run(app.services.placing.asks, URN, draft("cat-2"))]
    assert elsewhere_to == ["cat-3b/category-of-concern", "cat-3a/stop"]


def test_that_taking_it_back_is_an_override_and_asks_for_a_reason(app: App) -> None:
    follow(app, "hackney", "core")
    _note(app, "grade-3")
    made = _standing(app).placement
    assert made is not None
    with pytest.raises(Refused, match="A rule set this category"):
        app.run(app.services.placing.take_back, made.id)
    back = app.run(app.services.placing.take_back, made.id, "Inspected again; the report is not out")
    assert [(one.rule, one.why) for one in back.overrides] == [("enhanced/graded-3", "Inspected again; the report is not out")]  # fmt: skip
    assert (_standing(app).category, _catch_up(app)) == ("core", [])
    assert not [one for one in app.run(app.services.due.on, TODAY) if one.kind == "decision"]
    app.run(app.services.placing.give_back, made.id)
    assert _standing(app).category == "enhanced"


def test_that_a_fact_taken_out_as_a_mistake_takes_along_what_it_set(app: App) -> None:
    follow(app, "hackney", "core")
    noted = _note(app, "grade-3")
    app.run(app.services.standing.drop_fact, noted.id)
    standing = _standing(app)
    assert (standing.category, [bool(one.placement.taken_back) for one in standing.history]) == ("core", [True, False])
    app.run(app.services.standing.put_fact, noted)
    assert _standing(app).category == "enhanced"
    place(app, "enhanced")
    app.run(app.services.standing.drop_fact, noted.id)
    assert _standing(app).category == "enhanced"  # a person has confirmed it


# -- imports and opening -------------------------------------------------------------------------------------------------


def test_that_an_inspection_file_sets_it_says_how_many_and_undo_takes_it_back(
    app: App, bring: Callable[..., int]
) -> None:
    follow(app, "hackney", "core")
    assert bring() == 1
    assert _standing(app).category == "enhanced"
    app.run(app.services.caseload.undo_last)
    standing = _standing(app)
    assert (standing.category, standing.facts) == ("core", [])
    assert [row.category for row in app.run(app.services.overview.caseload).rows if row.urn == URN] == ["Core"]
    assert bring() == 1
    assert _standing(app).category == "enhanced"


def test_that_a_sheet_that_comes_after_the_facts_is_met_by_the_rule_and_both_can_be_undone(
    empty: App, tmp_path: Path
) -> None:
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER))
    _note(empty, "grade-3", urn=BERGER_URN)
    assert _standing(empty, BERGER_URN).category == "enhanced"
    take(empty, sheet(tmp_path, [*BERGER[:3], "Focused", "14/10/2025"]), SPRING)
    told = _standing(empty, BERGER_URN)
    assert (told.category, [one.name for one in told.history]) == (
        "enhanced",
        ["Enhanced", "Focused", "Enhanced", "Core"],
    )
    empty.run(empty.services.caseload.undo_last)
    told = _standing(empty, BERGER_URN)
    assert (told.category, [bool(one.placement.taken_back) for one in told.history]) == ("enhanced", [True, True, False, False])  # fmt: skip
    assert [one.category for one in empty.run(empty.services.overview.caseload).rows] == ["Enhanced"]


def test_that_undo_of_a_sheet_is_not_stopped_by_what_a_rule_set_since(empty: App, tmp_path: Path) -> None:
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER))
    _note(empty, "grade-3", urn=BERGER_URN)
    empty.run(empty.services.caseload.undo_last)
    assert empty.run(empty.services.caseload.schools) == []


def test_that_opening_the_desk_catches_up(app: App) -> None:
    follow(app, "hackney", "core")
    app.run(_put_facts, app, URN, "grade-3")
    assert _standing(app).category == "core"
    app.lock()
    app.open(PASSPHRASE)
    assert _standing(app).category == "enhanced"
    before = _rows(app)
    app.lock()
    app.open(PASSPHRASE)
    assert _rows(app) == before


# -- the register --------------------------------------------------------------------------------------------------------


def test_that_an_entry_of_the_register_is_made_by_the_rule_and_shown_there_alone(app: App) -> None:
    follow(app, "hillingdon", "")
    _note(app, "grade-3")
    view = app.run(app.services.risk.open, URN)
    assert view.entry is not None
    assert (view.entry.decided_by, view.entry.on, view.entry.rules) == ("set by the rule", TODAY, ["requires-improvement"])  # fmt: skip
    assert view.remarks[0].startswith("Set by the rule “Any school judged to require improvement")
    assert "register" not in _standing(app).model_dump_json(include={"to_confirm", "history", "placement"}).lower()
    assert not [one for one in app.run(app.services.due.on, TODAY) if one.kind == "decision"]
    told = app.run(app.services.risk.tell, URN, Told(who="Headteacher", how="Meeting", on=TODAY))
    assert not any("Set by the rule" in remark for remark in told.remarks)


def test_that_a_school_taken_off_is_not_put_on_again_for_the_same_fact(app: App) -> None:
    follow(app, "hillingdon", "")
    noted = _note(app, "grade-3")
    left = app.run(app.services.risk.leave, URN, TODAY, "The report is not out.")
    assert (left.entry, left.remarks) == (None, [])
    _catch_up(app)
    assert app.run(app.services.risk.open, URN).entry is None
    app.run(app.services.standing.drop_fact, noted.id)
    _note(app, "special-measures", dt.date(2025, 10, 1))
    assert app.run(app.services.risk.open, URN).entry is not None


def test_that_an_entry_goes_with_its_fact_unless_a_person_has_taken_it_on(app: App) -> None:
    follow(app, "hillingdon", "")
    noted = _note(app, "grade-3")
    app.run(app.services.standing.drop_fact, noted.id)
    view = app.run(app.services.risk.open, URN)
    assert (view.entry, view.earlier) == (None, [])
    app.run(app.services.standing.put_fact, noted)
    taken = app.run(app.services.risk.enter, URN, TODAY, "Talked over with the head.")
    assert taken.entry is not None
    assert (taken.entry.reason, len(taken.entry.automatic)) == ("Talked over with the head.", 1)
    assert taken.entry.decided_by != "set by the rule"
    app.run(app.services.risk.assess, URN, Assessment(on=TODAY))
    app.run(app.services.standing.drop_fact, noted.id)
    assert app.run(app.services.risk.open, URN).entry is not None
