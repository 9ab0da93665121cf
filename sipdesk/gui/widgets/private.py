"""A page that must not be seen beside a head: it speaks of several schools, of categories or of hours."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.gui.widgets.page import Page


class PrivatePage(Page):
    """Everything it shows lies on `body`, which vanishes while the screen is shared."""

    def __init__(self) -> None:
        super().__init__()
        self.body = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.body)

    def share(self, on: bool) -> None:
        """Out of sight, or back; the shell's calm page says why."""
        self.body.setVisible(not on)
