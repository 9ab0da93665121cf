"""The authority's side on a folder that a synchronising program fills as badly as such programs do, while it looks on."""

import subprocess
import sys
from pathlib import Path

import pytest

from sipdesk.services.receiving import strangers
from sipdesk.sync.folder import FolderTransport
from sipdesk.sync.receiver import Receiver
from tests.unit.sync import post

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("seed", [1, 2])
def test_that_each_parcel_is_taken_once_from_a_folder_that_is_synchronised_badly(tmp_path, seed):
    office, near = post.Office(tmp_path / "office"), tmp_path / "partner" / "share"
    near.mkdir(parents=True)
    parcels = [office.greeting()]
    for number in range(12):
        note = post.uuid(100 + number)
        parcels.append(office.packed({**post.papers(str(number)), **post.actions(note=note)}, note=note))
    for one in parcels:
        (near / one.name).write_bytes(one.data)
    (near.parent / "coming").write_text("", encoding="ascii")
    agent = [sys.executable, "-m", "tests.faults.adversary", str(near), str(office.share), str(seed)]
    fates: dict[str, list[str]] = {}
    seen: set[str] = set()
    with subprocess.Popen(agent, cwd=ROOT) as working:
        try:
            while working.poll() is None and len(fates) < len(parcels) // 2:
                look(office, fates, seen)
        finally:
            (near.parent / "stop").touch()
        assert working.wait(60) == 0
    look(office, fates, seen)
    assert fates == {one.name: ["taken"] for one in parcels}
    assert {one.read_bytes() for one in office.inbox.glob("notes/*/*/note.pdf")} == {
        f"%PDF {number}".encode() for number in range(12)
    }
    assert len(list(office.inbox.glob("notes/*/*"))) == 12
    assert len(list(office.share.glob("*.sipr"))) == len(parcels)
    assert seen <= {"taken", "waiting", "foreign"}


def look(office: post.Office, fates: dict[str, list[str]], seen: set[str]) -> None:
    """One look, while the other program goes on."""
    with office.central() as central:
        share = FolderTransport(office.share)
        report = Receiver(share, central, office.inbox, post.unseen, strangers(office.share)).run()
    for line in report.lines:
        seen.add(line.fate)
        if line.fate in {"taken", "again", "refused"}:
            fates.setdefault(line.name, []).append(line.fate)
