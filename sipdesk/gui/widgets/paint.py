"""How the cells and heads of a table are painted, from tokens alone."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from sipdesk.gui import marks, tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.rows import CELL, Cell, Column, Index

_MARK = 14
_SLACK = 2
"""Letters are set on fractions of pixels; without it a text that just fits would be cut."""
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def _pad(column: int) -> tuple[int, int, int, int]:
    """Room at the sides of a cell; a little more where the row begins."""
    return (tokens.S3 if column == 0 else tokens.S2, 0, -tokens.S2, 0)


class CellPainter(QStyledItemDelegate):
    """A row 36 px high: a hairline below, no vertical lines, a bar at the left of the selected one."""

    def __init__(self, parent: QWidget, theme: Theme, columns: list[Column]) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = columns

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for the text in its size."""
        return QSize(self.width_of(index.data(CELL)), self._theme.px(tokens.ROW))

    def width_of(self, cell: Cell) -> int:
        """How wide a cell wants to be."""
        text = QFontMetrics(self._theme.font(strong=cell.strong)).horizontalAdvance(cell.text)
        mark = self._theme.px(_MARK) + tokens.S2 if cell.mark else 0
        return text + mark + tokens.S3 + tokens.S2 + _SLACK

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        cell: Cell = index.data(CELL)
        theme, rect = self._theme, QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = theme.colour("soft" if chosen else "bg" if index.data(CELL).group else "surface")
        painter.save()
        painter.fillRect(rect, ground)
        if index.row() < index.model().rowCount() - 1:  # the frame closes the last one
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line"))
        if chosen:
            self._mark_chosen(painter, rect, first=index.column() == 0)
        inside = rect.adjusted(*_pad(index.column()))
        if cell.mark:
            side = theme.px(_MARK)
            square = QRectF(inside.left(), inside.center().y() - side / 2 + 1, side, side)
            marks.draw(painter, square, cell.mark, (theme.colour(cell.tone), ground))
            inside.setLeft(inside.left() + side + tokens.S2)
        right = self._columns[index.column()].right
        font = theme.font(strong=cell.strong, figures=right)
        painter.setFont(font)
        painter.setPen(theme.colour(cell.tone))
        shown = QFontMetrics(font).elidedText(cell.text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(
            inside, _MIDDLE | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft), shown
        )
        painter.restore()

    def _mark_chosen(self, painter: QPainter, rect: QRect, *, first: bool) -> None:
        accent, rule = self._theme.colour("accent"), self._theme.palette.rule
        if first:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), accent)
        if rule > 1:  # high contrast has no soft fill to show the row by
            for y in (rect.top(), rect.bottom() + 1 - rule):
                painter.fillRect(QRect(rect.left(), y, rect.width(), rule), accent)


class Head(QHeaderView):
    """The heads of the columns, with an arrow at the one the table is sorted by."""

    def __init__(self, parent: QWidget, theme: Theme, columns: list[Column]) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._columns = columns
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setAccessibleName("Columns")

    def sizeHint(self) -> QSize:
        """A little lower than a row."""
        return QSize(super().sizeHint().width(), self._theme.px(tokens.CONTROL - tokens.S1))

    def width_of(self, column: int) -> int:
        """How wide a head wants to be, arrow included."""
        font = self._theme.font(tokens.LABEL, strong=True)
        return (
            QFontMetrics(font).horizontalAdvance(self._columns[column].title)
            + self._arrow()
            + tokens.S1
            + 2 * tokens.S2
        )

    def _arrow(self) -> int:
        return self._theme.px(8)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  - Qt's name
        """One head."""
        theme, column = self._theme, self._columns[logicalIndex]
        rule = theme.palette.rule
        painter.save()
        painter.fillRect(rect, theme.colour("surface"))
        painter.fillRect(QRect(rect.left(), rect.bottom() + 1 - rule, rect.width(), rule), theme.colour("edge"))
        inside = rect.adjusted(*_pad(logicalIndex))
        font = theme.font(tokens.LABEL, strong=True)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, _MIDDLE | side, column.title)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex:
            width = QFontMetrics(font).horizontalAdvance(column.title)
            left = (
                inside.right() - width - tokens.S1 - self._arrow()
                if column.right
                else inside.left() + width + tokens.S1
            )
            self._draw_arrow(
                painter, QRectF(left, rect.center().y() - self._arrow() / 4, self._arrow(), self._arrow() / 2)
            )
        painter.restore()

    def _draw_arrow(self, painter: QPainter, box: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        rising = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        base, tip = (box.bottom(), box.top()) if rising else (box.top(), box.bottom())
        corners = ((box.left(), base), (box.right(), base), (box.center().x(), tip))
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
