"""The desk: one file, encrypted, one process, old or new."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sipdesk.domain.errors import DeskBusy, DeskDamaged, DeskTooNew, NotFound, Refused, WrongPassphrase
from sipdesk.store import audit, schema, sqlite
from sipdesk.store.backups import verify_database
from sipdesk.store.desk import DATABASE, Desk, current_set, migrate
from tests.conftest import PASSPHRASE


def database_of(folder: Path) -> Path:
    return current_set(folder) / DATABASE


def test_that_nothing_on_disk_can_be_read_without_the_key(desk, desk_folder):
    with desk.change("wrote a canary", "canary-subject", "canary-detail") as db:
        db.conn.execute("INSERT INTO meta VALUES ('canary-key', 'canary-value')")
    raw = b"".join(path.read_bytes() for path in desk_folder.rglob("*") if path.is_file())
    assert b"canary" not in raw
    assert b"Alder Park" not in raw
    assert not database_of(desk_folder).read_bytes().startswith(b"SQLite format 3")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("locking_mode", "exclusive"),
     ("trusted_schema", 0), ("cell_size_check", 1), ("mmap_size", 0), ("temp_store", 2)],
)  # fmt: skip
def test_that_the_settings_that_keep_data_safe_are_on(desk, pragma, value):
    found = sqlite.scalar(desk.db, f"PRAGMA {pragma}")
    assert found == value or (pragma == "mmap_size" and found is None)


def test_that_the_search_forgets_what_was_deleted(desk):
    assert sqlite.scalar(desk.db, "SELECT v FROM search_config WHERE k = 'secure-delete'") == 1


def test_that_a_known_bad_sqlite_is_refused():
    with pytest.raises(Refused, match=r"3\.51\.3"):
        sqlite.check_version((3, 51, 2))
    sqlite.check_version((3, 51, 3))


def test_that_a_wrong_passphrase_changes_nothing_and_lets_the_next_try_in(desk_folder, clock):
    with pytest.raises(WrongPassphrase):
        Desk.open(desk_folder, "not the passphrase", clock)
    Desk.open(desk_folder, PASSPHRASE, clock).close()


def test_that_a_second_process_is_told_who_has_the_desk(desk, desk_folder):
    code = (
        "import sys; from pathlib import Path; from sipdesk.store.desk import Desk; from sipdesk.domain.clock import Clock\n"
        "from sipdesk.domain.errors import DeskBusy\n"
        "try: Desk.open(Path(sys.argv[1]), sys.argv[2], Clock())\n"
        "except DeskBusy as error: print(error)\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, desk_folder, PASSPHRASE], capture_output=True, text=True, check=True
    )
    assert f"process {os.getpid()}" in told.stdout
    assert os.uname().nodename in told.stdout


def test_that_a_lock_left_by_a_dead_process_locks_nobody_out(desk_folder, clock):
    (desk_folder / "in-use.lock").touch()
    (desk_folder / "in-use.json").write_text(json.dumps({"host": "elsewhere", "process": 1}))
    Desk.open(desk_folder, PASSPHRASE, clock).close()


def test_that_a_desk_is_refused_twice_in_one_process(desk, desk_folder, clock):
    with pytest.raises(DeskBusy):
        Desk.open(desk_folder, PASSPHRASE, clock)


def test_that_a_folder_without_a_desk_says_how_to_make_one(tmp_path, clock):
    with pytest.raises(NotFound, match="new --authority"):
        Desk.open(tmp_path, PASSPHRASE, clock)


def test_that_a_second_desk_is_not_made_over_the_first(desk_folder, clock):
    before = sorted(path.name for path in desk_folder.iterdir())
    with pytest.raises(Refused, match="already"):
        Desk.create(desk_folder, PASSPHRASE, clock, {"partner": "x", "authority": "hackney"})
    assert sorted(path.name for path in desk_folder.iterdir()) == before


def test_that_a_newer_schema_is_left_alone(desk_folder, clock):
    desk = Desk.open(desk_folder, PASSPHRASE, clock)
    desk.db.conn.execute("PRAGMA user_version = 99")
    desk.close()
    with pytest.raises(DeskTooNew, match="newer sipdesk"):
        Desk.open(desk_folder, PASSPHRASE, clock)


@pytest.mark.parametrize("fraction", [0.1, 0.5, 0.9])
def test_that_a_damaged_page_is_found_before_anything_is_shown(desk_folder, clock, fraction):
    path = database_of(desk_folder)
    whole = bytearray(path.read_bytes())
    whole[int(len(whole) * fraction)] ^= 1
    path.write_bytes(whole)
    with pytest.raises(DeskDamaged):
        desk = Desk.open(desk_folder, PASSPHRASE, clock)
        try:
            verify_database(desk.db)
        finally:
            desk.close()


def test_that_a_missing_database_is_not_made_anew(desk_folder, clock):
    database_of(desk_folder).unlink()
    with pytest.raises(DeskDamaged, match="not there"):
        Desk.open(desk_folder, PASSPHRASE, clock)
    assert not database_of(desk_folder).exists()


def test_that_an_unfinished_set_is_swept_and_a_replaced_one_is_kept(desk_folder, clock):
    (desk_folder / "set-unfinished").mkdir()
    (desk_folder / "set-unfinished" / DATABASE).write_bytes(b"half")
    shutil.copytree(current_set(desk_folder), desk_folder / "set-replaced")
    Desk.open(desk_folder, PASSPHRASE, clock).close()
    assert not (desk_folder / "set-unfinished").exists()
    assert (desk_folder / "replaced-replaced" / DATABASE).exists()


def test_that_a_failing_migration_leaves_the_old_schema(desk):
    later = sqlite_migrations()
    before = sqlite.rows(desk.db, "SELECT name, sql FROM sqlite_master ORDER BY name")
    with pytest.raises(sqlite.DatabaseError):
        migrate(desk.db, later)
    assert sqlite.rows(desk.db, "SELECT name, sql FROM sqlite_master ORDER BY name") == before
    assert not desk.db.conn.in_transaction


def sqlite_migrations():
    """One step that holds and one that does not: neither may stay."""
    later = schema.Migrations("sipdesk")

    @later(name="1: the first schema")
    def _first(db):
        db.conn.execute("SELECT 1")

    @later()
    def holds(db):
        db.conn.execute("CREATE TABLE extra (a TEXT)")

    @later()
    def fails(db):
        db.conn.execute("CREATE TABLE schools (a TEXT)")

    return later


def test_that_the_audit_is_only_ever_added_to(desk):
    for statement in (
        "UPDATE audit SET who = 'x'",
        "DELETE FROM audit",
        "INSERT INTO audit VALUES (99,'','','','','','','')",
    ):
        with pytest.raises(sqlite.IntegrityError):
            desk.db.conn.execute(statement)


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit SET detail = 'other' WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 1",
        "UPDATE audit SET seq = seq + 1 WHERE seq = 2",
    ],
)
def test_that_an_audit_altered_behind_our_back_is_found(desk, tamper):
    for trigger in ("audit_is_kept", "audit_is_fixed", "audit_grows_at_its_end"):
        desk.db.conn.execute(f"DROP TRIGGER {trigger}")
    desk.db.conn.execute(tamper)
    with pytest.raises(DeskDamaged, match="audit was altered"):
        audit.verify(desk.db)


def test_that_a_failed_change_leaves_neither_data_nor_audit(desk):
    before = audit.head(desk.db)
    with pytest.raises(RuntimeError), desk.change("half a change", "x") as db:
        db.conn.execute("INSERT INTO meta VALUES ('half', 'done')")
        raise RuntimeError
    assert audit.head(desk.db) == before
    assert desk.fact("half") == ""


def test_that_a_lost_mark_does_not_lose_the_desk(desk_folder, clock):
    (desk_folder / "current").unlink()
    with pytest.raises(Refused, match="already"):
        Desk.create(desk_folder, PASSPHRASE, clock, {"partner": "x", "authority": "hackney"})
    Desk.open(desk_folder, PASSPHRASE, clock).close()
    assert (desk_folder / "current").read_text().startswith("set-")


@pytest.mark.parametrize("spoilt", [b"", b"\xff\xfe\x00", b"set-nowhere", b"../../etc"])
def test_that_a_spoilt_mark_is_mended(desk_folder, clock, spoilt):
    (desk_folder / "current").write_bytes(spoilt)
    Desk.open(desk_folder, PASSPHRASE, clock).close()
    assert (desk_folder / "current").read_text().startswith("set-")


def test_that_a_desk_that_lost_every_mark_is_kept_aside_and_never_thrown_away(desk_folder, clock):
    home = current_set(desk_folder)
    whole = (home / DATABASE).read_bytes()
    (desk_folder / "current").unlink()
    (home / "complete").unlink()
    Desk.create(desk_folder, PASSPHRASE, clock, {"partner": "x", "authority": "hackney"}).close()
    kept = list(desk_folder.glob("replaced-*"))
    assert [(folder / DATABASE).read_bytes() for folder in kept] == [whole]


def test_that_a_file_in_place_of_the_folder_is_said_plainly(tmp_path, clock):
    (tmp_path / "desk").write_text("a letter")
    with pytest.raises(Refused, match="is a file"):
        Desk.create(tmp_path / "desk", PASSPHRASE, clock, {"partner": "x", "authority": "hackney"})
    with pytest.raises(NotFound):
        Desk.open(tmp_path / "desk", PASSPHRASE, clock)


def test_that_nothing_is_said_to_be_kept_in_a_desk_that_was_moved_or_deleted(desk, desk_folder):
    away = desk_folder.with_name("away")
    desk_folder.rename(away)
    with pytest.raises(DeskDamaged, match="no longer in"), desk.writing():
        desk.set_fact("title", "lost")
    away.rename(desk_folder)
    with desk.writing():
        desk.set_fact("title", "kept")
    assert desk.fact("title") == "kept"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody replace a file that is open")
def test_that_nothing_is_said_to_be_kept_in_a_desk_whose_file_was_replaced(desk, desk_folder):
    file = database_of(desk_folder)
    older = file.with_suffix(".older")
    shutil.copy(file, older)
    older.replace(file)
    with pytest.raises(DeskDamaged, match="replaced"), desk.writing():
        desk.set_fact("title", "lost")


def test_that_a_desk_that_was_not_opened_is_let_go_of(desk_folder, clock):
    desk = Desk.open(desk_folder, PASSPHRASE, clock)
    desk.db.conn.execute("PRAGMA user_version = 99")
    key = desk.key
    desk.close()
    with pytest.raises(DeskTooNew) as kept:  # an error that is held holds whatever was open where it was raised
        Desk.open(desk_folder, PASSPHRASE, clock)
    sqlite.connect(database_of(desk_folder), key).close()
    assert kept.value.sentence
