"""What became of earlier actions: one keystroke each, then what was seen."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from sipdesk.domain.action import OpenAction, Outcome
from sipdesk.domain.one_line import read_when, spoken_when
from sipdesk.gui import words as w
from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.visit.editors.chips import Pick
from sipdesk.gui.visit.editors.rows import Card, Fold, Item, abreast, captioned, hinted, listed
from sipdesk.gui.visit.fields import Line
from sipdesk.gui.widgets.controls import label, say

_KEYS = {Outcome.DONE: "D", Outcome.PARTLY: "P", Outcome.NOT_YET: "N", Outcome.DROPPED: "X", Outcome.NOT_REVIEWED: "R"}
_LATER = {Outcome.PARTLY, Outcome.NOT_YET}


class DayField(Line):
    """A day in any British spelling. Words that are no day are given as typed, to be refused in words and kept."""

    def __init__(self, around: Surroundings, name: str) -> None:
        super().__init__(name, "24 April")
        self._context = around.context
        self._raw: Any = None
        self._shown = ""

    def put(self, value: Any) -> None:
        """Show a day."""
        self._raw, self._shown = value, spoken_when(value, "")
        super().put(self._shown)

    def value(self) -> Any:
        """The day as it is kept."""
        if self.text() == self._shown:
            return self._raw
        read = read_when(self.text(), self._context.year, self._context.term)
        return read.day.isoformat() if read.day else (self.text().strip() or None)

    @property
    def remark(self) -> str:
        """Why it is no day yet; a day without its year is said in full."""
        read = read_when(self.text(), self._context.year, self._context.term)
        return "Write a day, for example 24 April." if read.words else ""


class ReviewCard(Card):
    """One earlier action."""

    answered = Signal()
    """An outcome was chosen by its key."""

    def __init__(self, around: Surroundings, known: OpenAction | None) -> None:
        super().__init__(around)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._known = known
        self.what = label(known.action.text if known else "", "strong", wrap=True)
        self.facts = label(_facts(known), "muted", wrap=True)
        offered = [(outcome.value, w.sentence(outcome.value)) for outcome in Outcome]
        keys = {outcome.value: key for outcome, key in _KEYS.items()}
        self.outcome = Pick(around.theme, "What became of it", offered, keys=keys, empty=None)
        self.hold("outcome", self.outcome)
        self.after = Fold()
        self.evidence = self.prose("evidence", "Evidence seen")
        self.impact = self.prose("impact", "Impact")
        self.later = DayField(around, "New date")
        self._hold_later()
        self.wanted = hinted("")
        for words in (self.what, self.facts):
            self.column.addWidget(words)
        self.column.addWidget(self.outcome)
        inside = self.after.column
        inside.addLayout(abreast(captioned("Evidence seen", self.evidence), captioned("Impact", self.impact)))
        self.date_box = QWidget()
        box = captioned("New date", self.later)
        box.setContentsMargins(0, 0, 0, 0)
        self.date_box.setLayout(box)
        inside.addWidget(self.date_box)
        inside.addWidget(self.wanted)
        self.column.addWidget(self.after)

    def _hold_later(self) -> None:
        self._held["new_by_when"] = self.later
        self._shown["new_by_when"] = None
        self.later.edited.connect(self.touch)

    def put(self, raw: Item) -> None:
        """Show a review."""
        super().put(raw)
        if self._known is None:
            self.what.setText(f"An action that is no longer open ({raw.get('action_id', '')})")

    def refresh(self) -> None:
        """Fields follow the outcome; whatever is filled in stays in view."""
        outcome = self.outcome.value()
        filled = bool(self.evidence.text() or self.impact.text() or self.later.text())
        self.after.setVisible(outcome is not None or filled)
        self.date_box.setVisible(outcome in _LATER or bool(self.later.text()))
        unseen = outcome == Outcome.DONE and not self.evidence.text().strip()
        say(self.wanted, "Done needs something you saw." if unseen else self.later.remark)

    def place(self, number: int, total: int) -> None:
        """Its number is in each name."""
        called = f"Earlier action {number}"
        self.setAccessibleName(f"{called} of {total}: {self.what.text()}")
        self.setAccessibleDescription(f"{self.facts.text()}. D done, P partly, N not yet, X dropped, R not reviewed.")
        self.outcome.rename(f"{called}, what became of it")
        for field, name in ((self.evidence, "evidence seen"), (self.impact, "impact"), (self.later, "new date")):
            field.setAccessibleName(f"{called}: {name}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter is the outcome; Enter goes to what was seen."""
        if not event.modifiers() and event.text() and self.hasFocus() and self.outcome.press(event.text()):
            self.answered.emit()
        elif self.hasFocus() and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.after.isVisible():
            self.evidence.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


