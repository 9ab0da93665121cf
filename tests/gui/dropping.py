"""Files that are dropped on the window, as the system hands them over."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget


def drop(window: QWidget, *files: Path, over: QWidget | None = None) -> None:
    """Onto the middle of the window, or near the top of something in it."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    under = over or window
    at = QPointF(under.mapTo(window, QPoint(under.width() // 2, min(under.height() // 2, 20))))
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    handle = window.windowHandle()
    for event in (
        QDragEnterEvent(at, copy, mime, left, none),
        QDragMoveEvent(at, copy, mime, left, none),
        QDropEvent(at, copy, mime, left, none),
    ):
        QApplication.sendEvent(handle, event)
