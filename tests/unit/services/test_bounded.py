"""What comes from outside is never read further than it can make sense."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from sipdesk.domain.errors import BadInput
from sipdesk.services import care, receiving, signing

LARGE = 50_000_000
BEARABLE = 5_000_000
DIGEST = "ab" * 32


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file that begins as it should and goes on for a long time."""
    (tmp_path / "note.pdf").write_bytes(b"%PDF-1.7")
    file = tmp_path / "note.pdf.sha256"
    with file.open("wb") as out:
        out.write(f"{DIGEST}  note.pdf\n".encode())
        out.truncate(LARGE)
    return file


def taken(call: Callable[[], object]) -> int:
    """The most memory a call took, in bytes."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_that_a_hash_beside_a_note_is_read_and_nothing_behind_it(large: Path) -> None:
    assert taken(lambda: signing.read_file(large.with_suffix(""))) < BEARABLE
    assert signing.read_file(large.with_suffix("")) == (b"%PDF-1.7", DIGEST)


def test_that_a_file_that_is_no_key_and_no_token_is_not_read_to_its_end(large: Path, desk_folder: Path, clock) -> None:
    def as_key() -> None:
        with pytest.raises(BadInput, match="is no recovery key"):
            care.recover(desk_folder, large, "four new english words", clock)

    def as_token() -> None:
        with pytest.raises(BadInput):
            receiving.read_token(large)

    assert (taken(as_key) < BEARABLE, taken(as_token) < BEARABLE) == (True, True)
