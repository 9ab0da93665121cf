"""Beside the pages: whose note it is, where it stands, what it lacks, and the copy to take away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sipdesk.domain.missing import Lack
from sipdesk.gui import marks, tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.note.mark import StateMark
from sipdesk.gui.note.missing import MissingList
from sipdesk.gui.note.steps import Steps
from sipdesk.gui.note.wordcopy import WordCopy
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.services.overview import NoteView

_COPY = "A copy is an ordinary PDF file: it leaves the locked desk and anybody who has it can read it."


class Side(QWidget):
    """Shows a note's view; takes no decision."""

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__()
        self.title = label(role="title", wrap=True)
        self.school = label(role="muted", wrap=True)
        self.mark = StateMark(theme)
        self.state = label(wrap=True)
        self.status = label(role="muted", wrap=True)
        self.lacks = label(role="section", wrap=True)
        self.missing = MissingList(theme)
        self.mend = button("Go there", name="Go to what is missing")
        self.mend.clicked.connect(self.missing.go)
        self.remarks = label(role="muted", wrap=True)
        self.error = label(role="error", wrap=True)
        self.steps = Steps(desk, theme)
        self.print = button("Print…", name="Print")
        self.save = button("Save a copy…", name="Save a copy")
        self.show_folder = button("Open its folder")
        self.check = button("Check a note…", "link", name="Check a note that came back")
        self.word = WordCopy(desk)
        self.copy = label(_COPY, "muted", wrap=True)
        self.done = label(role="strong", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(tokens.S5, tokens.S5, tokens.S5, tokens.S4)
        outer.setSpacing(tokens.S2)
        outer.addWidget(self.title)
        outer.addWidget(self.school)
        outer.addLayout(_row(self.mark, self.state))
        outer.addWidget(self.status)
        outer.addWidget(self.error)
        outer.addSpacing(tokens.S2)
        outer.addWidget(self.lacks)
        outer.addWidget(self.missing, 100)
        outer.addWidget(self.mend)
        outer.addWidget(self.remarks)
        outer.addWidget(self.steps)
        outer.addSpacing(tokens.S2)
        pair = QHBoxLayout()
        pair.setSpacing(tokens.S2)
        pair.addWidget(self.print)
        pair.addWidget(self.save)
        pair.addStretch()
        outer.addLayout(pair)
        outer.addWidget(self.copy)
        outer.addWidget(self.done)
        outer.addWidget(self.show_folder)
        outer.addWidget(self.word)
        outer.addWidget(self.check)
        outer.addStretch(1)

    def clear(self) -> None:
        """Nothing of the last note stays while the next one is asked for."""
        for words in (self.title, self.school, self.state, self.status):
            words.setText("")
        for pressed in (self.save, self.print, self.copy, self.show_folder):
            pressed.hide()
        self.steps.clear()
        self.word.clear()
        for sentence in (self.lacks, self.remarks, self.error, self.done):
            say(sentence, "")
        self.mark.hide()
        self.missing.put([])
        self.missing.hide()
        self.mend.hide()
        self.ready(pages=False)

    def ready(self, *, pages: bool) -> None:
        """The pages are there, or not yet."""
        self.save.setEnabled(pages)
        self.print.setEnabled(pages)

    def show_view(self, view: NoteView) -> None:
        """Another note."""
        sign = marks.SIGNS[view.state.value]
        visit = view.record.visit
        self.title.setText(view.title)
        self.school.setText(" · ".join(filter(None, (view.record.school.name, w.day(visit.date)))))
        self.mark.show_sign(sign)
        self.mark.show()
        self.state.setText(sign.word)
        self.status.setText(f"Printed on each page: {view.record.status}")
        self._show_missing(view.missing)
        for shown in (self.save, self.print, self.copy):
            shown.show()
        self.steps.show_view(view)
        self.word.show_view(view)

    def show_signed(self) -> None:
        """The pages are those that were signed; nothing of them is asked for any more."""
        self.status.setText("The signed pages, byte for byte")
        say(self.lacks, "")

    def _show_missing(self, missing: list[Lack]) -> None:
        number = len(missing)
        told = f"{w.spoken(number)} {'thing is' if number == 1 else 'things are'} missing"
        say(self.lacks, told if missing else "Nothing is missing")
        self.missing.put(missing)
        self.missing.setVisible(bool(missing))
        self.mend.setVisible(bool(missing))


def _row(mark: QWidget, text: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(tokens.S2)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(text, 1)
    return row
