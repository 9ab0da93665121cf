"""How a row of the palette is painted: a title and what stands beside it; below, the words around what was found."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sipdesk.gui import marks, tokens
from sipdesk.gui.search.items import ITEM, Index, Item
from sipdesk.gui.theme import Theme

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_MARK = 14


class ItemPainter(QStyledItemDelegate):
    """From tokens alone."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, or two where an answer is shown."""
        item: Item = index.data(ITEM)
        if item.go is None:
            return QSize(0, self._theme.px(30))
        return QSize(0, self._theme.px(tokens.ROW + 18 if item.pieces else tokens.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        item: Item = index.data(ITEM)
        rect = QRect(option.rect)
        painter.save()
        if item.go is None:
            self._heading(painter, rect, item)
        else:
            self._row(painter, rect, item, chosen=bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, item: Item) -> None:
        theme = self._theme
        painter.setFont(theme.font(tokens.LABEL, strong=True))
        painter.setPen(theme.colour("muted"))
        inside = rect.adjusted(tokens.S4, tokens.S1, -tokens.S4, 0)
        painter.drawText(inside, _MIDDLE | Qt.AlignmentFlag.AlignLeft, item.title)

    def _row(self, painter: QPainter, rect: QRect, item: Item, *, chosen: bool) -> None:
        theme, rule = self._theme, self._theme.palette.rule
        if chosen:
            painter.fillRect(rect, theme.colour("soft"))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
            if rule > 1:
                for y in (rect.top(), rect.bottom() + 1 - rule):
                    painter.fillRect(QRect(rect.left(), y, rect.width(), rule), theme.colour("accent"))
        inside = rect.adjusted(tokens.S4, 0, -tokens.S4, 0)
        line = QRect(inside.left(), inside.top(), inside.width(), theme.px(tokens.ROW))
        if item.pieces:
            line.setHeight(theme.px(28))
        left = self._title(painter, line, item)
        self._aside(painter, line, item, left)
        if item.pieces:
            below = QRect(inside.left(), line.bottom(), inside.width(), rect.bottom() - line.bottom() - tokens.S2)
            self._pieces(painter, below, item)

    def _title(self, painter: QPainter, line: QRect, item: Item) -> int:
        """Where the room beside it begins."""
        theme = self._theme
        font = theme.font(strong=True)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        room = line.width() * 7 // 10
        shown = QFontMetrics(font).elidedText(item.title, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(line, _MIDDLE | Qt.AlignmentFlag.AlignLeft, shown)
        return line.left() + QFontMetrics(font).horizontalAdvance(shown) + tokens.S4

    def _aside(self, painter: QPainter, line: QRect, item: Item, left: int) -> None:
        theme = self._theme
        font = theme.font(tokens.LABEL)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        room = QRect(left, line.top(), max(0, line.right() - left), line.height())
        if item.mark is not None:
            side = theme.px(_MARK)
            square = QRectF(room.right() - side, room.center().y() - side / 2 + 1, side, side)
            marks.draw(painter, square, item.mark.mark, (theme.colour(item.mark.tone), theme.colour("surface")))
            word = QFontMetrics(font).horizontalAdvance(item.mark.word)
            painter.drawText(
                QRect(int(square.left()) - word - tokens.S2, room.top(), word + 2, room.height()),
                _MIDDLE,
                item.mark.word,
            )
            room.setRight(int(square.left()) - word - tokens.S4)
        shown = QFontMetrics(font).elidedText(item.aside, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _MIDDLE | Qt.AlignmentFlag.AlignRight, shown)

    def _pieces(self, painter: QPainter, room: QRect, item: Item) -> None:
        """The words around what was found, as far as they go; what was found is bold and underlined."""
        theme = self._theme
        x, end = float(room.left()), float(room.right())
        baseline = room.top() + QFontMetrics(theme.font()).ascent()
        for text, found in item.pieces:
            font = theme.font(strong=found)
            font.setUnderline(found)
            painter.setFont(font)
            painter.setPen(theme.colour("text" if found else "muted"))
            metrics = QFontMetrics(font)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(end - x)))
            painter.drawText(QPointF(x, baseline), shown)
            x += metrics.horizontalAdvance(shown)
            if shown != text:
                break
