"""The share goes away for a moment at every call into the system while the authority looks: each parcel is taken once."""

import shutil
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from sipdesk.domain.errors import SipdeskError
from tests.unit.sync import post
from tests.unit.sync.looks import run
from tests.unit.sync.test_folder_away import Absence


@pytest.fixture
def office(tmp_path: Path) -> post.Office:
    """With a greeting and a note in the shared folder."""
    made = post.Office(tmp_path / "office")
    made.lay(made.greeting(), made.packed())
    return made


@pytest.mark.parametrize("length", [2, *(pytest.param(length, marks=pytest.mark.long) for length in (1, 3, 40))])
def test_that_a_share_away_at_any_moment_of_a_look_is_made_up_for_by_the_next(
    office: post.Office, length: int, tmp_path: Path
) -> None:
    template, moment, met = office.share.parent.with_name("template"), 0, True
    shutil.copytree(office.share.parent, template)
    sent = {path.name: path.read_bytes() for path in office.share.iterdir()}
    while met:
        shutil.rmtree(office.share.parent)
        shutil.copytree(template, office.share.parent)
        taken: Counter[str] = Counter()
        absence = Absence(office.share, moment, length)
        with absence.at_work(), suppress(SipdeskError):
            taken.update(line.name for line in run(office).of("taken"))
        met = absence.count > moment
        for _look in "12":
            report = run(office)
            taken.update(line.name for line in report.of("taken"))
        assert all(line.name.startswith(".sipdesk-") for line in report.lines), moment  # swept another day
        assert taken == Counter(dict.fromkeys(sent, 1)), moment
        assert sent.items() <= {path.name: path.read_bytes() for path in office.share.iterdir()}.items()
        assert len(list(office.share.glob("*.sipr"))) == 2, moment
        assert len(list(office.inbox.glob("notes/*/*/note.pdf"))) == 1, moment
        moment += 1
    assert moment > 50