def _facts(known: OpenAction | None) -> str:
    if known is None:
        return "It is kept as it was written."
    action = known.action
    due: date | None = action.by_when
    by = " ".join(filter(None, (f"by {w.day(due)}" if due else "", action.by_when_note)))
    rolled = {0: "", 1: "carried over once", 2: "carried over twice"}.get(known.rolled, f"carried over {known.rolled} times")  # fmt: skip
    last = f"last time {known.last_outcome.value}" if known.last_outcome else ""
    agreed = ", ".join(filter(None, (known.agreed_at, w.day(known.agreed_on))))
    return " · ".join(filter(None, (action.owner, by, f"agreed: {agreed}" if agreed else "", rolled, last)))


class ActionReviewEditor(Editor):
    """The actions still open before this visit."""

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self.cards: list[ReviewCard] = []
        self._order: list[str] = []
        self.teach = label("No action is open from before this visit. What you agree today will stand here next time.", "muted", wrap=True)  # fmt: skip
        self.keys = hinted(
            "On a card: D done · P partly · N not yet · X dropped · R not reviewed · Enter for what you saw"
        )
        self.column.addWidget(self.teach)
        self.column.addWidget(self.keys)
        self._by_id: dict[str, ReviewCard] = {}
        for entry in around.context.open_actions:
            self._card(entry.action.id, entry)
        self._number()

    def _card(self, action_id: str, known: OpenAction | None) -> ReviewCard:
        card = ReviewCard(self.around, known)
        card.edited.connect(self.edited)
        card.answered.connect(lambda card=card: self._go_on(card))
        self._by_id[action_id] = card
        self.cards.append(card)
        self.column.addWidget(card)
        return card

    def _number(self) -> None:
        for number, card in enumerate(self.cards, 1):
            card.place(number, len(self.cards))
        self.teach.setVisible(not self.cards)
        self.keys.setVisible(bool(self.cards))

    def _go_on(self, card: ReviewCard) -> None:
        """To the next without an outcome; when there is none, to the first that still needs what was seen."""
        here = self.cards.index(card)
        onward = [*self.cards[here + 1 :], *self.cards[:here]]
        for other in onward:
            if other.outcome.value() is None:
                other.setFocus(Qt.FocusReason.TabFocusReason)
                return
        for other in self.cards:
            if other.outcome.value() == Outcome.DONE and not other.evidence.text().strip():
                other.evidence.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def put(self, answer: Any) -> None:
        """Show reviews; one of an action that is no longer open is shown too."""
        items = listed(answer)
        if items == self.value():
            return
        given = {str(item.get("action_id")): item for item in items}
        self._order = list(given)
        for action_id in given:
            if action_id not in self._by_id:
                self._card(action_id, None)
        for action_id, card in self._by_id.items():
            card.put(given.get(action_id, {}))
        self._number()

    def value(self) -> Any:
        """Reviews that say anything, in the order they came, then in the order agreed."""
        known = [*self._order, *(key for key in self._by_id if key not in self._order)]
        told = [(key, self._by_id[key]) for key in known]
        return [{"action_id": key, **card.value()} for key, card in told if card.settled or card.touched]

    def first(self) -> QWidget:
        """The first without an outcome."""
        waiting = [card for card in self.cards if card.outcome.value() is None]
        there: list[QWidget] = [*waiting, *self.cards, self]
        return there[0]
