"""Files from outside, read in a child process: outside work, which needs no desk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sipdesk.domain.allocation import ParsedAllocation
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.school import RegisterRow
from sipdesk.imports.allocation import read_allocation
from sipdesk.imports.gias import RegisterFile, read_register
from sipdesk.imports.outside import never
from sipdesk.imports.public import Asked, PublicFile, Way, read_public
from sipdesk.imports.recognise import recognise

_FIELDS = list(RegisterRow.model_fields)
_URN, _LA_CODE = _FIELDS.index("urn"), _FIELDS.index("la_code")


def _unwatched(_rows: int) -> None:
    """Nobody looks on."""


@dataclass(frozen=True)
class Watch:
    """Who looks on while a file is read: told how many rows there are so far, asked whether to stop."""

    progress: Callable[[int], None] = _unwatched
    cancelled: Callable[[], bool] = never


class IntakeService:
    """Runs anywhere but on the desk's thread."""

    def recognise(self, file: Path) -> str:
        """What a file is, by its content: `allocation`, `gias`, `links`, `ofsted` or `exclusions`."""
        return recognise(file)

    def allocation(
        self, file: Path, term: TermSlot | None, default: TermSlot, watch: Watch = Watch()
    ) -> ParsedAllocation:
        """An allocation sheet, row by row. `default` counts where neither the person nor the file names a term."""
        return read_allocation(file, term, default, progress=watch.progress, cancelled=watch.cancelled)

    def register(
        self, file: Path, full_for: set[str], la_codes: Sequence[str] = (), watch: Watch = Watch()
    ) -> tuple[RegisterFile, list[tuple[str, ...]]]:
        """A register of establishments: what it says of itself, and its lines.

        All columns are kept of the schools named and of those in the authorities named, whose schools may yet join the
        caseload; which these are is known only after a first reading, so there may be a second.
        """
        read = read_register(file, full_for, progress=watch.progress, cancelled=watch.cancelled)
        lines = [tuple(line) for chunk in read.chunks for line in chunk]
        wanted = full_for | {line[_URN] for line in lines if line[_LA_CODE] in la_codes}
        if wanted != full_for:
            again = read_register(file, wanted, progress=watch.progress, cancelled=watch.cancelled)
            for _chunk in again.chunks:
                pass
            read.full = again.full
        return read, lines

    def public(self, kind: str, file: Path, asked: Asked, watch: Watch = Watch()) -> PublicFile:
        """A file of `ofsted`, `exclusions` or `links`: every row is read; of England's schools what tells them apart is
        kept, and all columns of those asked for."""
        return read_public(kind, file, asked, Way(watch.progress, watch.cancelled))
