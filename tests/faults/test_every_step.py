"""Killed at every statement and every file event, a desk is the old one or the new one, never something between."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sipdesk.domain.allocation import ControlTotals, ParsedAllocation
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import NotFound, WrongPassphrase
from sipdesk.forms.loader import load_programmes
from sipdesk.paths import forms as shipped_forms
from sipdesk.services.caseload import CaseloadService, Preview, SchoolChange
from sipdesk.services.forms import FormService
from sipdesk.store import backups, schema
from sipdesk.store.desk import Desk, migrate
from sipdesk.store.schools import Schools
from sipdesk.store.sqlite import rows
from sipdesk.store.visits import Visits
from tests.conftest import PASSPHRASE, SCHOOLS, Ticking
from tests.faults.killer import at_every_step

pytestmark = pytest.mark.long


def same_clock() -> Clock:
    """The same instants and the same bytes in each process, so that old and new can be compared row by row."""
    ticking = Ticking(datetime(2025, 11, 3, 9, tzinfo=UTC))
    return Clock(now=ticking.now, random=ticking.random)


def contents(folder: Path, passphrase: str = PASSPHRASE) -> dict[str, Any]:
    """Every row of every table, after a full check."""
    desk = Desk.open(folder, passphrase, same_clock())
    try:
        backups.verify_database(desk.db)
        names = [
            row["name"]
            for row in rows(
                desk.db,
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' AND name NOT LIKE '%indexed'",
            )
        ]
        told = {name: rows(desk.db, f"SELECT * FROM {name} ORDER BY 1, 2") for name in names}  # noqa: S608
    finally:
        desk.close()
    told.pop("_sqlite_migrations", None)
    return told


class Bench:
    """A desk to be put back before each try."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.template = template
        self.folder = folder

    def fresh(self) -> None:
        """The desk as it was."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.template, self.folder)

    def run(self, operation: Callable[[Desk], None]) -> None:
        """Open, operate, close."""
        desk = Desk.open(self.folder, PASSPHRASE, same_clock())
        operation(desk)
        desk.close()


@pytest.fixture
def bench(template_desk: Path, tmp_path: Path) -> Bench:
    return Bench(template_desk, tmp_path / "desk")


def old_or_new(bench: Bench, operation: Callable[[Desk], None]) -> int:
    """Both are known beforehand; what is left after each death must be one of them."""
    bench.fresh()
    old = contents(bench.folder)
    bench.run(operation)
    new = contents(bench.folder)
    assert old != new
    seen: set[bool] = set()

    def look(step: int) -> None:
        left = contents(bench.folder)
        assert left in (old, new), f"between old and new after step {step}"
        seen.add(left == new)

    steps = at_every_step(bench.fresh, lambda: bench.run(operation), look)
    assert seen == {True, False}
    return steps


def import_(desk: Desk) -> None:
    """One school changes, one leaves, one stays and one is new."""
    library = load_programmes(shipped_forms())
    service = CaseloadService(desk, FormService(Visits(desk), library), library)
    schools, first, second = Schools(desk), SCHOOLS[0], SCHOOLS[1]
    kept, gone = schools.allocation(first.urn), schools.allocation(second.urn)
    assert kept
    assert gone
    fresh = first.model_copy(update={"urn": "900109", "name": "Newcome School"})
    service.apply(
        Preview(
            file="a.csv", sha256="0" * 64, term=TermSlot.parse("2025-26/spring"), read=3, mine=3,
            parsed=ParsedAllocation(file_name="a.csv", sha256="0" * 64, format="csv", term=TermSlot.parse("2025-26/spring"),
                                    term_from="wanted", rows=[], skipped=[], ignored=[], totals=ControlTotals.of(0, [], []),
                                    names_advisers=True),
            new=[SchoolChange(urn=fresh.urn, name=fresh.name, school=(None, fresh),
                              allocation=(None, kept.model_copy(update={"urn": fresh.urn})))],
            changed=[SchoolChange(urn=first.urn, name=first.name, school=(first, first.model_copy(update={"roll": 400})),
                                  allocation=(kept, kept.model_copy(update={"category": "focused"})))],
            gone=[SchoolChange(urn=second.urn, name=second.name, school=(second, second),
                               allocation=(gone, gone.model_copy(update={"status": "left"})))],
        )
    )  # fmt: skip


def test_that_an_import_killed_at_any_step_is_whole_or_absent(bench):
    assert old_or_new(bench, import_) > 20


def test_that_an_undo_killed_at_any_step_is_whole_or_absent(bench, tmp_path):
    bench.fresh()
    bench.run(import_)
    bench.template = Path(shutil.copytree(bench.folder, tmp_path / "imported"))

    def undo(desk: Desk) -> None:
        library = load_programmes(shipped_forms())
        CaseloadService(desk, FormService(Visits(desk), library), library).undo_last()

    assert old_or_new(bench, undo) > 20


def test_that_a_migration_killed_at_any_step_is_whole_or_absent(bench):
    def later(desk: Desk) -> None:
        steps = schema.Migrations("sipdesk")
        steps(name="1: the first schema")(lambda _db: None)

        @steps()
        def two(db):
            db.conn.execute("CREATE TABLE extra (a TEXT, b TEXT)")
            db.conn.execute("ALTER TABLE schools RENAME COLUMN postcode TO post_code")

        @steps()
        def three(db):
            db.conn.execute("INSERT INTO extra SELECT urn, name FROM schools")

        migrate(desk.db, steps)

    assert old_or_new(bench, later) > 20


def test_that_a_desk_killed_while_being_made_is_whole_or_absent(bench):
    folder = bench.folder

    def make() -> None:
        Desk.create(folder, PASSPHRASE, same_clock(), {"partner": "x", "authority": "hackney"}).close()

    make()
    whole = contents(folder)

    def look(step: int) -> None:
        try:
            assert contents(folder) == whole, f"half a desk after step {step}"
        except NotFound:
            make()
            assert contents(folder) == whole

    assert at_every_step(lambda: shutil.rmtree(folder, ignore_errors=True), make, look) > 50


def test_that_a_restore_killed_at_any_step_is_whole_or_absent(bench, tmp_path):
    bench.fresh()
    bench.run(import_)
    saved = tmp_path / "imported.sipbackup"
    bench.run(lambda desk: backups.make(desk, saved))
    new = contents(bench.folder)
    bench.fresh()
    old = contents(bench.folder)
    seen = set()

    def look(step: int) -> None:
        left = contents(bench.folder)
        assert left in (old, new), f"between old and new after step {step}"
        seen.add(left == new)

    at_every_step(bench.fresh, lambda: backups.restore(bench.folder, saved, PASSPHRASE, same_clock()), look)
    assert seen == {True, False}


def test_that_a_backup_killed_at_any_step_leaves_the_old_file_or_the_new_one(bench, tmp_path):
    target = tmp_path / "desk.sipbackup"
    bench.fresh()
    bench.run(lambda desk: backups.make(desk, target))
    before = target.read_bytes()
    bench.run(import_)
    bench.template = Path(shutil.copytree(bench.folder, tmp_path / "imported"))

    def prepare() -> None:
        bench.fresh()
        target.write_bytes(before)

    def look(_step: int) -> None:
        manifest = backups.read_manifest(target)
        assert manifest is not None
        backups.restore(tmp_path / "tried", target, PASSPHRASE, same_clock())
        shutil.rmtree(tmp_path / "tried")

    at_every_step(prepare, lambda: bench.run(lambda desk: backups.make(desk, target)), look)
    assert target.read_bytes() != before


def test_that_a_new_passphrase_killed_at_any_step_is_the_old_or_the_new(bench):
    fresh_words = "quite different words now"

    def change(desk: Desk) -> None:
        desk.change_passphrase(PASSPHRASE, fresh_words)

    seen = set()

    def look(step: int) -> None:
        opened = []
        for words in (PASSPHRASE, fresh_words):
            try:
                contents(bench.folder, words)
                opened.append(words)
            except WrongPassphrase:
                continue
        assert len(opened) == 1, f"{len(opened)} passphrases open the desk after step {step}"
        seen.add(opened[0])

    at_every_step(bench.fresh, lambda: bench.run(change), look)
    assert seen == {PASSPHRASE, fresh_words}
