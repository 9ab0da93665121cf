"""The share goes away for a moment at every single call into the system: nothing is claimed that is not so."""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sipdesk.services.dispatch import Sent
from sipdesk.sync.folder import FolderTransport
from sipdesk.sync.transport import Trouble
from tests.faults.carrier import sent
from tests.unit.sync.test_contract import named

DATA = b"sealed " * 300
NAME = named(DATA)
CALLS = (
    (os, "stat"),
    (os, "lstat"),
    (os, "open"),
    (io, "open"),
    (os, "scandir"),
    (os, "link"),
    (os, "unlink"),
    (os, "fsync"),
)
Question = Callable[[FolderTransport], Any]


class Absence:
    """The folder is elsewhere from the n-th call on, for so many calls."""

    def __init__(self, folder: Path, first: int, length: int) -> None:
        self.folder, self.elsewhere = folder, folder.with_name("away")
        self.gone = range(first, first + length)
        self.count = 0
        self.rename = os.rename

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same call, with the folder gone where it is its turn."""

        def asked(*given: Any, **more: Any) -> Any:
            number, self.count = self.count, self.count + 1
            if number not in self.gone:
                return call(*given, **more)
            self.rename(self.folder, self.elsewhere)
            try:
                return call(*given, **more)
            finally:
                self.rename(self.elsewhere, self.folder)

        return asked

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """For a while."""
        with pytest.MonkeyPatch.context() as patched:
            for where, call in CALLS:
                patched.setattr(where, call, self.around(getattr(where, call)))
            yield


def told(question: Question, folder: Path, absence: Absence) -> Any:
    """What came of it; for trouble its sort."""
    transport = FolderTransport(folder)
    with absence.at_work():
        try:
            return question(transport)
        except Trouble as trouble:
            return trouble.sort


def tried(way: FolderTransport, *, ask: bool = False) -> Sent:
    """One attempt of the outbox, with the proof."""
    return sent(way, NAME, DATA, way.folder.with_name("sealed"), ask=ask)


@pytest.mark.parametrize(
    ("question", "there", "right"),
    [
        pytest.param(lambda way: way.put_new(NAME, DATA), None, "created", id="put"),
        pytest.param(lambda way: way.put_new(NAME, DATA), DATA, "already-same", id="put again"),
        pytest.param(lambda way: way.put_new(NAME, DATA), b"other", "conflict", id="put beside another"),
        pytest.param(lambda way: way.put_new(NAME, DATA), DATA[:50], "unknown", id="put beside its beginning"),
        pytest.param(lambda way: way.get(NAME), DATA, DATA, id="get"),
        pytest.param(lambda way: way.get(NAME), None, None, id="get nothing"),
        pytest.param(lambda way: way.list(), DATA, [NAME], id="list"),
        pytest.param(lambda way: tried(way).ending, None, "delivered", id="send"),
        pytest.param(lambda way: tried(way).ending, DATA, "delivered", id="send again"),
        pytest.param(lambda way: tried(way, ask=True).ending, DATA, "delivered", id="ask"),
        pytest.param(lambda way: tried(way, ask=True).ending, None, "absent", id="ask for nothing"),
    ],
)
@pytest.mark.parametrize("length", [1, 2, 3, 99])
def test_that_a_share_away_at_any_moment_is_trouble_or_makes_no_difference(
    question: Question, there: bytes | None, right: object, length: int, tmp_path: Path
) -> None:
    moment, met = 0, True
    while met:
        folder = tmp_path / str(moment) / "shared"
        folder.mkdir(parents=True)
        if there is not None:
            (folder / NAME).write_bytes(there)
        absence = Absence(folder, moment, length)
        came = told(question, folder, absence)
        met = absence.count > moment
        assert came == right or came in {"later", "unknown"}, f"gone at call {moment}"
        lies = {path.name: path.read_bytes() for path in folder.glob("*.sipd")}
        if there is None:
            assert came not in {"created", "delivered"} or lies == {NAME: DATA}
            assert came != "later" or lies == {}
        else:
            assert lies == {NAME: there}
        moment += 1
    assert came == right
    assert moment > 1
