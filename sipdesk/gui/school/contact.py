"""A contact outside the terms' visits: which kind, on which day."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout

from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.programme import ContactKind
from sipdesk.domain.typed import typed_day
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.widgets.controls import abreast, button, label
from sipdesk.gui.widgets.field import Field


class ContactCard(QFrame):
    """Stands above the list while it is filled; Escape puts it away."""

    wanted = Signal(str, dt.date)
    closed = Signal()

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._today = today
        self._kind = ""
        self.title = label(role="strong")
        self.day = Field("Date of the contact", f"As you would write it, such as {w.such_as(today())}")
        self.go = button("Open it")
        self.leave = button("Leave it")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        lines.setSpacing(tokens.S2)
        lines.addWidget(self.title)
        lines.addWidget(self.day)
        lines.addWidget(abreast(self.go, self.leave))
        self.day.edit.returnPressed.connect(self._go)
        self.go.clicked.connect(self._go)
        self.leave.clicked.connect(self._close)
        QShortcut(QKeySequence("Esc"), self, self._close, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()

    def begin(self, kind: ContactKind) -> None:
        """A contact of a kind, today unless another day is typed."""
        self._kind = kind.id
        self.title.setText(kind.title)
        self.day.tell("")
        self.day.edit.setText(w.day(self._today()))
        self.show()
        self.day.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.day.edit.selectAll()

    def refuse(self, sentence: str) -> None:
        """The service would not open it."""
        self.day.refuse(sentence)

    def _go(self) -> None:
        on = typed_day(self.day.text, AcademicYear.of(self._today()))
        if on is None:
            self.day.refuse(w.no_day(self._today()))
        else:
            self.wanted.emit(self._kind, on)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
