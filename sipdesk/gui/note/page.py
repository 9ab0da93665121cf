"""The note of a visit: its real pages, what is missing beside them, and a copy to take away."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QWidget

from sipdesk.app import Services
from sipdesk.domain.note import NoteRecord
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.note.side import Side
from sipdesk.gui.note.viewer import Viewer
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import say
from sipdesk.gui.widgets.page import Page, Step
from sipdesk.services.overview import NoteView
from sipdesk.services.paper import Pages, pages_of

AskWhere = Callable[[QWidget, str], str]
_PANEL = 372


def ask_where(parent: QWidget, suggested: str) -> str:
    """The system's own dialogue; empty where the person thinks better of it."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save a copy of the note", suggested, "PDF (*.pdf)")
    return chosen


class NotePage(Page):
    """Shows one note at a time."""

    school_opened = Signal(str)
    word = "Note"

    def __init__(self, desk: DeskLink, theme: Theme, home: Callable[[], None], where: AskWhere = ask_where) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self._home = home
        self._where = where
        self._record: NoteRecord | None = None
        self.viewer = Viewer(theme)
        self.side = Side(theme)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.side)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.viewer, 1)
        row.addWidget(self._scroll)
        self.error = self.side.error
        self.side.save.clicked.connect(self._save)
        theme.changed.connect(self._measure)
        self.side.clear()

    @property
    def wants_room(self) -> bool:
        """Pages are wide."""
        return True

    def load(self, visit_id: str) -> None:
        """The note of a visit."""
        self._record = None
        self.side.clear()
        self.viewer.clear()
        self.trail = [Step("Caseload", self._home), Step("…")]
        self.asked(self._desk.ask(partial(_read, visit_id=visit_id), self._show, self.failed))

    def failed(self, sentence: str) -> None:
        """There are no pages; the sentence beside them says why."""
        super().failed(sentence)
        self.viewer.clear("")

    def _show(self, view: NoteView) -> None:
        self._record = view.record
        school = Step(view.record.school.name, partial(self.school_opened.emit, view.urn))
        self.trail = [Step("Caseload", self._home), school, Step(view.title), Step("Note")]
        self.trail_changed.emit()
        self.side.show_view(view)
        self.asked(self._desk.outside(partial(pages_of, view.record), self._show_pages, self.failed))

    def _show_pages(self, pages: Pages) -> None:
        self.viewer.show_pages(pages.pdf)
        say(self.side.remarks, " ".join(pages.remarks))
        self.side.save.setEnabled(True)
        self.arrive()

    def arrive(self) -> None:
        """On the pages, so that Page Down turns them."""
        self.viewer.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        if self._record is not None:
            chosen = self._where(self, _name_of(self._record))
            if chosen:
                self._write(self._record, Path(chosen))

    def _write(self, record: NoteRecord, chosen: Path) -> None:
        target = chosen if chosen.suffix else chosen.with_suffix(".pdf")
        paper = self._desk.app.services.paper
        self.side.save.setEnabled(False)
        self._desk.outside(partial(paper.write, record, target), lambda _: self._saved(record, target), self._not_saved)

    def _saved(self, record: NoteRecord, target: Path) -> None:
        self.said.emit(f"A copy was saved as {target}")
        if record is self._record:  # else another note stands here by now
            self.side.save.setEnabled(True)
            say(self.side.error, "")
            say(self.side.done, f"Saved as {target.name}")

    def _not_saved(self, sentence: str) -> None:
        self.side.save.setEnabled(True)
        say(self.side.done, "")
        say(self.side.error, f"No copy was saved. {sentence}")

    def _measure(self) -> None:
        self._scroll.setFixedWidth(min(self._theme.px(_PANEL), self.width() * 9 // 20))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel keeps its width, but never takes more than its share."""
        super().resizeEvent(event)
        self._measure()


def _name_of(record: NoteRecord) -> str:
    """A file name without a school's name in it: `2025-26_autumn_900101.pdf`."""
    parts = (record.visit.year, record.visit.term or record.visit.kind, record.school.urn)
    return "_".join(filter(None, parts)) + ("_draft.pdf" if record.draft else ".pdf")


def _read(services: Services, visit_id: str) -> NoteView:
    return services.overview.note(visit_id)
