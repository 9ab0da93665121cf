"""Focus areas: three fields in view on each card, the rest folded away."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sipdesk.domain.question import FocusAreas
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.visit.editors.chips import Chips
from sipdesk.gui.visit.editors.flow import Flow
from sipdesk.gui.visit.editors.rows import Card, Fold, abreast, captioned, hinted, listed
from sipdesk.gui.visit.editors.stack import Stack
from sipdesk.gui.widgets.controls import button, label

_RATIONALE = 5
"""Lines; as high as the two fields beside it."""


class FocusCard(Card):
    """One focus area."""

    def __init__(self, around: Surroundings, question: FocusAreas) -> None:
        super().__init__(around)
        theme = around.theme
        self.heading = label("Focus", "strong")
        terms = [(term.value, w.sentence(term.value)) for term in question.terms]
        self.due = Chips(theme, "Look deeper in", terms)
        self.fold = Fold()
        self._head()
        self.title = self.long_line("title", "Focus")
        self.rationale = self.prose("rationale", "Rationale", _RATIONALE)
        self.school = self.prose("school_actions", "What the school does")
        self.partner = self.prose("partner_actions", "What the partner does")
        self.hold("due", self.due)
        both = QVBoxLayout()
        both.setSpacing(tokens.S2)
        both.addLayout(captioned("Actions: the school", self.school))
        both.addLayout(captioned("Actions: the partner", self.partner))
        self.column.addLayout(captioned("Focus", self.title))
        self.column.addLayout(abreast(captioned("Rationale", self.rationale), both))
        self._folded(question)
        self.column.addWidget(self.fold)

    def _head(self) -> None:
        row, left = QHBoxLayout(), Flow()
        left.addWidget(self.heading)
        left.addWidget(label("Look deeper in", "muted"))
        left.addWidget(self.due)
        row.addLayout(left, 1)
        row.addWidget(self.fold.switch, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    def _folded(self, question: FocusAreas) -> None:
        inside = self.fold.column
        self.evidence = self.prose("evidence", "Evidence for the choice")
        self.plan = self.long_line("plan_link", "Priority of the development plan")
        offered = [(words, words) for words in question.activities]
        self.activities = Chips(self.around.theme, "Half-day plan", offered, own="Another activity")
        self.hold("activities", self.activities)
        self.success = self.prose("success_measure", "Success measure")
        inside.addLayout(captioned("Evidence: what the choice rests on", self.evidence))
        inside.addLayout(captioned("Development plan: the priority it serves", self.plan))
        inside.addLayout(captioned("Half-day plan: what the deeper look is made of", self.activities))
        inside.addLayout(captioned("Success measure: how all will know", self.success))
        inside.addLayout(self.tools())

    def place(self, number: int, total: int) -> None:
        """Its number is in each name."""
        called = f"Focus {number}"
        self.heading.setText(called)
        self.setAccessibleName(f"{called} of {total}")
        self.due.rename(f"{called}, look deeper in")
        self.activities.rename(f"{called}, half-day plan")
        for field, name in (
            (self.title, "focus"), (self.rationale, "rationale"), (self.school, "what the school does"),
            (self.partner, "what the partner does"), (self.evidence, "evidence for the choice"),
            (self.plan, "priority of the development plan"), (self.success, "success measure"),
        ):  # fmt: skip
            field.setAccessibleName(f"{called}: {name}")
        self.fold.name(called)
        self.name_tools(called)

    def called(self) -> str:
        """`Focus 2, “Early reading”`."""
        title = self.title.text().strip()
        return f"{self.heading.text()}, “{title[:60]}”" if title else self.heading.text()

    def first(self) -> QWidget:
        """The focus itself."""
        return self.title


class FocusAreasEditor(Editor):
    """The focus areas agreed for the later visits."""

    question: FocusAreas

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self.stack = Stack(around, lambda: FocusCard(around, self.question), self.question.minimum)
        self.add = button("Add a focus")
        self.full = hinted("")
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.full, 1)
        row.addStretch(1)
        self.column.addWidget(self.stack)
        self.column.addLayout(row)
        self.add.clicked.connect(self._add)
        self.stack.edited.connect(self.edited)
        self.stack.arranged.connect(self._room)
        self._room()

    def _add(self) -> None:
        self.stack.add().first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _room(self) -> None:
        there, most = len(self.stack.cards), self.question.maximum
        self.add.setVisible(there < most)
        over = f"{there} of at most {most}" if there > most else ""
        self.full.setText(over)
        self.full.setVisible(bool(over))

    def put(self, answer: Any) -> None:
        """Show focus areas."""
        if listed(answer) != self.stack.value():
            self.stack.put(listed(answer))

    def value(self) -> Any:
        """The focus areas that say anything."""
        return self.stack.value()

    def first(self) -> QWidget:
        """The first focus; where there is none, the way to one."""
        return self.stack.cards[0].first() if self.stack.cards else self.add
