"""Beside the pages: whose note it is, where it stands, what it lacks, and the copy to take away."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from sipdesk.gui import marks, tokens
from sipdesk.gui import words as w
from sipdesk.gui.note.missing import MissingList
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.services.overview import NoteView

_COPY = "A copy is an ordinary PDF file: it leaves the locked desk and anybody who has it can read it."


class StateMark(QWidget):
    """The mark of a state, as large as a letter."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sign = marks.SIGNS[""]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sign(self, sign: marks.Sign) -> None:
        """Another state."""
        self._sign = sign
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._theme.px(14), self._theme.px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The mark."""
        colours = (self._theme.colour(self._sign.tone), self._theme.colour("bg"))
        marks.draw(QPainter(self), QRectF(self.rect()), self._sign.mark, colours)


class Side(QWidget):
    """Shows a note's view; takes no decision."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.title = label(role="title", wrap=True)
        self.school = label(role="muted", wrap=True)
        self.mark = StateMark(theme)
        self.state = label(wrap=True)
        self.status = label(role="muted", wrap=True)
        self.lacks = label(role="section", wrap=True)
        self.missing = MissingList(theme)
        self.remarks = label(role="muted", wrap=True)
        self.error = label(role="error", wrap=True)
        self.save = button("Save a copy…", "primary", name="Save a copy")
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
        outer.addWidget(self.remarks)
        outer.addSpacing(tokens.S2)
        outer.addWidget(self.save)
        outer.addWidget(self.copy)
        outer.addWidget(self.done)
        outer.addStretch(1)

    def clear(self) -> None:
        """Nothing of the last note stays while the next one is asked for."""
        for words in (self.title, self.school, self.state, self.status):
            words.setText("")
        self.save.hide()
        self.copy.hide()
        for sentence in (self.lacks, self.remarks, self.error, self.done):
            say(sentence, "")
        self.mark.hide()
        self.missing.put([])
        self.missing.hide()
        self.save.setEnabled(False)

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
        self.save.show()
        self.copy.show()

    def _show_missing(self, missing: list[str]) -> None:
        number = len(missing)
        told = f"{w.spoken(number)} {'thing is' if number == 1 else 'things are'} missing"
        say(self.lacks, told if missing else "Nothing is missing")
        self.missing.put(missing)
        self.missing.setVisible(bool(missing))


def _row(mark: QWidget, text: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(tokens.S2)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(text, 1)
    return row
