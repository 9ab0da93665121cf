"""A desk of every released schema is kept, and still says what it said."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from sipdesk.app import App
from sipdesk.domain.note import canonical
from sipdesk.services import care
from sipdesk.store.backups import counts
from sipdesk.store.schema import SCHEMA_VERSION
from tests.conftest import PASSPHRASE

KEPT = sorted((Path(__file__).parents[2] / "data" / "desks").glob("v*"))


def assert_still_says(now: Any, then: Any, where: str = "record") -> None:
    """All that was in the record then is in it now; a newer version may say more."""
    if isinstance(then, dict):
        for key, value in then.items():
            assert_still_says(now[key], value, f"{where}.{key}")
    elif where == "record.remarks":
        assert [line for line in now if line in then] == then, where
    elif isinstance(then, list):
        assert len(now) == len(then), where
        for place, value in enumerate(then):
            assert_still_says(now[place], value, f"{where}[{place}]")
    else:
        assert now == then, where


def test_that_a_desk_of_each_version_is_kept():
    assert [int(folder.name.removeprefix("v")) for folder in KEPT] == list(range(1, SCHEMA_VERSION + 1))


@pytest.mark.parametrize("kept", KEPT, ids=lambda folder: folder.name)
def test_that_a_kept_desk_opens_checks_and_gives_the_same_notes(kept, tmp_path, clock):
    told = json.loads((kept / "expected.json").read_text(encoding="utf-8"))
    folder = shutil.copytree(kept, tmp_path / "desk")
    app = App(folder, clock)
    app.open(PASSPHRASE)
    try:
        services = app.services
        health = app.run(care.check, services.desk, services.forms)
        assert health.visits == len(told["records"])
        now = app.run(counts, services.desk.db)
        ours = {table: count for table, count in told["counts"].items() if not table.startswith("_")}
        assert {table: now[table] for table in ours} == ours
        for visit, then in told["records"].items():
            record = json.loads(canonical(app.run(services.notes.record, visit)))
            assert_still_says(record, then)
    finally:
        app.close()


def test_that_an_older_desk_is_backed_up_before_it_is_brought_up_to_date(tmp_path, clock):
    folder = shutil.copytree(KEPT[0], tmp_path / "desk")
    app = App(folder, clock)
    app.open(PASSPHRASE)
    app.close()
    kept = folder / "before-update-from-1.sipbackup"
    back = tmp_path / "back"
    care.restore(back, kept, PASSPHRASE, clock)
    again = App(back, clock)
    again.open(PASSPHRASE)
    again.close()
    assert json.loads((KEPT[0] / "expected.json").read_text(encoding="utf-8"))["schema"] == 1
