"""Standing concerns: yes, no or not discussed, one key each."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sipdesk.domain.answers import YesNoValue
from sipdesk.domain.question import Concern, Concerns
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.visit.editors.chips import Pick
from sipdesk.gui.visit.editors.moment import Moment
from sipdesk.gui.visit.editors.rows import Card, Fold, Item, abreast, captioned, hinted
from sipdesk.gui.widgets.controls import label, say

_KEYS = {YesNoValue.YES: "Y", YesNoValue.NO: "N", YesNoValue.NOT_DISCUSSED: "D"}
_SAFE_YES = (
    "Pass it on today by the school's and the authority's safeguarding route. Here stands only when, to which role and "
    "by which route; no detail, no name."
)
_SAFE_NO = "A no says that none was raised or seen on this visit, not that safeguarding was audited."
_SPARE = "These words are kept, but a note of visit does not print detail of a safeguarding concern."


class ConcernCard(Card):
    """One concern."""

    answered = Signal()

    def __init__(self, around: Surroundings, item: Concern) -> None:
        super().__init__(around)
        self.item = item
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        offered = [(value.value, w.sentence(value.value)) for value in YesNoValue]
        keys = {value.value: key for value, key in _KEYS.items()}
        self.answer = Pick(around.theme, item.label, offered, keys=keys, empty=None)
        self.hold("value", self.answer)
        self.told = hinted("")
        self.route_box, self.words_box = QWidget(), Fold()
        if item.safeguarding:
            self.moment = Moment(around, item.label)
            self.hold("told_at", self.moment)
            self.role = self.line("told_role", f"{item.label}: told to which role", "Designated safeguarding lead")
            self.route = self.long_line(
                "route", f"{item.label}: by which route", "Told in person, then the referral form"
            )
        self.detail = self.prose("detail", f"{item.label}: what it is")
        self.action = self.prose("action", f"{item.label}: what was done about it")
        self._lay_out()
        self.refresh()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(tokens.S3)
        head.addWidget(label(self.item.label, "strong", wrap=True), 1)
        head.addWidget(self.answer, 3)
        self.column.addLayout(head)
        self.column.addWidget(self.told)
        if self.item.safeguarding:
            box = QVBoxLayout(self.route_box)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(tokens.S2)
            box.addWidget(self.moment)
            box.addLayout(abreast(captioned("Told to (role)", self.role), captioned("Route", self.route)))
        self.column.addWidget(self.route_box)
        self.words_box.column.addLayout(
            abreast(captioned("What it is", self.detail), captioned("What was done about it", self.action))
        )
        self.column.addWidget(self.words_box)
        self.setAccessibleName(self.item.label)
        self.setAccessibleDescription("Y yes, N no, D not discussed")

    def refresh(self) -> None:
        """A yes asks for more; what is filled in stays in view."""
        yes = self.answer.value() == YesNoValue.YES
        worded = bool(self.detail.text() or self.action.text())
        self.words_box.setVisible(worded or (yes and not self.item.safeguarding))
        if not self.item.safeguarding:
            self.route_box.hide()
            say(self.told, "")
            return
        passed = bool(self.role.text() or self.route.text() or self.moment.value())
        self.route_box.setVisible(yes or passed)
        no = self.answer.value() == YesNoValue.NO
        say(self.told, " ".join(filter(None, (_SAFE_YES if yes else _SAFE_NO if no else "", _SPARE if worded else ""))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter is the answer."""
        if self.hasFocus() and not event.modifiers() and event.text() and self.answer.press(event.text()):
            self.answered.emit()
        else:
            super().keyPressEvent(event)

    def more(self) -> QWidget | None:
        """What a yes asks for."""
        if self.answer.value() != YesNoValue.YES:
            return None
        return self.moment.first() if self.item.safeguarding else self.detail


class ConcernsEditor(Editor):
    """The concerns asked about on every visit."""

    question: Concerns

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self._raw: dict[str, Any] = {}
        self.keys = hinted("On a card: Y yes · N no · D not discussed")
        self.column.addWidget(self.keys)
        self.cards: dict[str, ConcernCard] = {}
        for item in self.question.items:
            self._card(item)

    def _card(self, item: Concern) -> None:
        card = ConcernCard(self.around, item)
        card.edited.connect(self.edited)
        card.answered.connect(lambda card=card: self._go_on(card))
        self.cards[item.id] = card
        self.column.addWidget(card)

    def _go_on(self, card: ConcernCard) -> None:
        """A yes asks on; else to the next concern without an answer."""
        more = card.more()
        cards = list(self.cards.values())
        here = cards.index(card)
        onward = [other for other in [*cards[here + 1 :], *cards[:here]] if other.answer.value() is None]
        if more is not None or onward:
            (more or onward[0]).setFocus(Qt.FocusReason.TabFocusReason)

    def put(self, answer: Any) -> None:
        """Show concerns; one the form no longer asks about is shown by its id."""
        given = dict(answer) if isinstance(answer, dict) else {}
        if given == self.value():
            return
        self._raw = given
        for key in given:
            if key not in self.cards:
                self._card(Concern.model_construct(id=key, label=f"{key} (no longer asked)", safeguarding=False))
        for key, card in self.cards.items():
            item: Item = given[key] if isinstance(given.get(key), dict) else {}
            card.put(item)

    def value(self) -> Any:
        """Concerns by id, those that say anything."""
        keys = [*self._raw, *(key for key in self.cards if key not in self._raw)]
        return {key: self.cards[key].value() for key in keys if key in self._raw or self.cards[key].touched}

    def first(self) -> QWidget:
        """The first without an answer."""
        cards = list(self.cards.values())
        return next((card for card in cards if card.answer.value() is None), cards[0])
