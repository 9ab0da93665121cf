"""Controls in a row that goes on below where the window is narrow or the text large."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from sipdesk.gui import tokens


class Lines(QLayout):
    """A layout that goes on in the next line, as words do. How things stand on a line is its child's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(tokens.S2)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's own."""
        self._items.append(item)

    def count(self) -> int:
        """Qt's own."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        """Qt's own: None past the end, whatever its type says."""
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        """Qt's own."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:
        """Qt's own."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Qt's own."""
        return True


class Flow(Lines):
    """As many to a line as fit. `grow` is the one that takes the room left on its line."""

    def __init__(self, grow: QWidget | None = None, most: int = 420) -> None:
        super().__init__()
        self._grow = grow
        self._most = most

    def heightForWidth(self, width: int) -> int:
        """Qt's own."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Qt's own."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Qt's own."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest control alone on a line."""
        sizes = [item.minimumSize() for item in self._shown()]
        width = max((size.width() for size in sizes), default=0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        y, height = rect.y(), 0
        for line in self._lines(rect.width()):
            height = max(item.sizeHint().height() for item in line)
            if move:
                self._place(line, QRect(rect.x(), y, rect.width(), height))
            y += height + tokens.S2
        return max(0, y - tokens.S2 - rect.y())

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = -1
        for item in self._shown():
            wanted = item.sizeHint().width()
            if not lines or wanted > left:
                lines.append([])
                left = width
            lines[-1].append(item)
            left -= wanted + tokens.S2
        return lines

    def _place(self, line: list[QLayoutItem], rect: QRect) -> None:
        room = rect.width() - sum(item.sizeHint().width() for item in line) - tokens.S2 * (len(line) - 1)
        x = rect.x()
        for item in line:
            width = item.sizeHint().width()
            if item.widget() is self._grow:
                width = max(width, min(self._most, width + room))
            height = item.sizeHint().height()
            item.setGeometry(QRect(x, rect.y() + (rect.height() - height) // 2, min(width, rect.width()), height))
            x += width + tokens.S2
