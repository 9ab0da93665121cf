"""The right end of the status line: when the desk locks (a press locks it now), help, appearance."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button


class Foot:
    """Two buttons, and the one for the look, which belongs to the window."""

    def __init__(self, theme: Theme, minutes: int) -> None:
        self._theme = theme
        self.lock = button("", "quiet")
        self.help = button("Help", "quiet", name="Help (F1)")
        self.lock.setToolTip("Lock now (Ctrl+L)")
        self.help.setToolTip("Help about this page (F1)")
        theme.changed.connect(self._dress)
        self._dress()
        self.say_minutes(minutes)

    def say_minutes(self, minutes: int) -> None:
        """After how long the desk locks."""
        told = "1 minute" if minutes == 1 else f"{minutes} minutes"
        self.lock.setText(f"Locks after {told}")
        self.lock.setAccessibleName(f"Lock now. Locks by itself after {told}.")

    def fill(self, row: QHBoxLayout, view: QPushButton) -> None:
        """Put them into the status line."""
        for made in (self.lock, self.help, view):
            row.addWidget(made)

    def _dress(self) -> None:
        side = self._theme.px(tokens.ICON - 2)
        for made, name in ((self.lock, "lock"), (self.help, "circle-question-mark")):
            made.setIcon(self._theme.icon(name, "muted", gap=tokens.S1))
            made.setIconSize(QSize(side + tokens.S1, side))
