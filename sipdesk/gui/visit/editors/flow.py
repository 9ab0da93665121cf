"""A layout that goes on in the next line, as words do."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem

from sipdesk.gui import tokens
from sipdesk.gui.widgets.flow import Lines


class Flow(Lines):
    """One thing after another, on as many lines as it takes."""

    def heightForWidth(self, width: int, /) -> int:
        """How high it is at a width."""
        return self._lay(QRect(0, 0, width, 0), lambda _item, _rect: None)

    def sizeHint(self) -> QSize:
        """All on one line."""
        there = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(size.width() for size in there) + self.spacing() * max(0, len(there) - 1)
        return QSize(wide, max((size.height() for size in there), default=0))

    def minimumSize(self) -> QSize:
        """Chips wrap their words, so it can be narrow."""
        return QSize(
            tokens.ROW, max((item.sizeHint().height() for item in self._items if not item.isEmpty()), default=0)
        )

    def setGeometry(self, rect: QRect, /) -> None:
        """Lay out."""
        super().setGeometry(rect)
        self._lay(rect, lambda item, where: item.setGeometry(where))

    def _lay(self, rect: QRect, put: Callable[[QLayoutItem, QRect], None]) -> int:
        x, y, high = rect.x(), rect.y(), 0
        line: list[tuple[QLayoutItem, QRect]] = []

        def close() -> None:
            for item, where in line:
                put(item, where.translated(0, (high - where.height()) // 2))
            line.clear()

        for item in self._items:
            if item.isEmpty():
                continue
            width = min(item.sizeHint().width(), max(rect.width(), 1))
            if x > rect.x() and x + width > rect.right() + 1:
                close()
                x, y, high = rect.x(), y + high + self.spacing(), 0
            tall = item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
            line.append((item, QRect(x, y, width, tall)))
            x, high = x + width + self.spacing(), max(high, tall)
        close()
        return y + high - rect.y()
