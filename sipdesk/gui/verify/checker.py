"""Files are checked one after the other: read and judged outside, the desk asked in between. The window waits for none."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from sipdesk.domain.correction import FormReply
from sipdesk.domain.verdict import Finding
from sipdesk.gui.background import Ask
from sipdesk.gui.desk import DeskLink
from sipdesk.services.replies import Whose, form_in
from sipdesk.services.verification import Asked, Opened, Report, judge, open_file

if TYPE_CHECKING:
    from sipdesk.app import Services


@dataclass(frozen=True)
class Checked:
    """What became of one file: a report, or the sentence why there is none."""

    file: Path
    report: Report | None = None
    refused: str = ""
    reply: Whose | None = None
    """The note whose draft it answers, where it is a head's reply form."""


class Checker(QObject):
    """One round at a time; a new one, or `stop`, leaves the old one."""

    checked = Signal(object)
    """A `Checked`, in the order of the files."""
    finished = Signal()

    def __init__(self, desk: DeskLink) -> None:
        super().__init__()
        self._desk = desk
        self._waiting: list[Path] = []
        self._ask: Ask | None = None

    @property
    def busy(self) -> bool:
        """Whether files are still being checked."""
        return self._ask is not None

    def begin(self, files: Sequence[Path]) -> None:
        """Check these."""
        self.stop()
        self._waiting = list(files)
        self._next()

    def stop(self) -> None:
        """Nobody waits any longer."""
        if self._ask is not None:
            self._ask.drop()
        self._ask, self._waiting = None, []

    def _next(self) -> None:
        if not self._waiting:
            self._ask = None
            self.finished.emit()
            return
        file = self._waiting.pop(0)
        failed = partial(self._refused, file)
        self._ask = self._desk.outside(partial(open_file, file), partial(self._opened, file), failed)

    def _opened(self, file: Path, opened: Opened) -> None:
        asked = partial(_about, opened=opened)
        self._ask = self._desk.ask(asked, partial(self._judge, file, opened), partial(self._refused, file))

    def _judge(self, file: Path, opened: Opened, asked: Asked) -> None:
        done = partial(self._judged, file)
        self._ask = self._desk.outside(partial(judge, opened, asked), done, partial(self._refused, file))

    def _judged(self, file: Path, report: Report) -> None:
        if report.verdict.verdict is Finding.NOT_A_NOTE:  # a head's reply form is dropped here as well
            self._ask = self._desk.outside(
                partial(form_in, file), partial(self._form, file, report), partial(self._refused, file)
            )
        else:
            self._tell(Checked(file, report))

    def _form(self, file: Path, report: Report, form: FormReply | None) -> None:
        if form is None:
            self._tell(Checked(file, report))
        else:
            then = partial(self._replied, file, report)
            self._ask = self._desk.ask(partial(_whose, form=form), then, partial(self._refused, file))

    def _replied(self, file: Path, report: Report, whose: Whose) -> None:
        self._tell(Checked(file, report, reply=whose))

    def _refused(self, file: Path, sentence: str) -> None:
        self._tell(Checked(file, refused=sentence))

    def _tell(self, checked: Checked) -> None:
        self.checked.emit(checked)
        if self._ask is not None:  # else whoever heard it stopped the round
            self._next()


def _about(services: "Services", opened: Opened) -> Asked:
    return services.verification.about(opened.record)


def _whose(services: "Services", form: FormReply) -> Whose:
    return services.replies.whose(form)
