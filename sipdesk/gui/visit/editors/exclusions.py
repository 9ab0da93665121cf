"""Suspensions and permanent exclusions: a grid, and a strip that says what each comparator is."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.errors import BadInput
from sipdesk.domain.question import ExclusionsColumn, ExclusionsTable
from sipdesk.domain.school import Phase
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.visit.editors.base import Editor, Surroundings
from sipdesk.gui.visit.editors.figures import Figures, year_words
from sipdesk.gui.visit.editors.grid import Grid
from sipdesk.gui.visit.editors.rows import Fold, captioned, hinted
from sipdesk.gui.visit.fields import Line, Prose
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import announce, label, say

_MOST_FAULTS = 3
_HELP = "Blank is not known, 0 is none. c suppressed · z not applicable · x not available. Rates are worked out."


class ComparatorStrip(QWidget):
    """Area, phase, year and source of one comparator."""

    edited = Signal()

    def __init__(self, around: Surroundings, column: ExclusionsColumn, figures: Figures) -> None:
        super().__init__()
        self._figures, self.column_id = figures, column.id
        called = column.label or column.id
        year = str(around.context.year.shifted(column.year))
        self.fields = {
            "area": Line(f"{called}: area", f"for example {called}"),
            "year": Line(f"{called}: school year", f"for example {year}"),
            "source": Line(f"{called}: source", "Who published it, and when"),
        }
        self.phase = Choice(around.theme, "Phase")
        self.wanted = hinted("")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.S3)
        grid.setVerticalSpacing(tokens.S2)
        grid.addWidget(label(called, "strong"), 0, 0, 1, 3)
        grid.addLayout(captioned("Area", self.fields["area"]), 1, 0)
        grid.addLayout(captioned("School year", self.fields["year"]), 1, 1)
        grid.addLayout(captioned("Phase of its schools", self.phase), 1, 2)
        grid.addLayout(captioned("Source", self.fields["source"]), 2, 0, 1, 3)
        grid.addWidget(self.wanted, 3, 0, 1, 3)
        for key, field in self.fields.items():
            field.edited.connect(lambda key=key: self._write(key, self.fields[key].text()))
        self.phase.chosen.connect(lambda value: self._write("phase", value))
        self.show_answer()

    def show_answer(self) -> None:
        """What the answer says."""
        given = (self._figures.raw.get("comparators") or {}).get(self.column_id) or {}
        for key, field in self.fields.items():
            told = given.get(key)
            field.put(year_words(told))
        phase = given.get("phase")
        offered: list[tuple[str, object]] = [("not said", None), *((w.sentence(p.value), p.value) for p in Phase)]
        if phase and phase not in {value for _, value in offered}:
            offered.append((f"{phase} (no longer offered)", phase))
        self.phase.offer(offered, phase or None)
        self.tell()

    def _write(self, key: str, told: Any) -> None:
        text = " ".join(told.split()) if isinstance(told, str) else told
        comparator = self._figures.comparator(self.column_id)
        comparator[key] = _year(text) if key == "year" else text
        if text in ("", None):
            comparator.pop(key)
        self._figures.tidy(self.column_id)
        self.tell()
        self.edited.emit()

    def tell(self) -> None:
        """What is still to be said before its figures are printed."""
        given = (self._figures.raw.get("comparators") or {}).get(self.column_id) or {}
        lacks = [word for key, word in (("area", "area"), ("phase", "phase"), ("year", "school year"), ("source", "source"))
                 if not given.get(key)]  # fmt: skip
        wanted = f"Still to say: {', '.join(lacks)}. Without it the note leaves these figures out." if lacks else ""
        say(self.wanted, wanted if given.get("values") else "")


def _year(text: str) -> str:
    try:
        return str(AcademicYear.parse(text))
    except BadInput:
        return text


class ExclusionsTableEditor(Editor):
    """Counts typed, rates worked out, comparators with their labels."""

    question: ExclusionsTable

    def __init__(self, question: Any, around: Surroundings) -> None:
        super().__init__(question, around)
        self.figures = Figures(self.question, around.context.year)
        self.grid = Grid(around.theme, self.question.prompt, self.figures)
        self.said = label(role="hint", wrap=True)
        self.fault = label(role="error", wrap=True)
        compared = [column for column in self.question.columns if column.source == "comparator"]
        self.strips = [ComparatorStrip(around, column, self.figures) for column in compared]
        self.comment = Prose(around.theme, "Comment on the figures", around.aids)
        self._comment = ""
        self.sources = Fold()
        self._lay_out()
        self.grid.edited.connect(self._changed)
        self.grid.said.connect(self._say)
        self.comment.edited.connect(self._changed)
        for strip in self.strips:
            strip.edited.connect(self._relabelled)
        say(self.said, "")
        say(self.fault, "")

    def _lay_out(self) -> None:
        self.column.addWidget(hinted(_HELP))
        self.column.addWidget(self.grid)
        self.column.addWidget(self.grid.bar)
        self.column.addWidget(self.said)
        self.column.addWidget(self.fault)
        if self.strips:
            self.column.addWidget(label("What the comparators are", "strong"))
        for strip in self.strips:
            self.column.addWidget(strip)
        self.column.addLayout(captioned("Comment on the figures", self.comment))

    def _changed(self) -> None:
        told = self.figures.faults()
        more = [f"and {len(told) - _MOST_FAULTS} more"] if len(told) > _MOST_FAULTS else []
        say(self.fault, "\n".join([*told[:_MOST_FAULTS], *more]))
        say(self.said, "")
        for strip in self.strips:
            strip.tell()
        self.edited.emit()

    def _relabelled(self) -> None:
        self.grid.fit()
        self._changed()

    def _say(self, sentence: str) -> None:
        say(self.said, sentence)
        announce(self, sentence)

    def put(self, answer: Any) -> None:
        """Show an answer."""
        if answer == self.value() or (not answer and not self.value()):
            return
        self.figures.put(answer)
        self._comment = str(self.figures.raw.get("comment") or "")
        self.comment.put(self._comment)
        for strip in self.strips:
            strip.show_answer()
        self.grid.refresh()
        say(self.fault, "\n".join(self.figures.faults()[:_MOST_FAULTS]))

    def value(self) -> Any:
        """The answer as it stands."""
        now = self.figures.value()
        if self.comment.text() != self._comment:
            now["comment"] = self.comment.text()
        return now

    def first(self) -> QWidget:
        """The grid."""
        return self.grid
