"""The note of a visit: its real pages, what is missing beside them, its way to the head, and copies to take away."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QWidget

from sipdesk import paths
from sipdesk.app import Services
from sipdesk.domain.note import NoteRecord
from sipdesk.domain.visit import State
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.note.printing import ask_printer, pictures_of, put_on
from sipdesk.gui.note.side import Side
from sipdesk.gui.note.viewer import Viewer
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import announce, say
from sipdesk.gui.widgets.folders import documents, show_folder
from sipdesk.gui.widgets.page import Page, Step
from sipdesk.services.overview import NoteView
from sipdesk.services.paper import Pages, pages_of
from sipdesk.services.visits import Step as Move

AskWhere = Callable[[QWidget, str], str]
_PANEL = 372
_SEALED = {State.SIGNED, State.ISSUED}
"""Where the pages are those of the signed file."""


def ask_where(parent: QWidget, suggested: str) -> str:
    """The system's own dialogue; empty where the person thinks better of it."""
    start = str(Path(documents()) / suggested)
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save a copy of the note", start, "PDF (*.pdf)")
    return chosen


class NotePage(Page):
    """Shows one note at a time."""

    school_opened = Signal(str)
    visit_opened = Signal(str, str)
    """A visit, and the question to go to; empty for none."""
    check_wanted = Signal()
    """To the page that checks notes."""
    word = "Note"

    def __init__(self, desk: DeskLink, theme: Theme, home: Callable[[], None], where: AskWhere = ask_where) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self._home = home
        self._where = where
        self._printer = ask_printer
        self._record: NoteRecord | None = None
        self._stem, self._pdf = "", b""
        self._visit = ""
        self._returned: Path | None = None
        self._folder = paths.user_papers()
        self.viewer = Viewer(theme)
        self.side = Side(desk, theme)
        self.side.steps.folder = str(self._folder)
        self._scroll = QScrollArea()
        self._lay_out()
        self._connect()
        theme.changed.connect(self._measure)
        self.side.clear()

    def _lay_out(self) -> None:
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.side)
        # A palm beside a finger that signs would be taken for two fingers that scroll.
        self._scroll.viewport().ungrabGesture(Qt.GestureType.PanGesture)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.viewer, 1)
        row.addWidget(self._scroll)
        self.error = self.side.error

    def _connect(self) -> None:
        side = self.side
        side.save.clicked.connect(self._save)
        side.print.clicked.connect(self._print)
        side.show_folder.clicked.connect(self._open_folder)
        side.check.clicked.connect(self.check_wanted)
        side.missing.wanted.connect(lambda question: self.visit_opened.emit(self._visit, question))
        side.steps.sent.connect(self._send)
        side.steps.jottings_wanted.connect(lambda: self.visit_opened.emit(self._visit, ""))
        side.steps.taken_back.connect(lambda why: self._move(Move(to=State.WRITING, why=why)))
        for panel in side.steps.panels:
            panel.moved.connect(self._moved)
            panel.failed.connect(self._stays)
            panel.visit_wanted.connect(lambda question: self.visit_opened.emit(self._visit, question))
            panel.pages.connect(self._look_at)

    @property
    def wants_room(self) -> bool:
        """Pages are wide."""
        return True

    def load(self, visit_id: str) -> None:
        """The note of a visit."""
        self._record = None
        self._visit = visit_id
        self._returned = None
        self.side.clear()
        self.viewer.clear()
        self.trail = [Step("Caseload", self._home), Step("…")]
        self._ask()

    def take_reply(self, file: Path | None) -> None:
        """Read the head's reply into the note that was just asked for, once it is here. None: only go there."""
        self._returned = file

    def _ask(self) -> None:
        self.asked(self._desk.ask(partial(_read, visit_id=self._visit), self._show, self.failed))

    def failed(self, sentence: str) -> None:
        """There are no pages; the sentence beside them says why."""
        super().failed(sentence)
        self.viewer.clear("")

    def _show(self, view: NoteView) -> None:
        self._record, self._stem = view.record, view.stem
        self._visit = view.visit
        school = Step(view.record.school.name, partial(self.school_opened.emit, view.urn))
        visit = Step(view.title, partial(self.visit_opened.emit, view.visit, ""))
        self.trail = [Step("Caseload", self._home), school, visit, Step("Note")]
        self.trail_changed.emit()
        self.side.show_view(view)
        if self._returned is not None:
            self.side.steps.take_reply(self._returned)
            self._returned = None
        if view.state in _SEALED:
            self.side.show_signed()
            key = view.visit
            self.asked(self._desk.ask(lambda s: s.signing.sealed(key), self._show_sealed, self.failed))
        else:
            self.asked(self._desk.outside(partial(pages_of, view.record), self._show_pages, self.failed))

    def _show_sealed(self, pdf: bytes | None) -> None:
        """The signed file itself: what was signed is never made anew."""
        if pdf is None:
            self.viewer.clear("")
        else:
            self._show_pages(Pages(pdf, ()))

    def _show_pages(self, pages: Pages) -> None:
        self._pdf = pages.pdf
        self.viewer.show_pages(pages.pdf)
        say(self.side.remarks, " ".join(pages.remarks))
        self.side.ready(pages=True)
        self.arrive()

    def _look_at(self, pdf: bytes) -> None:
        """Other pages than the note's own, to be read and not to be saved here; none for its own again."""
        if pdf or self._pdf:
            self.viewer.show_pages(pdf or self._pdf)
        self.side.ready(pages=not pdf)

    def arrive(self) -> None:
        """On the pages, so that Page Down turns them."""
        self.viewer.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- a copy, on paper or as a file ---------------------------------------------------------------------------

    @property
    def _copy_name(self) -> str:
        draft = self._record is not None and self._record.draft
        return f"{self._stem}{'_draft' if draft else ''}.pdf"

    def _save(self) -> None:
        if self._record is not None:
            chosen = self._where(self, self._copy_name)
            if chosen:
                self._write(self._record, Path(chosen))

    def _write(self, record: NoteRecord, chosen: Path) -> None:
        target = chosen if chosen.suffix else chosen.with_suffix(".pdf")
        copy = partial(self._desk.app.services.paper.copy, self._pdf, target)
        self.side.ready(pages=False)
        self._desk.outside(copy, lambda _: self._saved(record, target), self._not_saved)

    def _saved(self, record: NoteRecord, target: Path) -> None:
        self.said.emit(f"A copy was saved as {target}")
        if record is self._record:  # else another note stands here by now
            self.side.ready(pages=True)
            say(self.side.error, "")
            self._tell_where(target)
            kept = partial(_remember, visit=record.visit.id, pdf=self._pdf)
            self._desk.ask(kept, lambda _: None, self.said.emit)

    def _tell_where(self, target: Path) -> None:
        self._folder = target.parent
        say(self.side.done, f"Saved as {target.name}")
        self.side.show_folder.show()

    def _not_saved(self, sentence: str) -> None:
        self.side.ready(pages=True)
        say(self.side.done, "")
        say(self.side.error, f"No copy was saved. {sentence}")

    def _open_folder(self) -> None:
        say(self.side.error, show_folder(self._folder))

    def _print(self) -> None:
        printer = self._printer(self)
        if printer is not None:
            self.side.ready(pages=False)
            self.said.emit("Printing…")
            pdf = self._pdf
            self._desk.outside(lambda: pictures_of(pdf), partial(self._put_on, printer), self._not_saved)

    def _put_on(self, printer: QPrinter, pictures: list[QImage]) -> None:
        put_on(printer, pictures)
        self.side.ready(pages=True)
        self.said.emit("Sent to the printer.")

    # -- to the head and back ------------------------------------------------------------------------------------

    def _send(self, to: State) -> None:
        """The paper first; the visit moves only when it lies there."""
        visit, put = self._visit, partial(self._put, to, f"{self._stem}.pdf")
        self.side.steps.setEnabled(False)
        self._desk.ask(lambda s: s.notes.record(visit, after=to), put, self._stays)

    def _put(self, to: State, name: str, record: NoteRecord) -> None:
        paper, folder = self._desk.app.services.paper, paths.user_papers()
        put = partial(paper.put, record, folder, name)
        self._desk.outside(put, partial(self._lies, to, record.visit.id), self._stays)

    def _lies(self, to: State, visit: str, target: Path) -> None:
        move = Move(to=to)
        self._desk.ask(
            lambda s: s.visits.move(visit, move), lambda _: self._moved(f"Saved as {target}", target), self._stays
        )

    def _move(self, move: Move) -> None:
        visit = self._visit
        self.side.steps.setEnabled(False)
        self._desk.ask(lambda s: s.visits.move(visit, move), lambda _: self._moved(""), self._stays)

    def _moved(self, words: str, target: Path | None = None) -> None:
        self.side.steps.setEnabled(True)
        self.side.steps.clear()
        self.side.ready(pages=False)
        if words:
            self.said.emit(words)
        if target is not None:
            self._tell_where(target)
        self._ask()

    def _stays(self, sentence: str) -> None:
        self.side.steps.setEnabled(True)
        say(self.side.error, sentence)
        announce(self, sentence)

    def _measure(self) -> None:
        self._scroll.setFixedWidth(min(self._theme.px(_PANEL), self.width() * 9 // 20))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The panel keeps its width, but never takes more than its share."""
        super().resizeEvent(event)
        self._measure()


def _remember(services: Services, visit: str, pdf: bytes) -> None:
    """The school's papers list what was saved."""
    services.papers.keep(visit, "note", pdf)


def _read(services: Services, visit_id: str) -> NoteView:
    return services.overview.note(visit_id)
