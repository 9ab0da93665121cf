"""Two copies of one desk, as after a backup was restored on another machine: both sync, nothing is written over or lost."""

import shutil

import pytest

from sipdesk.app import App
from sipdesk.domain.outbox import OutboxView, Stage
from tests.conftest import PASSPHRASE
from tests.unit.services.central import greeted, issue, sync, view
from tests.unit.services.test_signing import checked, sign


@pytest.fixture
def copies(app, authority, desk_folder, tmp_path):
    """A desk with a checked note, and a copy of it."""
    greeted(app, authority)
    visit = checked(app)
    app.lock()
    copied = shutil.copytree(desk_folder, tmp_path / "copy")
    app.open(PASSPHRASE)
    other = App(copied, app.clock)
    other.open(PASSPHRASE)
    yield app, other, visit
    other.close()


def stages(shown: OutboxView) -> list[Stage]:
    return [one.stage for one in shown.parcels if one.kind == "note"]


def test_that_two_notes_of_one_visit_are_a_conflict_both_sides_see_and_both_are_kept(copies, authority):
    first, second, visit = copies
    for one in (first, second):
        sign(one, visit)
        issue(one, visit)
        assert sync(one).delivered == 1
    looked = authority.receive()
    assert len(looked.of("taken")) == 2
    [conflict] = looked.conflicts
    assert len(conflict.folders) == 2
    assert all((authority.inbox / folder / "note.pdf").is_file() for folder in conflict.folders)
    for one in (first, second):
        sync(one)
        assert stages(view(one)) == [Stage.RECEIVED]
        [warning] = [letter for letter in view(one).letters if letter.kind == "warning"]
        assert "restored from a backup" in warning.words
    assert authority.receive().of("taken", "refused") == []


def test_that_the_same_package_sent_by_both_copies_arrives_once(copies, authority, desk_folder, tmp_path):
    first, second, visit = copies
    sign(first, visit)
    issue(first, visit)
    first.lock()
    second.close()
    copied = shutil.copytree(desk_folder, tmp_path / "second copy")
    first.open(PASSPHRASE)
    second = App(copied, first.clock)
    second.open(PASSPHRASE)
    there = len(authority.parcels)
    for one in (first, second):
        assert sync(one).delivered == 1
    assert len(authority.parcels) == there + 1
    assert len(authority.receive().of("taken")) == 1
    for one in (first, second):
        sync(one)
        assert stages(view(one)) == [Stage.RECEIVED]
    second.close()
