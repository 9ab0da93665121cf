"""The authority's side behind a program that synchronises badly: each parcel is taken once, and no rubbish ever."""

from collections import Counter
from pathlib import Path

import pytest

from sipdesk.services.receiving import strangers
from sipdesk.sync.folder import FolderTransport
from sipdesk.sync.receiver import Receiver
from sipdesk.sync.transport import Trouble
from tests.faults.test_sync_battery import Between
from tests.unit.sync import post


@pytest.mark.parametrize("count", [12, pytest.param(200, marks=pytest.mark.long)])
def test_that_each_parcel_is_taken_once_and_rubbish_never(count: int, tmp_path: Path) -> None:
    office = post.Office(tmp_path / "office")
    parcels = [office.greeting()] + [
        office.packed(post.papers(str(number)), id=post.uuid(number), note=post.uuid(number))
        for number in range(100, 100 + count)
    ]
    sealed = tmp_path / "sealed"
    sealed.mkdir()
    for parcel in parcels:
        (sealed / parcel.name).write_bytes(parcel.data)
    (tmp_path / "coming").write_text("\n".join(f"{one.name} {sealed / one.name}" for one in parcels), encoding="ascii")
    taken: Counter[str] = Counter()

    def look() -> None:
        with office.central() as central, FolderTransport(office.share) as share:
            report = Receiver(share, central, office.inbox, post.unseen, strangers(office.share)).run()
        assert report.conflicts == []
        assert report.of("refused", "again") == []
        taken.update(line.name for line in report.of("taken"))

    between = Between(tmp_path, 7, far=office.share)
    near, waiting = FolderTransport(between.near), list(parcels)
    with between.at_work():
        for _round in range(5000):
            if not waiting:
                break
            between.await_folder()
            parcel = waiting.pop(0)
            try:
                near.put_new(parcel.name, parcel.data)
                if near.get(parcel.name) == parcel.data:
                    look()
                    continue
            except Trouble as trouble:
                if trouble.sort == "person":
                    raise
            waiting.append(parcel)
        look()
    for parcel in waiting:  # what was hollow until the end
        near.put_new(parcel.name, parcel.data)
    between.once_more()
    look()
    look()
    assert taken == Counter({parcel.name: 1 for parcel in parcels})
