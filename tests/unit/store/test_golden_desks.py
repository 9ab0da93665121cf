"""A desk of every released schema is kept, and still says what it said."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from sipdesk.app import App
from sipdesk.domain.note import canonical
from sipdesk.services import care
from sipdesk.store.backups import counts
from sipdesk.store.schema import SCHEMA_VERSION
from tests.conftest import PASSPHRASE

KEPT = sorted((Path(__file__).parents[2] / "data" / "desks").glob("v*"))


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
        assert {table: now[table] for table in told["counts"]} == told["counts"]
        for visit, digest in told["records"].items():
            record = app.run(services.notes.record, visit)
            assert hashlib.sha256(canonical(record)).hexdigest() == digest
    finally:
        app.close()
