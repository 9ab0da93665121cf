"""The golden thread on later visits: each focus looked into (deep dives), then judged for impact."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sipdesk.domain.focus import AgreedFocus
from sipdesk.domain.question import DeepDives, ImpactReview, Option
from sipdesk.gui import tokens
from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.visit.editors.chips import Chip, Chips, Pick
from sipdesk.gui.visit.editors.evidence import Evidences
from sipdesk.gui.visit.editors.flow import Flow
from sipdesk.gui.visit.editors.rows import Card, Fold, Item, abreast, captioned, hinted, listed
from sipdesk.gui.visit.editors.stack import Stack
from sipdesk.gui.widgets.controls import button, label, say


class _FocusCard(Card):
    """What is said about one agreed focus."""

    def __init__(self, around: Surroundings, scale: list[Option]) -> None:
        super().__init__(around)
        self.number = 1
        self.title = label("", "strong", wrap=True)
        self.rationale = label("", "muted", wrap=True)
        self.told = hinted("")
        meanings = {option.id: option.meaning for option in scale}
        points = [(option.id, option.label) for option in scale]
        self.judgement = Pick(around.theme, "Judgement", points, meanings=meanings)
        self.meaning = hinted("")
        self.evidence = Evidences(around)
        self._meanings = meanings

    def put(self, raw: Item) -> None:
        """Show what was said; the words of the focus come from the visit it was agreed on."""
        super().put(raw)
        agreed = self.agreed
        self.title.setText(agreed.focus.title if agreed else f"A focus that is no longer agreed ({self.focus_id})")
        say(self.rationale, agreed.focus.rationale if agreed else "")
        changes = [f"Until then: “{change.before}”. {change.reason}" for change in agreed.changes] if agreed else []
        say(self.told, "\n".join(changes))

    @property
    def focus_id(self) -> str:
        """Which focus."""
        return str(self.raw.get("focus_id") or "")

    @property
    def agreed(self) -> AgreedFocus | None:
        """The focus as it stands now."""
        return next((known for known in self.around.context.foci if known.id == self.focus_id), None)

    def refresh(self) -> None:
        """What the chosen point of the scale means."""
        say(self.meaning, self._meanings.get(str(self.judgement.value()), ""))

    def place(self, number: int, total: int) -> None:
        """Its number is in each name."""
        called = f"Focus {number}"
        self.setAccessibleName(f"{called} of {total}: {self.title.text()}")
        self.judgement.rename(f"{called}, judgement")
        self.evidence.rename(f"{called}, evidence")
        for field, name in self.named():
            field.setAccessibleName(f"{called}: {name}")

    def named(self) -> list[tuple[QWidget, str]]:
        """Fields with what they are called."""
        return []

    def called(self) -> str:
        """The words of the focus."""
        return f"“{self.title.text()[:60]}”"


class DiveCard(_FocusCard):
    """One focus looked into."""

    def __init__(self, around: Surroundings, question: DeepDives) -> None:
        super().__init__(around, question.scale)
        offered = [(words, words) for words in question.activities]
        self.activities = Chips(around.theme, "What was done", offered, own="Another activity")
        self.hold("activities", self.activities)
        self.hold("evidence", self.evidence)
        self.finding = self.prose("finding", "Finding", 2)
        self.hold("judgement", self.judgement)
        self.next_steps = self.prose("next_steps", "Next steps")
        self.fold = Fold()
        self.fold.switch.setText("More")
        self.changed = self.long_line("changed_to", "New wording of the focus")
        self.reason = self.prose("change_reason", "Why the focus changed")
        self.wanted = hinted("")
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.fold.switch, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        for words in (self.rationale, self.told):
            self.column.addWidget(words)
        self.column.addLayout(captioned("What was done", self.activities))
        self.column.addLayout(captioned("Evidence", self.evidence))
        self.column.addLayout(captioned("Finding", self.finding))
        self.column.addLayout(captioned("Judgement", self.judgement))
        self.column.addWidget(self.meaning)
        self.column.addLayout(captioned("Next steps", self.next_steps))
        inside = self.fold.column
        inside.addLayout(abreast(captioned("Focus changed to", self.changed), captioned("Why it changed", self.reason)))
        inside.addWidget(self.wanted)
        self.leave = button("Remove", "quiet")
        self.leave.clicked.connect(self.removed)
        inside.addWidget(self.leave)
        self.column.addWidget(self.fold)

    def refresh(self) -> None:
        """A change needs its reason."""
        super().refresh()
        unsaid = bool(self.changed.text().strip()) and not self.reason.text().strip()
        say(self.wanted, "Say why the focus changed." if unsaid else "")

    def put(self, raw: Item) -> None:
        """A focus that was changed shows so."""
        super().put(raw)
        if self.changed.text() or self.reason.text():
            self.fold.switch.setChecked(True)

    def named(self) -> list[tuple[QWidget, str]]:
        """Fields with what they are called."""
        self.activities.rename(f"{self.accessibleName().partition(' of ')[0]}, what was done")
        self.fold.name(self.accessibleName().partition(" of ")[0])
        return [
            (self.finding, "finding"), (self.next_steps, "next steps"), (self.changed, "new wording of the focus"),
            (self.reason, "why the focus changed"), (self.leave, "remove from this visit"),
        ]  # fmt: skip

    def first(self) -> QWidget:
        """What was done."""
        return self.activities.first()


class ImpactCard(_FocusCard):
    """The impact of one focus."""

    def __init__(self, around: Surroundings, question: ImpactReview) -> None:
        super().__init__(around, question.scale)
        self.impact = self.prose("impact", "Impact", 2)
        self.hold("evidence", self.evidence)
        self.hold("judgement", self.judgement)
        self.school = self.prose("school_actions_impact", "What the school's own actions achieved")
        self.next_year = self.prose("next_year", "What carries over into next year")
        for words in (self.title, self.rationale, self.told):
            self.column.addWidget(words)
        self.column.addLayout(captioned("Impact", self.impact))
        self.column.addLayout(captioned("Evidence", self.evidence))
        self.column.addLayout(captioned("Judgement", self.judgement))
        self.column.addWidget(self.meaning)
        own = captioned("What the school's own actions achieved", self.school)
        self.column.addLayout(abreast(own, captioned("What carries over into next year", self.next_year)))

    def named(self) -> list[tuple[QWidget, str]]:
        """Fields with what they are called."""
        return [
            (self.impact, "impact"), (self.school, "what the school's own actions achieved"),
            (self.next_year, "what carries over into next year"),
        ]  # fmt: skip

    def first(self) -> QWidget:
        """The impact."""
        return self.impact


class _ThreadEditor(Editor):
    """Cards for the foci of the year; only those that say something are in the answer."""

    teaching = "No focus has been agreed for this year yet. The autumn visit agrees them."

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self._kept: list[str] = []
        self.teach = label(self.teaching, "muted", wrap=True)
        self.stack = Stack(around, self.made, key="focus_id")
        self.column.addWidget(self.teach)
        self.column.addWidget(self.stack)
        self.stack.edited.connect(self.edited)
        self.stack.arranged.connect(self._arranged)
        self._lay([])

    def made(self) -> Card:
        """An empty card."""
        raise NotImplementedError

    def expected(self) -> list[AgreedFocus]:
        """The foci that have a card in any case."""
        return self.around.context.foci

    def _lay(self, items: list[Item]) -> None:
        given = {item.get("focus_id") for item in items}
        waiting = [agreed.id for agreed in self.expected() if agreed.id not in given]
        self._kept = [str(item.get("focus_id")) for item in items]
        self.stack.put([*items, *({"focus_id": focus_id} for focus_id in waiting)])

    def _arranged(self) -> None:
        self.teach.setVisible(not self.stack.cards)

    def put(self, answer: Any) -> None:
        """Show what was said of each focus."""
        items = listed(answer)
        if items != self.value():
            self._lay(items)

    def value(self) -> Any:
        """What was said of each focus that anything was said of."""
        cards = [card for card in self.stack.cards if card.touched or card.raw.get("focus_id") in self._kept]
        return [card.value() for card in cards]

    def first(self) -> QWidget:
        """The first card."""
        return self.stack.cards[0].first() if self.stack.cards else self


class DeepDivesEditor(_ThreadEditor):
    """The foci due on this visit, and others of the year where they were looked into."""

    question: DeepDives
    teaching = "No focus is due on this visit."

    def __init__(self, question: Any, around: Surroundings) -> None:
        self._others = QWidget()
        super().__init__(question, around)
        flow = Flow(self._others)
        flow.addWidget(label("Also looked into:", "muted"))
        titles = {agreed.id: agreed.focus.title for agreed in around.context.foci}
        self.adders = {key: Chip(around.theme, title, f"Also looked into: {title}") for key, title in titles.items()}
        for focus_id, adder in self.adders.items():
            adder.setCheckable(False)
            adder.clicked.connect(lambda _on=False, focus_id=focus_id: self._add(focus_id))
            flow.addWidget(adder)
        self.column.addWidget(self._others)
        self.column.setSpacing(tokens.S3)
        self._arranged()

    def made(self) -> Card:
        """An empty deep dive."""
        return DiveCard(self.around, self.question)

    def expected(self) -> list[AgreedFocus]:
        """Those due now."""
        return self.around.context.foci_due

    def _add(self, focus_id: str) -> None:
        card = self.stack.add({"focus_id": focus_id})
        card.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _arranged(self) -> None:
        super()._arranged()
        there = {card.raw.get("focus_id") for card in self.stack.cards}
        due = {agreed.id for agreed in self.expected()}
        for card in self.stack.cards:
            if isinstance(card, DiveCard):
                card.leave.setVisible(card.focus_id not in due)
        adders = getattr(self, "adders", {})
        for focus_id, adder in adders.items():
            adder.setVisible(focus_id not in there)
        self._others.setVisible(any(focus_id not in there for focus_id in adders))


class ImpactReviewEditor(_ThreadEditor):
    """Every focus of the year."""

    question: ImpactReview

    def made(self) -> Card:
        """An empty impact."""
        return ImpactCard(self.around, self.question)
