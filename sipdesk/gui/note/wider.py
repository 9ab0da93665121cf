"""Sharing a note more widely: with whom, and who specifically asked for it, when and why."""

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout

from sipdesk.domain.agenda import read_date
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.errors import SipdeskError
from sipdesk.domain.issue import WiderRequest
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import abreast, button, label, say
from sipdesk.gui.widgets.field import Field
from sipdesk.services.issue import Candidate

_MEANS = (
    "The wider version goes to them in an e-mail of its own. It is shared only because somebody specifically asked; who, "
    "when and why is kept."
)


class WiderForm(QFrame):
    """Four things to say. Escape puts it away."""

    asked = Signal(object)
    """A `WiderRequest`."""
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._today = dt.date.min
        self._names: dict[str, str] = {}
        self.whom = Choice(theme, "With")
        # A long role in large letters is cut rather than pushing the whole panel out of the window; the name stands below.
        self.whom.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.name = label(role="muted", wrap=True)
        self.by = Field("Who asked", "A name or an office")
        self.on = Field("On which day")
        self.why = Field("Why they asked")
        self.add = button("Add them")
        self.leave = button("Not now")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
        lines.setSpacing(tokens.S2)
        for widget in (label(_MEANS, "muted", wrap=True), self.whom, self.name, self.by, self.on, self.why):
            lines.addWidget(widget)
        lines.addWidget(abreast(self.add, self.leave))
        self.whom.chosen.connect(self._show_name)
        self.add.clicked.connect(self._ask)
        self.why.edit.returnPressed.connect(self._ask)
        self.leave.clicked.connect(self.closed)
        QShortcut(QKeySequence("Esc"), self, self.closed.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()

    def begin(self, candidates: list[Candidate], today: dt.date) -> None:
        """Ask, with today as the day that is offered."""
        self._today = today
        self._names = {one.role: one.name for one in candidates}
        self.whom.offer([(one.role, one.role) for one in candidates], candidates[0].role)
        self._show_name(candidates[0].role)
        self.clear()
        self.on.edit.setText(w.day(today))
        self.show()
        self.by.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_name(self, role: str) -> None:
        say(self.name, self._names.get(role, ""))
        self.whom.setToolTip(role)

    def clear(self) -> None:
        """Nothing of the last one."""
        for field in (self.by, self.on, self.why):
            field.edit.setText("")
            field.tell("")

    def _ask(self) -> None:
        for field, sentence in ((self.by, "Say who asked."), (self.why, "Say why they asked.")):
            if not field.text.strip():
                field.refuse(sentence)
                return
        try:
            on = read_date(self.on.text, AcademicYear.of(self._today))
            request = WiderRequest.read(self.whom.value, self.by.text, on, self.why.text).checked(None, self._today)
        except SipdeskError as error:
            self.on.refuse(error.sentence.replace(" Nothing was issued.", ""))
            return
        self.asked.emit(request)
