"""One process at a desk, and nobody locked out by what is left lying about."""

import pytest

from sipdesk.domain.errors import DeskBusy
from sipdesk.system.locks import DeskLock


def test_that_a_note_that_cannot_be_taken_away_keeps_no_lock(tmp_path):
    (tmp_path / "in-use.json").mkdir()  # as an antivirus program that holds the file would
    held = DeskLock(tmp_path)
    held.take()
    held.release()
    again = DeskLock(tmp_path)
    again.take()
    again.release()


@pytest.mark.parametrize("note", ["", "[]", "null", '{"host": "laptop"}'])
def test_that_a_spoilt_note_does_not_hide_that_the_desk_is_open(tmp_path, note):
    held = DeskLock(tmp_path)
    held.take()
    (tmp_path / "in-use.json").write_text(note)
    with pytest.raises(DeskBusy, match="already open by another process"):
        DeskLock(tmp_path).take()
    held.release()
