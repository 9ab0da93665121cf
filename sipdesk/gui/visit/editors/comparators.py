"""Published figures beside a school's own: what each column of them is, and where they can be had from."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from sipdesk.domain import comparison
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.errors import BadInput
from sipdesk.domain.question import ExclusionsColumn
from sipdesk.domain.school import Phase
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.visit.editors.base import Surroundings
from sipdesk.gui.visit.editors.figures import Figures, year_words
from sipdesk.gui.visit.editors.rows import captioned, hinted
from sipdesk.gui.visit.fields import Line
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import abreast, button, label, say
from sipdesk.services.offers import Offer

NONE_HERE = "No published figures for such schools are on this desk yet. Import a file of the statistics, or type them with their labels."
TYPED = "Type published figures of such schools into the table, and say here what they are."


class ComparatorStrip(QWidget):
    """Area, phase, year and source of one comparator. Only the school's own phase is ever offered."""

    edited = Signal()

    def __init__(self, around: Surroundings, column: ExclusionsColumn, figures: Figures) -> None:
        super().__init__()
        self._figures, self._column, self.column_id = figures, column, column.id
        self._school = around.context.phase
        self._offers: list[Offer] = []
        self._looked = False
        self._none_here = NONE_HERE if figures.question.imported else TYPED
        called = column.label or column.id
        year = str(around.context.year.shifted(column.year))
        self.fields = {
            "area": Line(f"{called}: area", f"for example {called}"),
            "year": Line(f"{called}: school year", f"for example {year}"),
            "source": Line(f"{called}: source", "Who published it, and when"),
        }
        self.phase = Choice(around.theme, "Phase", called)
        self.published = Choice(around.theme, "Published figures", called)
        self.none_here = hinted("")
        self.wanted = hinted("")
        self.apart = label(role="error", wrap=True)
        self.drop = button("Take these figures out", "quiet", name=f"{called}: take these figures out")
        self.drop.hide()
        self._lay_out(called)
        for key, field in self.fields.items():
            field.edited.connect(lambda key=key: self._write(key, self.fields[key].text()))
        self.phase.chosen.connect(lambda value: self._write("phase", value))
        self.published.chosen.connect(self._take)
        self.drop.clicked.connect(self._drop)
        self.published.hide()
        self.show_answer()

    def _lay_out(self, called: str) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.S3)
        grid.setVerticalSpacing(tokens.S2)
        grid.addWidget(label(called, "strong"), 0, 0)
        grid.addWidget(abreast(self.published), 0, 1, 1, 2)
        grid.addWidget(self.none_here, 1, 0, 1, 3)
        grid.addLayout(captioned("Area", self.fields["area"]), 2, 0)
        grid.addLayout(captioned("School year", self.fields["year"]), 2, 1)
        grid.addLayout(captioned("Phase of its schools", self.phase), 2, 2)
        grid.addLayout(captioned("Source", self.fields["source"]), 3, 0, 1, 3)
        grid.addWidget(self.wanted, 4, 0, 1, 3)
        grid.addWidget(self.apart, 5, 0, 1, 3)
        grid.addWidget(abreast(self.drop), 6, 0, 1, 3)

    def offer(self, offers: Sequence[Offer]) -> None:
        """What is published for the school's phase; the column's own area first."""
        wanted = self._column.label.casefold()
        self._offers = sorted(offers, key=lambda one: one.comparator.area.casefold() != wanted)
        told: list[tuple[str, object]] = [("choose", None)]
        self.published.offer([*told, *((one.label, n) for n, one in enumerate(self._offers))], None)
        self.published.setVisible(bool(self._offers))
        self._looked = True
        self.tell()

    def _take(self, place: Any) -> None:
        if place is None:
            return
        told = self._offers[place].comparator.model_dump(mode="json", exclude_defaults=True)
        self._figures.take(self.column_id, told)
        self.show_answer()
        self.edited.emit()

    def _drop(self) -> None:
        self._figures.take(self.column_id, {})
        self.show_answer()
        self.edited.emit()
        self.fields["area"].setFocus()

    def show_answer(self) -> None:
        """What the answer says; of figures of another phase nothing but that they are there."""
        given = self._given()
        apart = self._figures.is_apart(self.column_id)
        for key, field in self.fields.items():
            field.put("" if apart else year_words(given.get(key)))
            field.setEnabled(not apart)
        offered: list[tuple[str, object]] = [("not said", None)]
        if self._school is not Phase.UNKNOWN:
            offered.append((w.sentence(self._school.value), self._school.value))
        phase = given.get("phase")
        if phase and not apart and phase != self._school.value:  # all-through schools are counted as secondary
            offered.append((w.sentence(str(phase)), phase))
        self.phase.offer(offered, None if apart else phase or None)
        self.phase.setEnabled(not apart)
        self.tell()

    def _given(self) -> dict[str, Any]:
        return (self._figures.raw.get("comparators") or {}).get(self.column_id) or {}

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
        """What is still to be said before its figures are printed, or why they never are."""
        given, apart = self._given(), self._figures.is_apart(self.column_id)
        lacks = [word for key, word in (("area", "area"), ("phase", "phase"), ("year", "school year"), ("source", "source"))
                 if not given.get(key)]  # fmt: skip
        wanted = f"Still to say: {', '.join(lacks)}. Without it the note leaves these figures out." if lacks else ""
        nothing = self._looked and not self._offers and not given.get("values")
        say(self.none_here, self._none_here if nothing else "")
        say(self.wanted, wanted if given.get("values") and not apart else "")
        say(
            self.apart,
            comparison.why_apart(str(self._figures.phase_told(self.column_id) or ""), self._school) if apart else "",
        )
        self.drop.setVisible(apart or bool(given.get("values")))


def _year(text: str) -> str:
    try:
        return str(AcademicYear.parse(text))
    except BadInput:
        return text
