"""Closing while packages could still leave: a moment for them, shown, with a way past it. Closing never waits for a dead
network: what is not away by then leaves another time.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.widgets.controls import abreast, announce, button, frame, label, page

if TYPE_CHECKING:
    from sipdesk.gui.outbox.outgoing import Outgoing
    from sipdesk.gui.theme import Theme

LONGEST = 8_000
"""Milliseconds."""
_WIDE = 440


class Parting(QWidget):
    """Stands in the window while it waits. `end` is called once: when all is away, when time is up, or when it is skipped."""

    def __init__(self, outgoing: "Outgoing", theme: "Theme", end: Callable[[], object], longest: int = LONGEST) -> None:
        super().__init__()
        page(self)
        self._outgoing, self._end = outgoing, end
        self.over = False
        number = outgoing.view.waiting
        title = f"Sending {w.count(number, 'package')} before closing"
        self.skip = button("Close now", "primary")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Sending")
        card = frame("card")
        card.setFixedWidth(theme.px(_WIDE))
        inside = QVBoxLayout(card)
        inside.setContentsMargins(tokens.S5, tokens.S5, tokens.S5, tokens.S5)
        inside.setSpacing(tokens.S3)
        told = "All is saved. A few seconds at most; what is not away by then leaves the next time."
        for widget in (
            label(title, "section", wrap=True),
            label(told, "muted", wrap=True),
            self.bar,
            abreast(self.skip),
        ):
            inside.addWidget(widget)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignVCenter)
        outer.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.finish)
        self.skip.clicked.connect(self.finish)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.finish)
        outgoing.syncer.ended.connect(lambda _told: self.finish())
        outgoing.syncer.failed.connect(lambda _sentence: self.finish())
        self._timer.start(longest)
        announce(self, title)

    def finish(self) -> None:
        """Close, whatever became of it."""
        if not self.over:
            self.give_up()
            self._end()

    def give_up(self) -> None:
        """Wait no longer."""
        self.over = True
        self._timer.stop()
        self._outgoing.syncer.way.stop()

    def arrive(self) -> None:
        """On the way past it."""
        self.skip.setFocus(Qt.FocusReason.OtherFocusReason)
