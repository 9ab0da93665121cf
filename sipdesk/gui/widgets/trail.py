"""Where I am: the steps that led here, each of them a way back."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.widgets.controls import button, label, tip
from sipdesk.gui.widgets.page import Step

_LEAST = 48
"""Narrower than this no step is made: a letter or two and the dots."""


class Trail(QWidget):
    """Caseload › Alder Park Primary › Note. Where there is no room the longest names end in dots."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step] = []
        self._made: list[QAbstractButton | QLabel] = []
        self._shown: list[str] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(tokens.S2)
        self._row.addStretch()

    def show_steps(self, steps: list[Step]) -> None:
        """Other steps."""
        if steps == self.steps:
            return
        self.steps = list(steps)
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._made = []
        for n, step in enumerate(steps):
            if n:
                self._row.addWidget(label("›", "muted"))
            self._made.append(self._step(step, last=n == len(steps) - 1))
            self._row.addWidget(self._made[-1])
        self._row.addStretch()
        self._shown = [step.text for step in steps]
        for made in self._made:
            made.ensurePolished()
        self._fit()

    def _step(self, step: Step, *, last: bool) -> QAbstractButton | QLabel:
        if step.go is not None:
            back = button(step.text.replace("&", "&&"), "link", name=f"Back to {step.text}")
            back.clicked.connect(step.go)
            return back
        here = label(step.text, "strong" if last else "muted")
        here.setTextFormat(Qt.TextFormat.PlainText)
        return here

    # -- room ----------------------------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """A long name gives way before the window has to grow."""
        return QSize(_LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """A larger text, another look, a new step that has only now been dressed."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        """Every step whole where there is room, else the longest shortened until all stand beside one another. A text is
        set only where it changes: each asks for the layout anew, and the layout asks here."""
        now = [widget.sizeHint().width() for widget in self._made]
        beside = [
            wide - self._long(widget, text) for wide, widget, text in zip(now, self._made, self._shown, strict=True)
        ]
        whole = [
            room + self._long(widget, step.text)
            for room, widget, step in zip(beside, self._made, self.steps, strict=True)
        ]
        given = _shares(whole, self.width() - (self._row.sizeHint().width() - sum(now)))
        for n, (widget, step) in enumerate(zip(self._made, self.steps, strict=True)):
            metrics, dots = QFontMetrics(widget.font()), Qt.TextElideMode.ElideRight
            cut = given[n] < whole[n]
            self._say(n, metrics.elidedText(step.text, dots, given[n] - beside[n]) if cut else step.text)

    @staticmethod
    def _long(widget: QWidget, text: str) -> int:
        return QFontMetrics(widget.font()).horizontalAdvance(text)

    def _say(self, place: int, text: str) -> None:
        widget, whole = self._made[place], self.steps[place].text
        if self._shown[place] != text:
            self._shown[place] = text
            widget.setText(text.replace("&", "&&") if isinstance(widget, QAbstractButton) else text)
            widget.setToolTip("" if text == whole else tip(whole))
            if isinstance(widget, QLabel):
                widget.setAccessibleName(whole)


def _shares(whole: list[int], room: int) -> list[int]:
    """How wide each may be, in pixels: the widest give way, down to the next widest, until all fit."""
    given = list(whole)
    while given and sum(given) > room and max(given) > _LEAST:
        widest = max(given)
        those = [n for n, wide in enumerate(given) if wide == widest]
        below = max((wide for wide in given if wide < widest), default=0)
        fair = widest - -(-(sum(given) - room) // len(those))
        for n in those:
            given[n] = max(_LEAST, below, fair)
        if max(given) == widest:
            break
    return given
