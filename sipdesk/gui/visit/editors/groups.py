"""Groups of pupils: a card for each, with counts and never a name."""

import re
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sipdesk.domain.question import GroupReview
from sipdesk.gui import tokens
from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.visit.editors.chips import Pick
from sipdesk.gui.visit.editors.rows import Card, Fold, Item, abreast, captioned, hinted, listed
from sipdesk.gui.visit.editors.stack import Stack
from sipdesk.gui.visit.fields import Line
from sipdesk.gui.widgets.controls import button, label, say

_WHOLE = re.compile(r"^\d{1,3}(?:,\d{3})+$|^\d+$")
MARKS = {"c": "suppressed", "z": "not applicable", "x": "not available"}


def read_count(text: str) -> Any:
    """A count as it is kept: blank is none, 0 is 0, a mark is its letter; anything else stays as it was typed."""
    bare = text.strip()
    if not bare:
        return None
    if bare.casefold() in MARKS:
        return bare.casefold()
    return int(bare.replace(",", "")) if _WHOLE.match(bare) else bare


def is_count(value: Any) -> bool:
    """Whether it can be kept as a count."""
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0) or value in MARKS


class CountField(Line):
    """A whole number, or the letter of why there is none."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._raw: Any = None
        self._shown = ""

    def put(self, value: Any) -> None:
        """Show a count."""
        self._raw, self._shown = value, "" if value is None else str(value)
        super().put(self._shown)

    def value(self) -> Any:
        """The count as it is kept."""
        return self._raw if self.text() == self._shown else read_count(self.text())


class _Spoken:
    """Discussed or not, as the choice shows it."""

    def __init__(self, pick: Pick) -> None:
        self.pick = pick
        self.edited = pick.edited

    def put(self, value: Any) -> None:
        """Only a plain no is shown: discussed is what a card is from the start."""
        self.pick.put("no" if value is False else None)

    def value(self) -> bool:
        """Whether it was discussed."""
        return self.pick.value() is None


class GroupCard(Card):
    """One group."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading = label("", "strong", wrap=True)
        self.apart = Pick(around.theme, "This group", [("no", "Not discussed")], keys={"no": "N"}, empty=None)
        self.hold("discussed", _Spoken(self.apart))
        self.inside = Fold()
        self.own = QWidget()
        self.label = self.line("label", "Which group")
        self.pupils = CountField("Pupils")
        self._held["pupils"] = self.pupils
        self._shown["pupils"] = None
        self.pupils.edited.connect(self.touch)
        self.wanted = hinted("")
        self.identified = self.prose("identified", "How well they are identified")
        self.ambition = self.prose("ambition", "What the school wants for them")
        self.done = self.prose("actions", "What the school does")
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(tokens.S3)
        head.addWidget(self.heading, 1)
        head.addWidget(self.apart, 0, Qt.AlignmentFlag.AlignTop)
        self.leave = button("Remove", "quiet")
        self.leave.clicked.connect(self.removed)
        head.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        box = captioned("Which group", self.label)
        box.setContentsMargins(0, 0, 0, 0)
        self.own.setLayout(box)
        inside = self.inside.column
        inside.addWidget(self.own)
        inside.addLayout(abreast(captioned("Pupils, or c", self.pupils), captioned("How well they are identified", self.identified), shares=(1, 3)))  # fmt: skip
        inside.addWidget(self.wanted)
        inside.addLayout(abreast(captioned("What the school wants for them", self.ambition), captioned("What the school does", self.done)))  # fmt: skip
        self.column.addWidget(self.inside)

    def put(self, raw: Item) -> None:
        """Show a group; a new one was discussed until it is said that it was not."""
        super().put(raw)
        self.own.setVisible(not raw.get("group"))
        self.leave.setVisible(not raw.get("group"))

    @property
    def touched(self) -> bool:
        """Not discussed says something too."""
        told = (self.label, self.identified, self.ambition, self.done, self.pupils)
        return not self._held["discussed"].value() or any(field.text() for field in told)

    def refresh(self) -> None:
        """Fields stand while the group was discussed; a count that is none is said to be none."""
        self.inside.setVisible(bool(self._held["discussed"].value()))
        fits = is_count(self.pupils.value())
        say(self.wanted, "" if fits else "Pupils: a whole number, or c where it is too small to be told.")

    def name(self, words: str, number: int, total: int) -> None:
        """What the group is called."""
        self.heading.setText(words)
        self.setAccessibleName(f"Group {number} of {total}: {words}")
        self.setAccessibleDescription("N says that it was not discussed")
        self.apart.rename(words)
        for field, name in (
            (self.label, "which group"), (self.pupils, "number of pupils, or c"), (self.done, "what the school does"),
            (self.identified, "how well they are identified"), (self.ambition, "what the school wants for them"),
            (self.leave, "remove"),
        ):  # fmt: skip
            field.setAccessibleName(f"{words}: {name}")

    def called(self) -> str:
        """`“Young carers”`."""
        return f"“{self.label.text().strip() or self.heading.text()}”"

    def first(self) -> QWidget:
        """The card, where one key does."""
        return self.label if not self.raw.get("group") else self

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """N turns not discussed on and off."""
        if self.hasFocus() and not event.modifiers() and event.text().upper() == "N":
            self.apart.choose(None if self.apart.value() else "no")
        else:
            super().keyPressEvent(event)


class GroupReviewEditor(Editor):
    """The groups of the form and others added by hand."""

    question: GroupReview

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self._kept: set[str] = set()
        self.keys = hinted("On a card: N says that the group was not discussed. Numbers only, never names.")
        self.stack = Stack(around, lambda: GroupCard(around), key="group")
        self.add = button("Add another group")
        self.column.addWidget(self.keys)
        self.column.addWidget(self.stack)
        self.column.addWidget(self.add)
        self.column.setSpacing(tokens.S3)
        self.add.clicked.connect(self._add)
        self.stack.edited.connect(self._touched)
        self.stack.arranged.connect(self._name)
        self._lay([])

    def _lay(self, items: list[Item]) -> None:
        given = [item.get("group") for item in items]
        self._kept = {str(key) for key in given if key}
        missing = [{"group": group.id} for group in self.question.groups if group.id not in given]
        self.stack.put([*items, *missing])

    def _touched(self) -> None:
        self._name()
        self.edited.emit()

    def _name(self) -> None:
        labels = {group.id: group.label for group in self.question.groups}
        for number, card in enumerate(self.stack.cards, 1):
            if isinstance(card, GroupCard):
                group = str(card.raw.get("group") or "")
                words = labels.get(group) or card.label.text().strip() or group or "Another group"
                card.name(words, number, len(self.stack.cards))

    def _add(self) -> None:
        card = self.stack.add({"group": ""})
        card.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def put(self, answer: Any) -> None:
        """Show groups."""
        if listed(answer) != self.value():
            self._lay(listed(answer))

    def value(self) -> Any:
        """The groups that something was said of."""
        told = [card for card in self.stack.cards if card.touched or card.raw.get("group") in self._kept]
        return [card.value() for card in told]

    def first(self) -> QWidget:
        """The first group."""
        return self.stack.cards[0].first()
