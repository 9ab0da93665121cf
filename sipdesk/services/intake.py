"""Files from outside, read in a child process: outside work, which needs no desk."""

from pathlib import Path

from sipdesk.domain.allocation import ParsedAllocation
from sipdesk.domain.calendar import TermSlot
from sipdesk.imports.allocation import read_allocation
from sipdesk.imports.gias import RegisterFile, read_register
from sipdesk.imports.recognise import recognise


class IntakeService:
    """Runs anywhere but on the desk's thread."""

    def recognise(self, file: Path) -> str:
        """What a file is, by its content: `allocation`, `gias`, `ofsted` or `exclusions`."""
        return recognise(file)

    def allocation(self, file: Path, term: TermSlot | None, default: TermSlot) -> ParsedAllocation:
        """An allocation sheet, row by row. `default` counts where neither the person nor the file names a term."""
        return read_allocation(file, term, default)

    def register(self, file: Path, full_for: set[str]) -> tuple[RegisterFile, list[tuple[str, ...]]]:
        """A register of establishments: what it says of itself, and its lines; all columns of the schools named."""
        read = read_register(file, full_for)
        return read, [tuple(line) for chunk in read.chunks for line in chunk]
