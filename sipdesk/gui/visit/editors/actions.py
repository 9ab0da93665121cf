"""Agreed actions: one line makes one, a card or a table's row changes it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sipdesk.domain.one_line import read_line, read_when, spoken_when
from sipdesk.domain.question import Actions
from sipdesk.gui import tokens
from sipdesk.gui.visit.editors.actiontable import ActionTable
from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.visit.editors.chips import Chip, Pick, Suggested
from sipdesk.gui.visit.editors.rows import Card, Fold, Item, captioned, hinted, listed
from sipdesk.gui.visit.editors.stack import Stack
from sipdesk.gui.visit.fields import Line
from sipdesk.gui.widgets.controls import announce, button, label, say


class Toggle(Chip):
    """A chip that holds yes or no."""

    edited = Signal()

    def __init__(self, around: Surroundings, text: str) -> None:
        super().__init__(around.theme, text, text)
        self.switched.connect(lambda _on: self.edited.emit())

    def put(self, value: Any) -> None:
        """On or off."""
        self.setChecked(bool(value))

    def value(self) -> bool:
        """Whether it is on."""
        return self.isChecked()


class ActionCard(Card):
    """One action: what, who and by when in view."""

    def __init__(self, around: Surroundings, question: Actions) -> None:
        super().__init__(around)
        self.heading = label("", "strong")
        self.fold = Fold()
        self.text = self.prose("text", "What is to be done")
        self.owner = Suggested(around.theme, "Who", question.owners)
        self.hold("owner", self.owner)
        self.when = Line("By when", "12 December, or half-term")
        self.when.edited.connect(self.touch)
        self._when_shown = ""
        self.read = hinted("")
        self._lay_out()
        self._folded()
        self.column.addWidget(self.fold)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        row.addWidget(self.heading, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.text, 1)
        row.addWidget(self.fold.switch, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setSpacing(tokens.S3)
        below.addLayout(captioned("Who", self.owner), 1)
        below.addLayout(captioned("By when", self.when), 1)
        self.column.addLayout(row)
        self.column.addLayout(below)
        self.column.addWidget(self.read)

    def _folded(self) -> None:
        inside = self.fold.column
        self.measure = self.prose("success_measure", "Success measure")
        self.note = self.line("by_when_note", "Beside the date", "at the latest, before the mock tests …")
        self.brokerage = Toggle(self.around, "The authority's service is to arrange support")
        self.hold("brokerage", self.brokerage)
        self.brokerage_note = self.long_line("brokerage_note", "Which support", "Which support")
        foci = [(agreed.id, agreed.focus.title) for agreed in self.around.context.foci]
        self.focus_area = Pick(self.around.theme, "Focus it serves", foci) if foci else None
        inside.addLayout(captioned("Success measure: how all will know", self.measure))
        inside.addLayout(captioned("Words beside the date", self.note))
        inside.addLayout(captioned("Brokerage", self.brokerage))
        inside.addWidget(self.brokerage_note)
        if self.focus_area is not None:
            self.hold("focus_id", self.focus_area)
            inside.addLayout(captioned("Focus it serves", self.focus_area))
        inside.addLayout(self.tools())

    def put(self, raw: Item) -> None:
        """Show an action. Words stand in the field for the day where there is no day."""
        day, words = raw.get("by_when"), str(raw.get("by_when_note") or "")
        self._when_shown = spoken_when(day, words)
        self.when.put(self._when_shown)
        super().put(raw)
        if not day:
            self.note.put("")
            self._shown["by_when_note"] = ""
        self.refresh()

    def value(self) -> Item:
        """The action, by when read from what stands there."""
        now = super().value()
        if self.when.text() == self._when_shown:
            return now
        context = self.around.context
        read = read_when(self.when.text(), context.year, context.term)
        beside = self.note.text()
        now["by_when"] = read.day.isoformat() if read.day else None
        now["by_when_note"] = beside if read.day or not read.words else "; ".join(filter(None, (read.words, beside)))
        return now

    @property
    def touched(self) -> bool:
        """By when counts too."""
        return super().touched or bool(self.when.text())

    def refresh(self) -> None:
        """Say how by when was read, while it is not plainly a day."""
        context = self.around.context
        read = read_when(self.when.text(), context.year, context.term)
        say(self.read, read.remark)
        self.brokerage_note.setVisible(self.brokerage.isChecked() or bool(self.brokerage_note.text()))

    def place(self, number: int, total: int) -> None:
        """Its number is in each name."""
        called = f"Action {number}"
        self.heading.setText(str(number))
        self.setAccessibleName(f"{called} of {total}")
        for field, name in (
            (self.text, "what is to be done"), (self.owner, "who"), (self.when, "by when"),
            (self.measure, "success measure"), (self.note, "words beside the date"),
            (self.brokerage, "the authority's service is to arrange support"), (self.brokerage_note, "which support"),
        ):  # fmt: skip
            field.setAccessibleName(f"{called}: {name}")
        if self.focus_area is not None:
            self.focus_area.rename(f"{called}, focus it serves")
        self.fold.name(called)
        self.name_tools(called)

    def called(self) -> str:
        """`Action 2, “Map the gaps”`."""
        words = " ".join(self.text.text().split())
        return f"Action {self.heading.text()}" + (f", “{words[:60]}”" if words else "")

    def first(self) -> QWidget:
        """What is to be done."""
        return self.text


class OneLineField(Line):
    """`action | who | when`. Enter adds it, Escape clears it. What is half typed is part of the answer already."""

    entered = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__("New action: action, bar, who, bar, by when", "action | who | when")
        self.returnPressed.connect(self.entered)

    def keyPressEvent(self, event: Any) -> None:
        """Escape clears."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.cleared.emit()
            return
        super().keyPressEvent(event)


