"""What opens below the edge of a page is brought into view, buttons and all."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from sipdesk.gui import tokens


def reveal(widget: QWidget) -> None:
    """Scroll to a widget that was just shown, once it has its height."""
    QTimer.singleShot(0, widget, lambda: _scroll(widget))


def _scroll(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None and widget.isVisible():
        above.ensureWidgetVisible(widget, 0, tokens.S4)
