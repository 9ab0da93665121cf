"""From the press of a button to the e-mail drafts: each step on the desk's thread or outside it, never on the window's."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from sipdesk.domain.issue import Decisions
from sipdesk.gui.desk import DeskLink
from sipdesk.services.issue import write
from sipdesk.services.postbag import Draft
from sipdesk.services.renditions import Source, left_out, make_wider
from sipdesk.services.signing import Made

Then = Callable[[list[Path], str], None]
"""Of the files that were written, and a sentence where the note is issued and they were not."""
Look = Callable[[bytes, Made | None, list[str]], None]
"""Of the pages of the wider version, the version itself where it was made just now, and the lines it may leave out."""
_NOT_WRITTEN = (
    "The note is issued, but its e-mail draft was not written. {why} Make it again with “Open the e-mail draft”."
)


class Sending:
    """One issue of one note. `place`: the visit, and the folder the drafts go to."""

    def __init__(self, desk: DeskLink, place: tuple[str, Path], then: Then, failed: Callable[[str], None]) -> None:
        self._desk = desk
        self._visit, self._folder = place
        self._then = then
        self._failed = failed

    def look(self, then: Look, kept: Sequence[str] = ()) -> None:
        """Make the wider version, outside, unless it was made before: it is looked at before it goes. `kept`: lines that
        stay in it because somebody vouches for them."""
        visit = self._visit
        self._desk.ask(
            lambda s: (s.issue.source(visit), s.issue.wider_file(visit)), partial(self._make, then, kept), self._failed
        )

    def _make(self, then: Look, kept: Sequence[str], found: tuple[Source | None, bytes | None]) -> None:
        source, there = found
        if source is None:
            then(there or b"", None, [])
            return

        def made() -> tuple[Made, list[str]]:
            return make_wider(source, kept), left_out(source)

        self._desk.outside(made, lambda told: then(told[0].pdf, *told), self._failed)

    def issue(self, decisions: Decisions, made: Made | None) -> None:
        """Issue it. `made`: the wider version, where one is wanted that was not kept before."""
        visit = self._visit
        self._desk.ask(
            lambda s: s.issue.issue(visit, decisions, made), lambda _: self._drafts(self._not_written), self._failed
        )

    def make_again(self) -> None:
        """The e-mail drafts of a note that is issued."""
        self._drafts(self._failed)

    def _drafts(self, failed: Callable[[str], None]) -> None:
        visit = self._visit
        self._desk.ask(lambda s: s.issue.drafts(visit), partial(self._write, failed), failed)

    def _write(self, failed: Callable[[str], None], drafts: list[Draft]) -> None:
        self._desk.outside(partial(write, drafts, self._folder), lambda files: self._then(files, ""), failed)

    def _not_written(self, why: str) -> None:
        self._then([], _NOT_WRITTEN.format(why=why))