class ActionsEditor(Editor):
    """The actions agreed on this visit."""

    question: Actions

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self._draft_id = ""
        self.new = OneLineField()
        self.told = hinted("")
        self.as_table = Toggle(around, "As a table")
        self.stack = Stack(around, lambda: ActionCard(around, self.question))
        self.table = ActionTable(around, self.question)
        self.table.hide()
        self.teach = label("Nothing agreed yet. Type what, a bar, who, a bar and by when, then Enter.", "muted", wrap=True)  # fmt: skip
        self._lay_out()
        self.new.edited.connect(self._typed)
        self.new.entered.connect(self._enter)
        self.new.cleared.connect(self._clear)
        self.stack.edited.connect(self.edited)
        self.stack.arranged.connect(self._count)
        self.table.edited.connect(self.edited)
        self.as_table.edited.connect(self._turn)
        self._count()
        self._say()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(tokens.S2)
        self.enter = button("Add", name="Add the action")
        self.enter.clicked.connect(self._enter)
        row.addWidget(self.new, 1)
        row.addWidget(self.enter)
        self.column.addLayout(row)
        below = QHBoxLayout()
        below.setSpacing(tokens.S3)
        below.addWidget(self.told, 1)
        below.addWidget(self.as_table)
        self.column.addLayout(below)
        self.column.addWidget(self.teach)
        self.column.addWidget(self.stack)
        self.column.addWidget(self.table)

    @property
    def _tabled(self) -> bool:
        return self.as_table.isChecked()

    def _turn(self) -> None:
        """The same actions in the other shape."""
        if self._tabled:
            self.table.put(self.stack.value())
        else:
            self.stack.put(self.table.value())
        self._count()

    def _count(self) -> None:
        there = bool(self.stack.cards) or self._tabled
        self.teach.setVisible(not there)
        self.as_table.setVisible(there)
        self.stack.setVisible(not self._tabled)
        self.table.setVisible(self._tabled)

    def _draft(self) -> Item | None:
        context = self.around.context
        read = read_line(self.new.text(), context.year, context.term)
        if not (read.text or read.owner or read.when.words or read.when.day):
            return None
        self._draft_id = self._draft_id or self.around.new_id()
        day = read.when.day.isoformat() if read.when.day else None
        return {"id": self._draft_id, "text": read.text, "owner": read.owner, "by_when": day, "by_when_note": read.when.words}  # fmt: skip

    def _typed(self) -> None:
        self._say()
        self.edited.emit()

    def _say(self) -> None:
        """How the line is read, as it is typed."""
        context = self.around.context
        read = read_line(self.new.text(), context.year, context.term)
        when = f"by {spoken_when(read.when.day, '')}" if read.when.day else read.when.remark
        read_as = " · ".join(filter(None, (read.owner, when)))
        self.told.setText(read_as or "Enter adds it. A bar | stands between what, who and by when.")

    def _enter(self) -> None:
        draft = self._draft()
        if draft is None:
            return
        self._reset()
        if self._tabled:
            self.table.put([*self.table.value(), draft])
        else:
            self.stack.add(draft)
        announce(self, f"Action added: {draft['text']}")
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _clear(self) -> None:
        self._reset()
        self.edited.emit()

    def _reset(self) -> None:
        self._draft_id = ""
        self.new.put("")
        self._say()

    def put(self, answer: Any) -> None:
        """Show actions. The one being typed stays in its line, as it stood then; it is gone where the answer has it no more."""
        items = listed(answer)
        if items == self.value():
            return
        draft = next((item for item in items if self._draft_id and item.get("id") == self._draft_id), None)
        if draft is None:
            self._reset()
        else:
            items.remove(draft)
            when = spoken_when(draft.get("by_when"), str(draft.get("by_when_note") or ""))
            parts = (draft.get("text"), draft.get("owner"), when)
            self.new.put(" | ".join(str(part or "") for part in parts).rstrip(" |"))
            self._say()
        (self.table if self._tabled else self.stack).put(items)
        self._count()

    def value(self) -> Any:
        """The actions, the one being typed last."""
        agreed = self.table.value() if self._tabled else self.stack.value()
        draft = self._draft() if self.new.text().strip() else None
        return [*agreed, draft] if draft else agreed

    def first(self) -> QWidget:
        """The line."""
        return self.new
