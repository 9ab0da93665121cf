"""Where I am: the steps that led here, each of them a way back."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.widgets.controls import button, label
from sipdesk.gui.widgets.page import Step


class Trail(QWidget):
    """Caseload › Alder Park Primary › Note."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step] = []
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
        for n, step in enumerate(steps):
            if n:
                self._row.addWidget(label("›", "muted"))
            self._row.addWidget(self._made(step, last=n == len(steps) - 1))
        self._row.addStretch()

    def _made(self, step: Step, *, last: bool) -> QWidget:
        if step.go is not None:
            back = button(step.text.replace("&", "&&"), "link", name=f"Back to {step.text}")
            back.clicked.connect(step.go)
            return back
        here = label(step.text, "strong" if last else "muted")
        here.setMinimumWidth(1)  # a long name gives way before the window has to grow
        return here
