"""A paper on its way out: asked for on the desk's thread, made and written elsewhere, remembered in the list of papers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sipdesk.app import Services
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.widgets.asking import AskSave, ask_save
from sipdesk.services.brief import brief_name, brief_pages, leaf_name, leaf_pages, write_pages


@dataclass(frozen=True)
class Sort:
    """One sort of paper: how its record is read, its pages made, its file named."""

    kind: str
    title: str
    read: Callable[[Services, str], Any]
    pages: Callable[[Any], bytes]
    name: Callable[[Any], str]


BRIEF = Sort("brief", "Save the brief", lambda services, visit: services.brief.of(visit), brief_pages, brief_name)
LEAF = Sort("leaf", "Save “Agreed today”", lambda services, visit: services.brief.leaf(visit), leaf_pages, leaf_name)


class PaperSaver(QObject):
    """Asks where, writes, and says so. `where` may be another than the system's dialogue."""

    said = Signal(str)
    failed = Signal(str)
    saved = Signal(str)
    """The visit whose paper lies there now."""

    def __init__(self, desk: DeskLink, parent: QWidget, where: AskSave = ask_save) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = parent
        self.where = where

    def save(self, sort: Sort, visit: str) -> None:
        """Make a paper of a visit and save it where the person says."""
        self._desk.ask(lambda services: sort.read(services, visit), partial(self._ask, sort, visit), self._refused)

    def make_leaf(self, visit: str, to: Path | None = None) -> None:
        """“Agreed today” of a visit; without a place the person is asked for one."""
        if to is None:
            self.save(LEAF, visit)
        else:
            self._desk.ask(
                lambda services: LEAF.read(services, visit), partial(self._make, LEAF, visit, to), self._refused
            )

    def _ask(self, sort: Sort, visit: str, record: Any) -> None:
        chosen = self.where(self._window, sort.title, sort.name(record), "PDF (*.pdf)")
        if chosen:
            self._make(sort, visit, Path(chosen), record)

    def _make(self, sort: Sort, visit: str, chosen: Path, record: Any) -> None:
        target = chosen if chosen.suffix else chosen.with_suffix(".pdf")

        def write() -> bytes:
            pdf = sort.pages(record)
            write_pages(pdf, target)
            return pdf

        self._desk.outside(write, partial(self._keep, sort, visit, target), self._refused)

    def _keep(self, sort: Sort, visit: str, target: Path, pdf: bytes) -> None:
        self.said.emit(f"Saved as {target.name}")
        self._desk.ask(
            partial(_keep, visit=visit, kind=sort.kind, pdf=pdf), lambda _: self.saved.emit(visit), self._refused
        )

    def _refused(self, sentence: str) -> None:
        self.failed.emit(sentence)


def _keep(services: Services, visit: str, kind: Any, pdf: bytes) -> None:
    services.papers.keep(visit, kind, pdf)
