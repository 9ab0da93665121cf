"""Jottings in a real desk: filed, placed, and once destroyed nowhere in its files."""

import json

import pytest

from sipdesk import paths
from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.errors import BadInput, NotFound
from sipdesk.domain.jotting import Mark
from sipdesk.store.sqlite import scalar


@pytest.fixture
def visit(app: App) -> str:
    opened, _ = app.run(app.services.visits.open_in_term, "900101", TermSlot.parse("2025-26/autumn"))
    return opened.id


def kept(app: App, visit: str):
    return app.run(app.services.jottings.of, visit).jottings


def test_that_a_line_is_kept_under_the_open_section_with_its_time(app, visit):
    changes = app.run(app.services.jottings.add, visit, "~ lowest 20 % read daily", "context")
    (one,) = kept(app, visit)
    assert changes.visits == [visit]
    assert (one.section, one.mark, one.words, one.placed) == ("context", Mark.EVIDENCE, "lowest 20 % read daily", "")
    assert one.at.startswith("2025-10-07T09:")


def test_that_a_number_files_it_where_the_foci_of_the_form_are(app, visit):
    app.run(app.services.jottings.add, visit, "map gaps #2", "visit")
    (one,) = kept(app, visit)
    parts = {part.id: part for part in app.run(app.services.jottings.of, visit).parts}
    assert parts[one.section].holds_foci
    assert one.focus == 2


def test_that_a_sign_alone_is_no_jotting(app, visit):
    with pytest.raises(BadInput, match="a word or two"):
        app.run(app.services.jottings.add, visit, " ! ", "visit")
    assert kept(app, visit) == []


def test_that_one_can_be_moved_marked_and_placed_and_waits_until_then(app, visit):
    jottings = app.services.jottings
    app.run(jottings.add, visit, "ask for a specialist", "visit")
    (one,) = kept(app, visit)
    assert app.run(jottings.waiting, visit) == 1
    app.run(jottings.move, one.id, "summary")
    app.run(jottings.mark, one.id, "!")
    app.run(jottings.place, one.id, "actions")
    (moved,) = kept(app, visit)
    assert (moved.section, moved.mark, moved.placed) == ("summary", Mark.ACTION, "actions")
    assert app.run(jottings.waiting, visit) == 0


def test_that_one_destroyed_can_be_put_back_by_who_still_holds_it(app, visit):
    app.run(app.services.jottings.add, visit, "gone and back", "visit")
    (one,) = kept(app, visit)
    app.run(app.services.jottings.destroy, one.id)
    assert kept(app, visit) == []
    with pytest.raises(NotFound):
        app.run(app.services.jottings.destroy, one.id)
    app.run(app.services.jottings.put_back, one)
    assert kept(app, visit) == [one]


def test_that_the_rest_goes_in_one_go_and_the_audit_keeps_only_their_number(app, visit):
    for word in ("zanzibar", "quagga", "xylem"):
        app.run(app.services.jottings.add, visit, word, "visit")
    app.run(app.services.jottings.place, kept(app, visit)[0].id, "summary")
    app.run(app.services.jottings.destroy_rest, visit)
    assert kept(app, visit) == []
    assert app.run(app.services.jottings.destroy_rest, visit).visits == []
    told = app.run(lambda: list(app.services.desk.db.conn.execute("SELECT what, detail FROM audit")))
    assert told[-1] == ("destroyed jottings", "3")
    assert app.run(lambda: scalar(app.services.desk.db, "PRAGMA secure_delete")) == 1


def test_that_the_log_holds_nothing_of_a_destroyed_one(app, visit):
    app.run(app.services.jottings.add, visit, "short lived", "visit")
    app.run(app.services.jottings.destroy_rest, visit)
    log = app.run(lambda: app.services.desk.home / "desk.db-wal")
    assert not log.exists() or log.stat().st_size == 0


def test_that_jottings_are_in_no_journal_no_search_and_no_note(app, visit):
    told = json.loads((paths.resources() / "demo" / "autumn.json").read_text(encoding="utf-8"))
    app.run(app.services.files.fill, visit, told)
    app.run(app.services.jottings.add, visit, "quagga in the hall", "visit")
    assert "quagga" not in app.run(app.services.notes.record, visit).model_dump_json()
    journal = app.run(lambda: list(app.services.desk.db.conn.execute("SELECT before, after FROM journal")))
    assert "quagga" not in str(journal)


def test_that_the_law_is_told_once(app, visit):
    assert "information law" in app.run(app.services.jottings.of, visit).remark
    app.run(app.services.jottings.told)
    assert app.run(app.services.jottings.of, visit).remark == ""


def test_that_a_key_is_needed_to_read_any_of_it(app, visit, desk_folder):
    app.run(app.services.jottings.add, visit, "quagga", "visit")
    app.close()
    assert not [path for path in desk_folder.rglob("*") if path.is_file() and b"quagga" in path.read_bytes()]
