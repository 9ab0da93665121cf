"""Evidence, a line each, with where it comes from: seen, told or data."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from sipdesk.domain.focus import EvidenceKind
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.visit.editors.base import Surroundings
from sipdesk.gui.visit.editors.chips import ShortPick
from sipdesk.gui.visit.editors.rows import Item, hinted, listed
from sipdesk.gui.visit.fields import Prose
from sipdesk.gui.widgets.controls import say

_KINDS = [(kind.value, w.sentence(kind.value)) for kind in EvidenceKind]
_NARROW = 440
_KEYS = {kind.value: kind.value[0] for kind in EvidenceKind}


class _Piece(QWidget):
    """One piece of evidence."""

    edited = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.raw: Item = {}
        self.kind = ShortPick(around.theme, "Evidence", _KINDS, keys=_KEYS)
        self.text = Prose(around.theme, "Evidence", around.aids, 1)
        self.wanted = hinted("")
        column, row = QVBoxLayout(self), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._theme, self._row = around.theme, row
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.S1)
        row.setSpacing(tokens.S2)
        row.addWidget(self.text, 1)
        row.addWidget(self.kind)
        column.addLayout(row)
        column.addWidget(self.wanted)
        self.kind.edited.connect(self._touch)
        self.text.edited.connect(self._touch)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow for its text, the choice stands below the words."""
        super().resizeEvent(event)
        narrow = event.size().width() < self._theme.px(_NARROW)
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._row.direction() != way:
            self._row.setDirection(way)

    def _touch(self) -> None:
        self.refresh()
        self.edited.emit()

    def refresh(self) -> None:
        """A piece without its kind cannot be kept as evidence; say so beside it."""
        wants = bool(self.text.text().strip()) and not self.kind.value()
        say(self.wanted, "Seen, told or data?" if wants else "")

    def put(self, raw: Item) -> None:
        """Show a piece."""
        self.raw = dict(raw)
        self.kind.put(raw.get("kind"))
        self.text.put(str(raw.get("text") or ""))
        self.refresh()

    @property
    def blank(self) -> bool:
        """Whether it says nothing."""
        return not self.text.text() and not self.kind.value() and not self.raw

    def value(self) -> Item:
        """The piece as it stands."""
        return {**self.raw, "kind": self.kind.value(), "text": self.text.text()}


class Evidences(QWidget):
    """Pieces of evidence with an empty one after the last, so that nothing need be pressed to add one."""

    edited = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._about = "Evidence"
        self.pieces: list[_Piece] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.S2)
        self._room()

    def rename(self, about: str) -> None:
        """Whose evidence it is."""
        self._about = about
        for number, piece in enumerate(self.pieces, 1):
            piece.text.setAccessibleName(f"{about} {number}")
            piece.kind.rename(f"{about} {number}, where from")

    def _room(self) -> None:
        if not self.pieces or not self.pieces[-1].blank:
            self._add()

    def _add(self) -> None:
        piece = _Piece(self._around)
        before = self.pieces[-1] if self.pieces else None
        piece.edited.connect(self._touched)
        self.pieces.append(piece)
        self._column.addWidget(piece)
        piece.show()  # at once, so that Tab may go there before the next turn of the events
        if before is not None:
            QWidget.setTabOrder(before.kind.stop(), piece.text)
            QWidget.setTabOrder(piece.text, piece.kind.stop())
        self.rename(self._about)

    def _touched(self) -> None:
        self._room()
        self.edited.emit()

    def put(self, value: Any) -> None:
        """Show pieces."""
        items = listed(value)
        if items == self.value():
            return
        while len(self.pieces) > len(items) + 1:
            piece = self.pieces.pop()
            piece.hide()
            piece.deleteLater()
        while len(self.pieces) < len(items):
            self._add()
        for piece, item in zip(self.pieces, [*items, {}], strict=False):
            piece.put(item)
        self._room()

    def value(self) -> list[Item]:
        """The pieces that say anything."""
        return [piece.value() for piece in self.pieces if piece.text.text() or piece.kind.value()]
