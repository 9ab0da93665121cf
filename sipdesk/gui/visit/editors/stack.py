"""Cards one below the other: added, moved, removed and put back in place."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.visit.editors.base import Surroundings
from sipdesk.gui.visit.editors.rows import Card, Item
from sipdesk.gui.widgets.controls import announce, button, label


class _Gone(QFrame):
    """In the place of an entry that was removed: what it was, and the way back."""

    def __init__(self, told: str, back: Callable[[], None]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.S4, 0, tokens.S4, 0)
        row.addWidget(label(told, "muted", wrap=True), 1)
        self.back: QPushButton = button("Put back", name=f"Put back: {told}")
        self.back.clicked.connect(back)
        row.addWidget(self.back)


class Stack(QWidget):
    """The cards of an answer, one below the other."""

    edited = Signal()
    arranged = Signal()
    """Their number or order has changed."""

    def __init__(self, around: Surroundings, make: Callable[[], Card], least: int = 0, key: str = "id") -> None:
        super().__init__()
        self._around, self._make, self._least, self._key = around, make, least, key
        self.cards: list[Card] = []
        self._gone: tuple[_Gone, Card, int] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(tokens.S3)
        self.put([])

    def put(self, items: list[Item]) -> None:
        """Show entries; a card that showed one of them goes on showing it, so that the cursor stays."""
        self._forget()
        spare = list(self.cards)
        kept: list[Card] = []
        for item in items:
            card = self._card_for(item, spare)
            card.put(item)
            kept.append(card)
        for card in spare:
            if len(kept) < self._least:
                card.put({})
                kept.append(card)
            else:
                _drop(card)
        while len(kept) < self._least:
            kept.append(self._new())
        self.cards = kept
        self._arrange()

    def _card_for(self, item: Item, spare: list[Card]) -> Card:
        key = item.get(self._key)
        found = next((card for card in spare if key and card.raw.get(self._key) == key), None)
        found = found or next((card for card in spare if not card.raw.get(self._key)), None)
        if found is None:
            return self._new()
        spare.remove(found)
        return found

    def _new(self) -> Card:
        card = self._make()
        card.setParent(self)
        card.edited.connect(self._touched)
        if self._key == "id":  # what the form or an earlier visit names keeps its order
            card.moved.connect(lambda by, card=card: self.move_card(card, by))
        card.removed.connect(lambda card=card: self.remove(card))
        return card

    def _touched(self) -> None:
        self._forget()
        self.edited.emit()

    def value(self) -> list[Item]:
        """The entries; one nobody has touched is none."""
        return [self._entry(card) for card in self.cards if card.settled or card.touched]

    def _entry(self, card: Card) -> Item:
        if self._key == "id" and not card.raw.get("id"):
            card.raw["id"] = self._around.new_id()
        return card.value()

    def add(self, item: Item | None = None) -> Card:
        """One more card, empty or with what is given. What is given counts as entered."""
        self._forget()
        card = self._new()
        if item is not None:
            card.put(item)
        self.cards.append(card)
        self._arrange()
        return card

    def move_card(self, card: Card, by: int) -> None:
        """Up or down; the keyboard stays where it is."""
        here = self.cards.index(card)
        there = here + by
        if not 0 <= there < len(self.cards):
            return
        self._forget()
        self.cards.insert(there, self.cards.pop(here))
        self._arrange()
        announce(self, f"Now number {there + 1} of {len(self.cards)}")
        self.edited.emit()

    def remove(self, card: Card) -> None:
        """Take an entry out, with the way back in its place."""
        self._forget()
        at = self.cards.index(card)
        self.cards.remove(card)
        self._column.removeWidget(card)
        card.hide()
        told = f"{card.called()} removed."
        bar = _Gone(told, self._put_back)
        self._gone = (bar, card, at)
        self._arrange()
        bar.show()
        bar.back.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, told)
        self.edited.emit()

    def _put_back(self) -> None:
        if self._gone is None:
            return
        bar, card, at = self._gone
        self._gone = None
        _drop(bar)
        self.cards.insert(at, card)
        card.show()
        self._arrange()
        card.first().setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _forget(self) -> None:
        """The way back leads only from the last removal, and only until something else is done."""
        if self._gone is not None:
            bar, card, _at = self._gone
            self._gone = None
            _drop(bar)
            _drop(card)

    def _arrange(self) -> None:
        shown: list[QWidget] = list(self.cards)
        if self._gone is not None:
            shown.insert(self._gone[2], self._gone[0])
        for number, card in enumerate(self.cards, 1):
            card.place(number, len(self.cards))
        before: QWidget | None = None
        for place, widget in enumerate(shown):
            if self._column.indexOf(widget) != place:
                self._column.removeWidget(widget)  # never takeAt: an item that Python keeps holds the old height
                self._column.insertWidget(place, widget)
                widget.show()  # at once, so that the keyboard may go there
            if before is not None:
                _after(before, widget)
            before = widget
        self.arranged.emit()


def _after(before: QWidget, widget: QWidget) -> None:
    """Tab follows the order on the screen."""
    last = before
    for inner in before.findChildren(QWidget):
        if inner.focusPolicy() != Qt.FocusPolicy.NoFocus:
            last = inner
    chain = [
        inner for inner in [widget, *widget.findChildren(QWidget)] if inner.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    for inner in chain:
        QWidget.setTabOrder(last, inner)
        last = inner


def _drop(widget: QWidget) -> None:
    widget.hide()
    parent = widget.parentWidget()
    layout = parent.layout() if parent is not None else None
    if layout is not None:
        layout.removeWidget(widget)
    widget.deleteLater()
