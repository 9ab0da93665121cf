"""Editors of choices: yes or no, one or several of a list, a point on a scale."""

from typing import Any

from PySide6.QtWidgets import QWidget

from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.visit.editors.chips import Chips, Pick
from sipdesk.gui.visit.fields import Prose
from sipdesk.gui.widgets.controls import label

ANSWERS = (("yes", "Yes"), ("no", "No"), ("not discussed", "Not discussed"))
_KEYS = {"yes": "Y", "no": "N", "not discussed": "D"}
KINDS = (("seen", "Seen"), ("told", "Told"), ("data", "Data"))


class YesNoEditor(Editor):
    """Three honest answers; the detail comes into view with one of them."""

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self._detail_when: list[str] = question.detail_when
        self.pick = Pick(around.theme, question.prompt, ANSWERS, keys=_KEYS)
        self.detail = Prose(around.theme, f"{question.prompt} Detail", around.aids, 2)
        self.caption = label("Detail", "label")
        for widget in (self.pick, self.caption, self.detail):
            self.column.addWidget(widget)
        self.pick.edited.connect(self._edited)
        self.detail.edited.connect(self.edited)
        self._show()

    def _edited(self) -> None:
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        value = self.pick.value()
        there = bool(value or self.detail.text())
        wanted = value in self._detail_when
        self.caption.setText("Detail" if wanted else "Detail, if there is any")
        self.caption.setVisible(there)
        self.detail.setVisible(there)

    def put(self, answer: Any) -> None:
        """Show it."""
        given = answer if isinstance(answer, dict) else {}
        self.pick.put(given.get("value"))
        self.detail.put(str(given.get("detail") or ""))
        self._show()

    def value(self) -> Any:
        """The answer with its detail."""
        return {"value": self.pick.value() or None, "detail": self.detail.text()}

    def first(self) -> QWidget:
        """The answer that stands, else the first."""
        return self.pick.stop()


class ChoiceEditor(Editor):
    """One of a list, or several."""

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        options = [(option.id, option.label) for option in question.options]
        meanings = {option.id: option.meaning for option in question.options if option.meaning}
        self.chips: Chips | None = None
        self.pick: Pick | None = None
        if question.several:
            self.chips = Chips(around.theme, question.prompt, options)
            self.chips.edited.connect(self.edited)
            self.column.addWidget(self.chips)
        else:
            self.pick = Pick(around.theme, question.prompt, options, meanings=meanings)
            self.pick.edited.connect(self.edited)
            self.column.addWidget(self.pick)

    def put(self, answer: Any) -> None:
        """Show what is chosen; a choice no longer offered is shown too."""
        given = [str(value) for value in answer] if isinstance(answer, list) else []
        if self.chips is not None:
            self.chips.put(given)
        if self.pick is not None:
            self.pick.put(given[0] if given else "")

    def value(self) -> Any:
        """What is chosen."""
        if self.chips is not None:
            return self.chips.value()
        chosen = self.pick.value() if self.pick is not None else ""
        return [chosen] if chosen else []

    def first(self) -> QWidget:
        """The first choice, or the one that stands."""
        return self.chips.first() if self.chips is not None else self.pick.stop() if self.pick is not None else self


class RatingEditor(Editor):
    """A point on the scale, what it rests on, and where that comes from."""

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        scale = [(option.id, option.label) for option in question.scale]
        meanings = {option.id: option.meaning for option in question.scale if option.meaning}
        self.pick = Pick(around.theme, question.prompt, scale, meanings=meanings)
        self.meaning = label(role="hint", wrap=True)
        self._meanings = meanings
        self.evidence = Prose(around.theme, f"{question.prompt} Evidence", around.aids, 2)
        self.kinds = Chips(around.theme, f"{question.prompt} Where the evidence comes from", KINDS)
        for widget in (self.pick, self.meaning, label("Evidence", "label"), self.evidence):
            self.column.addWidget(widget)
        self.column.addWidget(label("It was", "label"))
        self.column.addWidget(self.kinds)
        self.pick.edited.connect(self._picked)
        self.evidence.edited.connect(self.edited)
        self.kinds.edited.connect(self.edited)
        self._show()

    def _picked(self) -> None:
        self._show()
        self.edited.emit()

    def _show(self) -> None:
        meaning = self._meanings.get(str(self.pick.value()), "")
        self.meaning.setText(meaning)
        self.meaning.setVisible(bool(meaning))

    def put(self, answer: Any) -> None:
        """Show it."""
        given = answer if isinstance(answer, dict) else {}
        self.pick.put(given.get("value"))
        self.evidence.put(str(given.get("evidence") or ""))
        self.kinds.put(given.get("kinds"))
        self._show()

    def value(self) -> Any:
        """The rating with its evidence."""
        return {"value": self.pick.value() or "", "evidence": self.evidence.text(), "kinds": self.kinds.value()}

    def first(self) -> QWidget:
        """The point that stands, else the first."""
        return self.pick.stop()
