"""The weeks on screen: arrows go from day to day, Enter acts, Delete takes a date out; visits can be dragged in and on."""

from datetime import date

from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from sipdesk.gui import marks, tokens
from sipdesk.gui.calendar.weeks import DAY, Day, Index, Weeks
from sipdesk.gui.marks import SIGNS
from sipdesk.gui.theme import Theme
from sipdesk.services.agenda import Planned

CARRIED = "application/x-sipdesk-visit"
"""What is dragged: a key, never a name."""
_LINE, _MARK, _NUMBER = 22, 11, 24
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class DayPainter(QStyledItemDelegate):
    """A day: its number, its visits with their marks, what speaks against it in words."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        theme, rect, day = self._theme, QRect(option.rect), index.data(DAY)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = "soft" if chosen else "bg" if day.why_not else "surface"
        painter.save()
        painter.fillRect(rect, theme.colour(ground))
        for edge in (
            QRect(rect.left(), rect.bottom(), rect.width(), 1),
            QRect(rect.right(), rect.top(), 1, rect.height()),
        ):
            painter.fillRect(edge, theme.colour("line"))
        if chosen:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -2, -2))
        self._number(painter, rect, day)
        inside = rect.adjusted(theme.px(_NUMBER) + tokens.S1, tokens.S1, -tokens.S1, -tokens.S1)
        self._lines(painter, inside, day, ground)
        painter.restore()

    def _number(self, painter: QPainter, rect: QRect, day: Day) -> None:
        theme = self._theme
        painter.setFont(theme.font(tokens.LABEL, strong=day.today, figures=True))
        painter.setPen(theme.colour("accent" if day.today else "muted"))
        box = QRect(rect.left(), rect.top() + tokens.S1, theme.px(_NUMBER), theme.px(_LINE))
        painter.drawText(box, _MIDDLE | Qt.AlignmentFlag.AlignRight, str(day.on.day))
        if day.today:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))

    def _lines(self, painter: QPainter, inside: QRect, day: Day, ground: str) -> None:
        high = self._theme.px(_LINE)
        line = QRect(inside.left(), inside.top(), inside.width(), high)
        for one in day.visits:
            self._visit(painter, line, one, ground)
            line.translate(0, high)
        small = [*day.own, *([day.why_not.capitalize()] if day.why_not and not day.visits and not day.own else [])]
        for text in small:
            self._text(painter, line, text, "muted", tokens.LABEL)
            line.translate(0, high)

    def _visit(self, painter: QPainter, line: QRect, one: Planned, ground: str) -> None:
        theme, side = self._theme, self._theme.px(_MARK)
        sign = SIGNS[one.state.value]
        square = QRectF(line.left(), line.center().y() - side / 2 + 1, side, side)
        marks.draw(painter, square, sign.mark, (theme.colour(sign.tone), theme.colour(ground)))
        rest = line.adjusted(side + tokens.S1, 0, 0, 0)
        if one.against:
            wide = theme.px(tokens.ICON - 4)
            painter.drawPixmap(
                QPoint(rest.right() - wide, line.center().y() - wide // 2),
                theme.pixmap("circle-alert", "late", tokens.ICON - 4),
            )
            rest.adjust(0, 0, -wide - tokens.S1, 0)
        self._text(painter, rest, one.school, "late" if one.against else "text", tokens.LABEL + 1)

    def _text(self, painter: QPainter, line: QRect, text: str, tone: str, size: int) -> None:
        font = self._theme.font(size)
        painter.setFont(font)
        painter.setPen(self._theme.colour(tone))
        painter.drawText(line, _MIDDLE, QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, line.width()))


class TermGrid(QTableView):
    """A term's weeks."""

    entered = Signal(object)
    """The day on which Enter was pressed or which was double-clicked."""
    moved = Signal(object)
    """The day one stands on."""
    cleared = Signal(object)
    """The day from which a date is to be taken."""
    brought = Signal(str, object)
    """What was dropped, and on which day."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.weeks = Weeks()
        self._theme = theme
        self._pressed: QPoint | None = None
        self.setAccessibleName("The term in weeks")
        self.setModel(self.weeks)
        self.setItemDelegate(DayPainter(self, theme))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setAcceptDrops(True)
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            head.setSectionsClickable(False)
            head.setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | _MIDDLE)
        self.activated.connect(lambda index: self.entered.emit(self.weeks.day(index)))
        self.selectionModel().currentChanged.connect(self._moved)
        theme.changed.connect(self.refit)

    @property
    def day(self) -> Day | None:
        """The day one stands on."""
        index = self.currentIndex()
        return self.weeks.day(index) if index.isValid() else None

    def stand_on(self, on: date | None) -> None:
        """Go to a day, else to the first."""
        index = self.weeks.place(on) if on else QModelIndex()
        if not index.isValid() and self.weeks.rowCount():
            index = self.weeks.index(0, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def refit(self) -> None:
        """Weeks as high as their fullest day."""
        for row in range(self.weeks.rowCount()):
            self.setRowHeight(row, self.weeks.lines(row) * self._theme.px(_LINE) + 2 * tokens.S1)
        self.setMinimumWidth(self._theme.px(460))
        rows = sum(self.rowHeight(row) for row in range(self.weeks.rowCount()))
        rule = 2 * self._theme.palette.rule
        self.setMaximumHeight(rows + self.horizontalHeader().sizeHint().height() + rule)
        self.setMinimumHeight(self._theme.px(6 * _LINE))
        self.viewport().update()

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.moved.emit(self.weeks.day(now))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes a date out."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.day is not None:
            self.cleared.emit(self.day)
        else:
            super().keyPressEvent(event)

    # -- dragging ------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where; a drag may begin."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the first visit of the day that can still be moved."""
        far = QApplication.startDragDistance()
        if self._pressed is None or (event.position().toPoint() - self._pressed).manhattanLength() < far:
            return
        index = self.indexAt(self._pressed)
        self._pressed = None
        if index.isValid():
            movable = [one for one in self.weeks.day(index).visits if one.movable]
            if movable:
                carry(self, f"visit {movable[0].visit}")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A visit of ours."""
        if event.mimeData().hasFormat(CARRIED):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show the day it would go to."""
        index = self.indexAt(event.position().toPoint())
        if event.mimeData().hasFormat(CARRIED) and index.isValid():
            self.setCurrentIndex(index)
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """On that day."""
        index = self.indexAt(event.position().toPoint())
        if event.mimeData().hasFormat(CARRIED) and index.isValid():
            event.acceptProposedAction()
            key = bytes(event.mimeData().data(CARRIED).data()).decode()
            self.brought.emit(key, self.weeks.day(index))


def carry(source: QWidget, key: str) -> None:
    """Begin to drag."""
    mime = QMimeData()
    mime.setData(CARRIED, key.encode())
    drag = QDrag(source)
    drag.setMimeData(mime)
    drag.exec(Qt.DropAction.MoveAction)
