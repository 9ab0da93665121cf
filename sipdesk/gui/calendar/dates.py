"""Term dates, assumed until somebody confirms them, and the days on which a school does not want a visit."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from sipdesk.domain.agenda import SchoolDay, TermTimes, read_date
from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.errors import BadInput
from sipdesk.gui import tokens
from sipdesk.gui.calendar.planner import labelled
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, frame, label, say
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import Heading
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table
from sipdesk.services.agenda import YearPlan

_PARTS = (("first", "First day"), ("half_first", "Half-term from"), ("half_last", "Half-term to"), ("last", "Last day"))
_ASSUMED = "These dates are assumed from what most authorities do. Put in your authority’s own and confirm them."
_CONFIRMED = "Confirmed. What is due, the calendar and Today go by these dates."


class TermCard(QWidget):
    """Three terms of four dates each."""

    confirmed = Signal(object)
    """The terms as typed, or none: back to the assumed ones."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._year: AcademicYear | None = None
        self._terms: list[TermTimes] = []
        self.title = label("", "section")
        self.state = label(role="muted", wrap=True)
        self.error = label(role="error", wrap=True)
        self.error.hide()
        self.fields: dict[tuple[int, str], QLineEdit] = {}
        self.confirm = button("Confirm these dates", "primary")
        self.assume = button("Back to the assumed dates")
        card = frame("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        grid.setHorizontalSpacing(tokens.S3)
        grid.setVerticalSpacing(tokens.S2)
        for place, (_, told) in enumerate(_PARTS, 1):
            grid.addWidget(label(told, "label"), 0, place)
        for row, name in enumerate(("Autumn", "Spring", "Summer")):
            grid.addWidget(label(name, "strong"), row + 1, 0)
            for place, (part, told) in enumerate(_PARTS, 1):
                field = QLineEdit()
                field.setAccessibleName(f"{name} term: {told.lower()}")
                field.returnPressed.connect(self._confirm)
                self.fields[row, part] = field
                grid.addWidget(field, row + 1, place)
        grid.setColumnStretch(len(_PARTS) + 1, 1)
        buttons = Flow()
        buttons.addWidget(self.confirm)
        buttons.addWidget(self.assume)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(tokens.S2)
        for widget in (self.title, self.state, card, self.error):
            lines.addWidget(widget)
        lines.addLayout(buttons)
        self.confirm.clicked.connect(self._confirm)
        self.assume.clicked.connect(lambda: self.confirmed.emit([]))
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        for field in self.fields.values():
            field.setFixedWidth(self._theme.px(106))

    def show_plan(self, plan: YearPlan) -> None:
        """The dates as they stand."""
        self._year, self._terms = plan.year, plan.terms
        assumed = any(times.assumed for times in plan.terms)
        self.title.setText(f"Term dates {plan.year.slashed}")
        self.state.setText(_ASSUMED if assumed else _CONFIRMED)
        self.assume.setVisible(not all(times.assumed for times in plan.terms))
        say(self.error, "")
        for (row, part), field in self.fields.items():
            field.setText(_typed(getattr(plan.terms[row], part)))

    def _confirm(self) -> None:
        if self._year is None:
            return
        try:
            read = {key: read_date(field.text(), self._year) for key, field in self.fields.items()}
        except BadInput as error:
            self.refuse(error.sentence)
            return
        told = [
            times.model_copy(update={"assumed": False, **{part: read[row, part] for part, _ in _PARTS}})
            for row, times in enumerate(self._terms)
        ]
        self.confirmed.emit(told)

    def refuse(self, sentence: str) -> None:
        """Say why not; what was typed stays."""
        say(self.error, sentence)


def _typed(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


_DAYS = (
    Column("School", lambda row: words(row[1], strong=True)),
    Column("What", lambda row: words(row[0].what)),
    Column("When", lambda row: _when(row[0]), right=True),
)


def _when(day: SchoolDay) -> Cell:
    until = f" – {day.last.day} {day.last:%b}" if day.last != day.first else ""
    return Cell(f"{day.first.day} {day.first:%b}{until}", day.first.toordinal())


class DatesFace(QWidget):
    """Both, on one page beside the weeks."""

    closed = Signal()
    terms_confirmed = Signal(object)
    day_noted = Signal(str, str, str, str)
    """School, first, last, what: as typed."""
    day_dropped = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names: dict[str, str] = {}
        self.heading = Heading("Term dates and schools’ own days")
        self.back = button("Back to the weeks")
        self.heading.add(self.back)
        self.card = TermCard(theme)
        self.table = Table(theme, "Schools’ own days", _DAYS, lambda row: row[0].id)
        self.empty = label(
            "No school’s own days are noted. INSET, trips, mock examinations: what is noted here is said when a visit falls on it.",
            "muted",
            wrap=True,
        )
        self.school, self.first, self.last, self.what = (QLineEdit() for _ in range(4))
        for field, name, example in (
            (self.school, "School", "Begin to type its name"),
            (self.first, "First day", "13 Oct"),
            (self.last, "Last day, if more than one", "17 Oct"),
            (self.what, "What is on", "INSET"),
        ):
            field.setAccessibleName(name)
            field.setPlaceholderText(example)
            field.returnPressed.connect(self._note)
        self.add = button("Note these days")
        self.drop = button("Remove the chosen one", "quiet")
        self.error = label(role="error", wrap=True)
        self.error.hide()
        self._lay_out(theme)
        self.back.clicked.connect(self.closed)
        self.card.confirmed.connect(self.terms_confirmed)
        self.add.clicked.connect(self._note)
        self.drop.clicked.connect(lambda: self.day_dropped.emit(self.table.key))

    def _lay_out(self, theme: Theme) -> None:
        fields = Flow()
        for name, field in (
            ("School", self.school),
            ("First day", self.first),
            ("Last day", self.last),
            ("What", self.what),
        ):
            fields.addWidget(labelled(name, field))
        acts = Flow()
        acts.addWidget(self.add)
        acts.addWidget(self.drop)
        theme.changed.connect(self._dress)
        self._dress()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(tokens.S3)
        for widget in (self.heading, self.card, label("Schools’ own days", "section"), self.empty, self.table):
            lines.addWidget(widget)
        lines.addLayout(fields)
        lines.addWidget(self.error)
        lines.addLayout(acts)
        lines.addStretch(1)

    def _dress(self) -> None:
        for field, wide in ((self.school, 300), (self.first, 110), (self.last, 110), (self.what, 240)):
            field.setFixedWidth(self._theme.px(wide))

    def show_plan(self, plan: YearPlan) -> None:
        """As things stand."""
        self.heading.line.setText(f"School year {plan.year.slashed}")
        self.card.show_plan(plan)
        self._names = {name.casefold(): urn for urn, name in plan.schools.items()}
        completer = QCompleter(sorted(plan.schools.values()), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.school.setCompleter(completer)
        self.table.put([(day, plan.schools[day.urn]) for day in plan.days])
        there = bool(plan.days)
        self.empty.setVisible(not there)
        self.table.setVisible(there)
        self.drop.setVisible(there)

    def _note(self) -> None:
        typed = self.school.text().strip().casefold()
        fitting = [urn for name, urn in self._names.items() if typed and typed in name]
        urn = self._names.get(typed) or (fitting[0] if len(fitting) == 1 else "")
        if not urn:
            few = "More than one school fits." if fitting else "No school of your caseload fits."
            self.refuse(f"{few} Type more of its name.")
            return
        self.day_noted.emit(urn, self.first.text(), self.last.text(), self.what.text())

    def noted(self, day: SchoolDay) -> None:
        """The days stand; the school stays for the next ones."""
        say(self.error, "")
        for field in (self.first, self.last, self.what):
            field.clear()
        self.table.stand_on(day.id)
        self.first.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why not; what was typed stays."""
        say(self.error, sentence)
