"""What opens below the edge of a page is brought into view, buttons and all."""

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from sipdesk.gui import tokens


def reveal(widget: QWidget, told: QWidget | None = None) -> None:
    """Scroll to a widget that was just shown, once it has its height; to its beginning where it is higher than the room.
    `told`: a sentence in it that has to be read now, where it is shown."""
    QTimer.singleShot(0, widget, lambda: _scroll(widget, told))


def _scroll(widget: QWidget, told: QWidget | None) -> None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    held = above.widget() if above is not None else None
    if above is None or held is None or not widget.isVisible():
        return
    above.ensureWidgetVisible(widget, 0, tokens.S4)
    if told is not None and told.isVisible():
        above.ensureWidgetVisible(told, 0, tokens.S4)
    elif widget.height() > above.viewport().height():  # what it says is read first
        above.verticalScrollBar().setValue(widget.mapTo(held, QPoint(0, 0)).y())
