"""A shared folder: what can go wrong with it, what is never touched in it, and what is swept."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sipdesk.sync.folder import FolderTransport
from sipdesk.sync.transport import Trouble
from sipdesk.system import files
from tests.faults.disks import CALLS, FAULTS, DiskFault, Place
from tests.unit.sync.test_contract import named

DATA = b"sealed " * 3000


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    folder = tmp_path / "shared"
    folder.mkdir()

    def fail(call: str, error: OSError) -> None:
        def raising(*_args: object, **_kwargs: object) -> None:
            raise error

        monkeypatch.setattr(*CALLS[call], raising)

    return Place(folder, named(DATA), DATA, fail)


def asked(question: object) -> str:
    """The sort of trouble, or what came of it."""
    try:
        got = question()  # type: ignore[operator]
    except Trouble as trouble:
        return trouble.sort if trouble.sentence.endswith(".") else "no sentence"
    if isinstance(got, bytes):
        return "same" if got == DATA else "other"
    return {None: "none", "conflict": "conflict"}.get(got, "")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.says)
def test_that_a_spoiled_put_is_understood_and_writes_over_nothing(fault: DiskFault, place: Place) -> None:
    fault.spoil(place)
    before = {path: path.read_bytes() for path in place.folder.parent.rglob("*") if path.is_file()}
    transport = FolderTransport(place.folder)
    assert asked(lambda: transport.put_new(place.name, DATA)) == fault.put
    for path, data in before.items():
        assert path.read_bytes() == data
    assert [path.name for path in place.folder.parent.rglob("*.tmp")] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.says)
def test_that_a_spoiled_get_never_gives_what_is_not_there(fault: DiskFault, place: Place) -> None:
    fault.spoil(place)
    assert asked(lambda: FolderTransport(place.folder).get(place.name)) == fault.get


def test_that_only_files_of_ours_are_listed(place: Place) -> None:
    for fault in FAULTS:
        if fault.says in {"copies made in a quarrel lie beside it", "a stand-in lies beside it"}:
            fault.spoil(place)
    (place.folder / "desktop.ini").write_text("")
    transport = FolderTransport(place.folder)
    assert transport.list() == []
    transport.put_new(place.name, DATA)
    assert transport.list() == [place.name]


def test_that_old_half_written_files_of_ours_are_swept_and_nothing_else(place: Place) -> None:
    now = datetime.now(UTC)
    old, young = (now - timedelta(days=2)).timestamp(), (now - timedelta(hours=2)).timestamp()
    for name, age in ((".sipdesk-0a.tmp", old), (".sipdesk-0b.tmp", young), ("other.tmp", old), (place.name, old)):
        (place.folder / name).write_bytes(DATA)
        os.utime(place.folder / name, (age, age))
    FolderTransport(place.folder).put_new(named(DATA, 2), DATA)
    left = {path.name for path in place.folder.iterdir()}
    assert left == {".sipdesk-0b.tmp", "other.tmp", place.name, named(DATA, 2)}


@pytest.mark.parametrize("call", ["scandir", "unlink"])
def test_that_a_sweep_the_folder_was_not_there_for_is_made_up_for(
    call: str, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    orphan = place.folder / ".sipdesk-0a.tmp"
    orphan.write_bytes(DATA)
    old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    os.utime(orphan, (old, old))
    transport = FolderTransport(place.folder)
    keep, away = getattr(os, call), place.folder.with_name("away")

    def moved(path: Path) -> object:
        """The share is gone for a moment: just when it is asked."""
        place.folder.rename(away)
        try:
            return keep(path)
        finally:
            away.rename(place.folder)

    with monkeypatch.context() as patched:
        patched.setattr(os, call, moved)
        assert transport.sweep() == 0
    assert orphan.exists()
    transport.put_new(place.name, DATA)
    assert [path.name for path in place.folder.iterdir()] == [place.name]


@pytest.fixture
def away_when_read(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The share is away for each look at a package by its name, and back for whatever else is asked."""
    keep, away = Path.lstat, place.folder.with_name("away")

    def moved(path: Path) -> os.stat_result:
        place.folder.rename(away)
        try:
            return keep(path)
        finally:
            away.rename(place.folder)

    monkeypatch.setattr(Path, "lstat", moved)


@pytest.mark.usefixtures("away_when_read")
@pytest.mark.parametrize("there", [DATA, b"other"], ids=["the same", "another"])
def test_that_a_share_away_while_a_taken_name_is_compared_is_no_conflict(there: bytes, place: Place) -> None:
    (place.folder / place.name).write_bytes(there)
    assert asked(lambda: FolderTransport(place.folder).put_new(place.name, DATA)) == "unknown"
    assert (place.folder / place.name).read_bytes() == there


@pytest.mark.usefixtures("away_when_read")
def test_that_a_package_listed_and_gone_when_it_is_read_is_not_called_missing(place: Place) -> None:
    (place.folder / place.name).write_bytes(DATA)
    assert asked(lambda: FolderTransport(place.folder).get(place.name)) == "later"


def test_that_a_package_has_its_name_also_where_nothing_may_be_taken_away(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, **_more: object) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))

    monkeypatch.setattr(Path, "unlink", refused)
    assert FolderTransport(place.folder).put_new(place.name, DATA) == "created"
    assert (place.folder / place.name).read_bytes() == DATA


def test_that_a_whole_package_shows_under_its_name_at_once_or_not_at_all(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    keep = os.fsync

    def look(handle: int) -> None:
        seen.append({path.name: path.stat().st_size for path in place.folder.iterdir()})
        keep(handle)

    monkeypatch.setattr(os, "fsync", look)
    FolderTransport(place.folder).put_new(place.name, DATA)
    first, *_ = seen
    assert place.name not in first
    assert all(listed.get(place.name, len(DATA)) == len(DATA) for listed in seen)


@pytest.mark.parametrize("missing", ["links", "links and renameat2"])
def test_that_a_file_system_without_links_replaces_nothing_either(
    missing: str, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.fail("link", OSError(1, "no links"))
    if missing != "links":
        monkeypatch.setattr(files.ctypes, "CDLL", lambda *_args, **_more: object())
    transport = FolderTransport(place.folder)
    assert transport.put_new(place.name, DATA) == "created"
    assert transport.put_new(place.name, DATA) == "already-same"
    assert transport.put_new(place.name, b"other") == "conflict"
    assert (place.folder / place.name).read_bytes() == DATA


def test_that_a_file_far_too_large_is_not_read(place: Place) -> None:
    with (place.folder / place.name).open("wb") as out:
        out.truncate(70_000_000)
    with pytest.raises(Trouble, match="70 MB"):
        FolderTransport(place.folder).get(place.name)
