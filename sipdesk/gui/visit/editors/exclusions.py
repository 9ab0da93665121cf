"""Tables of figures, of exclusions and of attendance: a grid, what can be said of its figures, and what each comparator is."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from sipdesk.domain.question import FiguresTable
from sipdesk.gui import tokens
from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.visit.editors.comparators import ComparatorStrip
from sipdesk.gui.visit.editors.figures import Figures
from sipdesk.gui.visit.editors.flow import Flow
from sipdesk.gui.visit.editors.grid import Grid
from sipdesk.gui.visit.editors.rows import captioned, hinted
from sipdesk.gui.visit.fields import Prose
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import announce, button, label, say
from sipdesk.services.offers import Offer

_MOST_FAULTS = 3
_HELP = "Blank is not known, 0 is none. c suppressed · z not applicable · x not available. Rates are worked out."


class GroupsBar(QWidget):
    """Groups of pupils that may be added to the table, and a way out for those that were."""

    def __init__(self, around: Surroundings, question: FiguresTable) -> None:
        super().__init__()
        self._asked = question
        self.add = Choice(around.theme, "Add a group")
        self._row = Flow(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(tokens.S2)
        self._row.addWidget(self.add)
        self.leave = {
            group.id: button(f"Take out {group.label}", "quiet", name=f"Take {group.label} out of the table")
            for group in question.addable
        }
        for made in self.leave.values():
            self._row.addWidget(made)
        if not question.addable:
            self.hide()  # never shown here: without a parent it would be a window of its own

    def show_added(self, added: Sequence[str]) -> None:
        """Which groups are in the table."""
        left = [group for group in self._asked.addable if group.id not in added]
        self.add.offer([("choose", None), *((group.label, group.id) for group in left)], None)
        self.add.setVisible(bool(left))
        for group, made in self.leave.items():
            made.setVisible(group in added)


class ExclusionsTableEditor(Editor):
    """Counts typed, rates worked out, comparators of the school's phase with their labels."""

    question: FiguresTable
    help = _HELP

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self.figures = Figures(self.question, around.context.year, around.context.phase)
        self.grid = Grid(around.theme, self.question.prompt, self.figures)
        self.groups = GroupsBar(around, self.question)
        self.said = label(role="hint", wrap=True)
        self.fault = label(role="error", wrap=True)
        self.doubt = label(role="doubt", wrap=True)
        self.heading = label("What the figures can say", "strong")
        self.reading = label(wrap=True)
        self.notes = label(role="notice", wrap=True)
        compared = [column for column in self.question.columns if column.source == "comparator"]
        self.strips = [ComparatorStrip(around, column, self.figures) for column in compared]
        self.comment = Prose(around.theme, "Comment on the figures", around.aids)
        self._comment = ""
        self._lay_out()
        self.grid.edited.connect(self._changed)
        self.grid.said.connect(self._say)
        self.comment.edited.connect(self._changed)
        self.groups.add.chosen.connect(self._add)
        for group, made in self.groups.leave.items():
            made.clicked.connect(partial(self._leave, group))
        for strip in self.strips:
            strip.edited.connect(self._relabelled)
        self.groups.show_added([])
        say(self.said, "")
        self._tell()
        self._look_up()

    def _lay_out(self) -> None:
        for widget in (hinted(self.help), self.grid, self.grid.bar, self.groups, self.said, self.fault, self.doubt,
                       self.heading, self.reading, self.notes):  # fmt: skip
            self.column.addWidget(widget)
        if self.strips:
            self.column.addWidget(label("What the comparators are", "strong"))
        for strip in self.strips:
            self.column.addWidget(strip)
        self.column.addLayout(captioned("Comment on the figures", self.comment))

    # -- published figures ---------------------------------------------------------------------------------------

    def _look_up(self) -> None:
        """Ask what is published for such a school; the page may be gone when the answer comes."""
        ask, visit, question = self.around.ask, self.around.visit, self.question
        if ask is None or not self.strips:
            return
        added = [group.id for group in question.addable]
        ask(lambda services: services.offers.comparators(visit, question, added), self._offered, self._say)

    def _offered(self, offers: list[Offer]) -> None:
        if isValid(self):
            for strip in self.strips:
                strip.offer(offers)

    # -- groups --------------------------------------------------------------------------------------------------

    def _add(self, group: Any) -> None:
        if group is None:
            return
        self.figures.add(group)
        self._regrouped()

    def _leave(self, group: str) -> None:
        self.figures.leave(group)
        self._regrouped()
        self.groups.add.setFocus()

    def _regrouped(self) -> None:
        self.groups.show_added(self.figures.raw.get("added") or [])
        self.grid.refresh()
        self._changed()

    # -- what is said --------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        self._tell()
        say(self.said, "")
        for strip in self.strips:
            strip.tell()
        self.edited.emit()

    def _tell(self) -> None:
        told = self.figures.faults()
        more = [f"and {len(told) - _MOST_FAULTS} more"] if len(told) > _MOST_FAULTS else []
        say(self.fault, "\n".join([*told[:_MOST_FAULTS], *more]))
        say(self.doubt, "\n".join(self.figures.doubts()))
        if not told:
            lines, notes = self.figures.reading()
            say(self.reading, "\n".join(f"•  {line}" for line in lines))
            say(self.notes, "\n".join(notes))
            self.heading.setVisible(bool(lines or notes))

    def _relabelled(self) -> None:
        self.grid.refresh()
        self._changed()

    def _say(self, sentence: str) -> None:
        if isValid(self):
            say(self.said, sentence)
            announce(self, sentence)

    # -- an editor -----------------------------------------------------------------------------------------------

    def put(self, answer: Any) -> None:
        """Show an answer."""
        if answer == self.value() or (not answer and not self.value()):
            return
        self.figures.put(answer)
        self._comment = str(self.figures.raw.get("comment") or "")
        self.comment.put(self._comment)
        for strip in self.strips:
            strip.show_answer()
        self.groups.show_added(self.figures.raw.get("added") or [])
        self.grid.refresh()
        self._tell()

    def value(self) -> Any:
        """The answer as it stands."""
        now = self.figures.value()
        if self.comment.text() != self._comment:
            now["comment"] = self.comment.text()
        return now

    def first(self) -> QWidget:
        """The grid."""
        return self.grid
