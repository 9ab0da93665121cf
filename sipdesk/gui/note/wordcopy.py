"""A copy of the note for Word, beside the copy as PDF: it carries no signature and says so."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.app import Services
from sipdesk.domain.note import NoteRecord
from sipdesk.domain.visit import State
from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.widgets.asking import AskSave, ask_save
from sipdesk.gui.widgets.controls import announce, button, label, say
from sipdesk.services.overview import NoteView
from sipdesk.services.word import ENDING, WordSource, write_word


class WordCopy(QWidget):
    """One button, and what became of it."""

    def __init__(self, desk: DeskLink) -> None:
        super().__init__()
        self._desk = desk
        self._view: NoteView | None = None
        self.where: AskSave = ask_save
        self.save = button("Save a Word copy…", "link", name="Save a Word copy, without signature")
        self.done = label(role="strong", wrap=True)
        self.error = label(role="error", wrap=True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(tokens.S1)
        for widget in (self.save, self.done, self.error):
            lines.addWidget(widget)
        self.save.clicked.connect(self._ask)
        self.clear()

    def clear(self) -> None:
        """Nothing of the last note."""
        self._view = None
        say(self.done, "")
        say(self.error, "")
        self.hide()

    def show_view(self, view: NoteView) -> None:
        """Another note."""
        self.clear()
        self._view = view
        self.show()

    def _ask(self) -> None:
        if self._view is None:
            return
        view, record = self._view, self._view.record
        chosen = self.where(self, "Save a Word copy", f"{view.stem}_copy{ENDING}", f"Word (*{ENDING})")
        if chosen:
            self.save.setEnabled(False)
            read = partial(_read, visit=view.visit, sealed=view.state in {State.SIGNED, State.ISSUED}, record=record)
            self._desk.ask(read, partial(self._write, view, Path(chosen)), partial(self._failed, view))

    def _write(self, view: NoteView, target: Path, source: WordSource) -> None:
        write = partial(write_word, source, target)
        self._desk.outside(write, partial(self._saved, view), partial(self._failed, view))

    def _saved(self, view: NoteView, target: Path) -> None:
        self.save.setEnabled(True)
        if view is self._view:
            say(self.error, "")
            say(self.done, f"Saved as {target.name}: a copy, not the record")
            announce(self, self.done.text())

    def _failed(self, view: NoteView, sentence: str) -> None:
        self.save.setEnabled(True)
        if view is self._view:
            say(self.done, "")
            say(self.error, f"No copy was saved. {sentence}")
            announce(self, self.error.text())


def _read(services: Services, visit: str, *, sealed: bool, record: NoteRecord) -> WordSource:
    return WordSource(services.signing.sealed(visit) if sealed else None, record)
