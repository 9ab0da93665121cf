"""The caseload through its terms: new, changed, gone, back again, undone; the register beside it."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import Refused
from sipdesk.store.register import StoredRegister
from sipdesk.store.schools import Schools
from tests.conftest import PASSPHRASE

AUTUMN, SPRING = TermSlot.parse("2025-26/autumn"), TermSlot.parse("2025-26/spring")
AUTUMN_DAY = date(2025, 11, 3)
REGISTER = Path(__file__).parents[2] / "data" / "imports" / "hackney_open_cp1252.csv"
HEAD = ["URN", "School", "Link adviser", "Category", "Autumn visit"]


@pytest.fixture
def empty(bare_desk, tmp_path, clock):
    """A desk with neither schools nor register."""
    app = App(shutil.copytree(bare_desk, tmp_path / "fresh"), clock)
    app.open(PASSPHRASE)
    yield app
    app.close()


def sheet(tmp_path: Path, *rows: list[str]) -> Path:
    file = tmp_path / "sheet.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([HEAD, *rows])
    return file


def preview(app: App, file: Path, term: TermSlot = AUTUMN):
    return app.run(app.services.caseload.preview, app.services.intake.allocation(file, term, term))


def take(app: App, file: Path, term: TermSlot = AUTUMN):
    seen = preview(app, file, term)
    app.run(app.services.caseload.apply, seen)
    return seen


def read_register(app: App, file: Path = REGISTER):
    services = app.services
    read, lines = services.intake.register(
        file, app.run(services.register.known), app.run(services.caseload.home_codes)
    )
    seen = app.run(services.register.preview, read, lines)
    app.run(services.register.apply, seen, lines, read.full)
    return seen


def urns(app: App, *, left: bool = False) -> list[str]:
    return sorted(row.school.urn for row in app.run(app.services.caseload.schools, left=left))


BERGER = ["100218", "Berger Primary School", "A. Example", "Core", "07/10/2025"]
COLVESTONE = ["100221", "Colvestone Primary School", "Example, Alex", "Focused", ""]
DAUBENEY = ["100223", "Daubeney Primary School", "B Sample", "Core", ""]


def test_that_a_preview_changes_nothing(empty, tmp_path):
    seen = preview(empty, sheet(tmp_path, BERGER, DAUBENEY))
    assert [c.urn for c in seen.new] == ["100218"]
    assert urns(empty) == []


def test_that_each_changed_field_is_shown_with_what_stood_before(empty, tmp_path):
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER, COLVESTONE, DAUBENEY))
    seen = take(empty, sheet(tmp_path, [*BERGER[:3], "Enhanced", "14/10/2025"], COLVESTONE, DAUBENEY), SPRING)
    assert [(c.urn, [(f.field, f.before, f.after) for f in c.fields]) for c in seen.changed] == [
        (
            "100218",
            [("category", "Core", "Enhanced"), ("planned", "Autumn visit: 07/10/2025", "Autumn visit: 14/10/2025")],
        )
    ]
    assert [c.urn for c in seen.same] == ["100221"]


def test_that_the_same_file_twice_leaves_no_trace(empty, tmp_path):
    file = sheet(tmp_path, BERGER, COLVESTONE)
    take(empty, file)
    before = empty.run(empty.services.desk.state)
    seen = take(empty, file)
    assert (seen.new, seen.changed, seen.gone) == ([], [], [])
    assert empty.run(empty.services.desk.state) == before


def test_that_a_school_that_has_gone_keeps_its_draft_and_can_come_back(empty, tmp_path):
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER, COLVESTONE))
    visits = empty.services.visits
    visit, _ = empty.run(visits.open_in_term, "100221", AUTUMN)
    empty.run(visits.save, visit.id, None, {"context": "half written"})
    seen = take(empty, sheet(tmp_path, BERGER), SPRING)
    assert [c.urn for c in seen.gone] == ["100221"]
    assert (urns(empty), urns(empty, left=True)) == (["100218"], ["100221"])
    empty.run(visits.save, visit.id, None, {"context": "finished after all"})
    with pytest.raises(Refused, match="left your caseload"):
        empty.run(visits.open_in_term, "100221", SPRING)
    seen = take(empty, sheet(tmp_path, BERGER, COLVESTONE), SPRING)
    assert [c.urn for c in seen.new] == ["100221"]
    assert empty.run(visits.answers, empty.run(visits.get, visit.id)) == {"context": "finished after all"}


def test_that_an_undone_import_leaves_everything_as_it_was(empty, tmp_path):
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER, COLVESTONE))
    before = [row.model_dump() for row in empty.run(empty.services.caseload.schools)]
    take(
        empty,
        sheet(
            tmp_path, [*BERGER[:3], "Enhanced", ""], ["100224", "De Beauvoir Primary School", "A. Example", "Core", ""]
        ),
        SPRING,
    )
    assert urns(empty) == ["100218", "100224"]
    empty.run(empty.services.caseload.undo_last)
    assert [row.model_dump() for row in empty.run(empty.services.caseload.schools)] == before
    empty.run(empty.services.caseload.undo_last)
    assert urns(empty) == []


def test_that_undoing_keeps_the_visits_written_since(empty, tmp_path):
    take(empty, sheet(tmp_path, BERGER))
    visit, _ = empty.run(empty.services.visits.open_in_term, "100218", AUTUMN)
    empty.run(empty.services.caseload.undo_last)
    assert (urns(empty), urns(empty, left=True)) == ([], ["100218"])
    assert empty.run(empty.services.visits.get, visit.id) == visit


def test_that_undo_stops_where_there_is_nothing_left_to_undo(empty):
    with pytest.raises(Refused, match="no import to undo"):
        empty.run(empty.services.caseload.undo_last)


def test_that_a_preview_gone_stale_is_not_applied(empty, tmp_path):
    take(empty, sheet(tmp_path, BERGER))
    seen = preview(empty, sheet(tmp_path, [*BERGER[:3], "Focused", ""]))
    take(empty, sheet(tmp_path, [*BERGER[:3], "Enhanced", ""]))
    with pytest.raises(Refused, match="changed since the preview"):
        empty.run(empty.services.caseload.apply, seen)


def test_that_a_school_known_only_from_the_sheet_is_provisional_until_the_register_comes(empty, tmp_path):
    take(empty, sheet(tmp_path, BERGER))
    school = empty.run(empty.services.visits.school, "100218")
    assert (school.provisional, school.name) == (True, "Berger Primary School")
    seen = read_register(empty)
    assert [after.urn for _before, after in seen.changed] == ["100218"]
    school = empty.run(empty.services.visits.school, "100218")
    assert (school.provisional, school.laestab) == (False, "2042048")


def test_that_a_row_that_cannot_be_settled_never_counts_its_school_as_gone(empty, tmp_path):
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER, COLVESTONE))
    seen = preview(
        empty, sheet(tmp_path, COLVESTONE, ["100221", "Berger Primary School", "A. Example", "Core", ""]), SPRING
    )
    assert "100218" not in [c.urn for c in seen.gone] or not seen.unmatched


def test_that_a_schools_own_programme_follows_its_authority(empty, tmp_path):
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER))
    row = empty.run(empty.services.caseload.schools)[0]
    assert row.allocation.authority == "hackney"
    assert empty.run(empty.services.caseload.category_name, row) == "Core"


def test_that_the_register_keeps_every_column_of_the_home_authority(empty):
    read_register(empty)

    def columns():
        found = empty.services.desk.db.conn.execute("SELECT columns FROM register_full WHERE urn = '100218'").fetchone()
        return found[0]

    assert '"Postcode": "E9' in empty.run(columns)
    assert empty.run(lambda: StoredRegister(empty.services.desk).by_urn("100218")).name == "Berger Primary School"


def test_that_a_second_register_replaces_only_the_authorities_in_it_and_can_be_undone(empty, tmp_path):
    read_register(empty)
    text = REGISTER.read_text(encoding="cp1252").splitlines(keepends=True)
    fewer = tmp_path / "fewer.csv"
    fewer.write_text(
        "".join([text[0], *(line.replace("Comet Nursery", "Halley Nursery") for line in text[2:])]),
        encoding="cp1252",
        newline="",
    )
    before = empty.run(lambda: [StoredRegister(empty.services.desk).by_urn(u) for u in ("100212", "100213")])
    read_register(empty, fewer)
    after = empty.run(lambda: [StoredRegister(empty.services.desk).by_urn(u) for u in ("100212", "100213")])
    assert after[0] is None
    assert after[1].name.startswith("Halley")
    empty.run(empty.services.caseload.undo_last)
    assert empty.run(lambda: [StoredRegister(empty.services.desk).by_urn(u) for u in ("100212", "100213")]) == before


def test_that_the_same_register_twice_leaves_no_trace(empty):
    read_register(empty)
    before = empty.run(empty.services.desk.state)
    read_register(empty)
    assert empty.run(empty.services.desk.state) == before


def test_that_all_schools_of_the_desk_are_known_to_the_register_import(empty, tmp_path):
    take(empty, sheet(tmp_path, BERGER, COLVESTONE))
    assert empty.run(empty.services.register.known) == {"100218", "100221"}
    assert empty.run(lambda: Schools(empty.services.desk).school("100218")).provisional


def test_that_another_boroughs_sheet_says_nothing_about_my_schools(empty, tmp_path):
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER, COLVESTONE))
    text = REGISTER.read_text(encoding="cp1252").splitlines(keepends=True)
    elsewhere = tmp_path / "elsewhere.csv"
    row = text[1].replace("100212,204,Hackney", "100999,211,Tower Hamlets").replace("Wentworth", "Wapping")
    elsewhere.write_text(text[0] + row, encoding="cp1252", newline="")
    read_register(empty, elsewhere)
    seen = take(
        empty, sheet(tmp_path, ["100999", "Wapping Nursery School and Children's Centre", "A. Example", "", ""])
    )
    assert [c.urn for c in seen.new] == ["100999"]
    assert seen.gone == []
    assert any("no forms for Tower Hamlets here" in message for message in seen.messages)
    assert urns(empty) == ["100218", "100221", "100999"]


def test_that_nobody_is_gone_when_nothing_could_be_settled(empty, tmp_path):
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER))
    seen = take(empty, sheet(tmp_path, ["", "A School Nobody Knows", "A. Example", "", ""]))
    assert (seen.gone, len(seen.unmatched)) == ([], 1)
    assert urns(empty) == ["100218"]


def test_that_an_older_sheet_says_that_it_turns_the_caseload_back(empty, tmp_path):
    take(empty, sheet(tmp_path, BERGER), SPRING)
    seen = preview(empty, sheet(tmp_path, BERGER), AUTUMN)
    assert any("goes back to it" in message for message in seen.messages)


def test_that_somebody_elses_rows_are_said_to_be_so(empty, tmp_path):
    parsed = empty.services.intake.allocation(sheet(tmp_path, BERGER, DAUBENEY), AUTUMN, AUTUMN)
    seen = empty.run(empty.services.caseload.preview, parsed, "B Sample")
    assert any("rows of B Sample were taken" in message for message in seen.messages)


def test_that_one_authoritys_missing_forms_do_not_stop_the_others(empty, tmp_path):
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER, COLVESTONE))

    def orphan():
        with empty.services.desk.writing() as db:
            db.conn.execute("UPDATE allocations SET authority = 'atlantis' WHERE urn = '100221'")

    empty.run(orphan)
    assert [empty.run(empty.services.caseload.category_name, row) for row in empty.run(empty.services.caseload.schools)]
    due = empty.run(empty.services.due.on, AUTUMN_DAY)
    assert {entry.kind for entry in due if entry.urn == "100221"} == {"forms"}
    assert {entry.kind for entry in due if entry.urn == "100218"} == {"visit"}
