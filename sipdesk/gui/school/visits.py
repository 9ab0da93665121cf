"""A school's visits and contacts: open one, see its note, take it a step further, or begin a new contact."""

import datetime as dt
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from sipdesk.app import Services
from sipdesk.domain.programme import ContactKind
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.contact import ContactCard
from sipdesk.gui.school.steps import StepCard, of_the_diary, step_word
from sipdesk.gui.school.tab import Tab
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import emptied
from sipdesk.gui.widgets.controls import button, say
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import hint
from sipdesk.gui.widgets.rows import Cell, Column, state, words
from sipdesk.gui.widgets.table import Table
from sipdesk.services.overview import VisitLine
from sipdesk.services.schoolyear import StepOffer
from sipdesk.services.visits import Step

_KEYS = "Enter opens a visit · N shows its note · S takes it a step further"
_EMPTY = "No visit has been opened for this school yet. “Write the visit” above opens one; its note then stands here."


def _date(line: VisitLine) -> Cell:
    return Cell(w.day(line.date), line.date.toordinal(), "text") if line.date else Cell("No date yet", None, "muted")


_COLUMNS = (
    Column("Visit", lambda line: words(line.title, strong=True)),
    Column("Year", lambda line: words(line.year.replace("-", "/"), "muted")),
    Column("State", lambda line: state(line.state.value, line.reason)),
    Column("Date", _date, right=True),
)


class VisitsTab(Tab):
    """Lists them, the newest first."""

    word = "Visits"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self.table = Table(theme, "Visits", _COLUMNS, lambda line: line.id)
        self.keys = hint(_KEYS)
        self.open = button("Open the visit")
        self.note = button("See the note")
        self.step = button("Next step…", name="Next step of the visit")
        self.new = button("New contact…", name="New contact")
        self._menu, self._steps = QMenu(self.new), QMenu(self.step)
        self.new.setMenu(self._menu)
        self.contact = ContactCard(self.desk.app.clock.today)
        self.move_on = StepCard()
        self._tools = Flow()
        for pressed in (self.open, self.note, self.step, self.new):
            self._tools.addWidget(pressed)
        self.column.addLayout(self._tools)
        for widget in (self.contact, self.move_on, self.empty):
            self.column.addWidget(widget)
        self.column.addWidget(self.table, 100)
        self.column.addWidget(self.keys)
        self.column.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        self.table.opened.connect(lambda visit: self.visit_opened.emit(visit, ""))
        self.open.clicked.connect(lambda: self.visit_opened.emit(self.table.key, ""))
        self.note.clicked.connect(self._see_note)
        self.step.clicked.connect(self._ask_steps)
        self.contact.wanted.connect(self._open_contact)
        self.move_on.wanted.connect(self._move)
        for closed in (self.contact.closed, self.move_on.closed):
            closed.connect(self.arrive)
        for keys, call in (("N", self._see_note), ("S", self._ask_steps)):
            QShortcut(QKeySequence(keys), self.table, call, context=Qt.ShortcutContext.WidgetShortcut)

    def clear(self) -> None:
        """No visits of another school, and no form half filled for it."""
        self.table.put([])
        self.contact.hide()
        self.move_on.hide()

    def offer_contacts(self, kinds: list[ContactKind]) -> None:
        """The kinds of contact the programme knows."""
        self.new.setVisible(bool(kinds))
        emptied(self._menu)
        for kind in kinds:
            self._menu.addAction(f"{kind.title}…").triggered.connect(partial(self._begin_contact, kind))

    def _begin_contact(self, kind: ContactKind, _checked: object = None) -> None:
        self.move_on.hide()
        self.contact.begin(kind)

    def read(self) -> None:
        """The visits as they stand."""
        self.ask(partial(_read, urn=self.urn), self._show)

    def _show(self, lines: list[VisitLine]) -> None:
        self.table.put(lines)
        there = bool(lines)
        for widget in (self.table, self.keys, self.open, self.note, self.step):
            widget.setVisible(there)
        say(self.empty, "" if there else _EMPTY)

    def _see_note(self) -> None:
        if self.table.key:
            self.note_opened.emit(self.table.key)

    # -- a new contact -------------------------------------------------------------------------------------------

    def _open_contact(self, kind: str, on: dt.date) -> None:
        call = partial(_open_contact, urn=self.urn, kind=kind, on=on)
        self.desk.ask(call, self._contact_opened, self.contact.refuse)

    def _contact_opened(self, visit: str) -> None:
        self.contact.hide()
        self.changed.emit()
        self.visit_opened.emit(visit, "")

    # -- a step further ------------------------------------------------------------------------------------------

    def _ask_steps(self) -> None:
        if self.table.key:
            self.do(partial(_steps, visit=self.table.key), self._show_steps)

    def _show_steps(self, found: tuple[str, list[StepOffer]]) -> None:
        visit, offers = found[0], [offer for offer in found[1] if of_the_diary(offer)]
        emptied(self._steps)
        self._steps.addAction("Go on with its note").triggered.connect(lambda: self.note_opened.emit(visit))
        for offer in offers:
            self._steps.addAction(step_word(offer)).triggered.connect(partial(self._begin_step, visit, offer))
        self._steps.popup(self.step.mapToGlobal(self.step.rect().bottomLeft()))

    def _begin_step(self, visit: str, offer: StepOffer, _checked: object = None) -> None:
        self.contact.hide()
        row = self.table.rows.row_at(self.table.rows.find(visit))
        self.move_on.begin(visit, row.title if row else "", offer)

    def _move(self, visit: str, step: Step) -> None:
        self.desk.ask(partial(_move, visit=visit, step=step), self._moved, self.move_on.refuse)

    def _moved(self, _nothing: object) -> None:
        self.move_on.hide()
        self.read()
        self.changed.emit()
        self.arrive()

    def arrive(self) -> None:
        """On the newest visit; where there is none, on what begins one."""
        target = self.new if self.table.isHidden() else self.table
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _read(services: Services, urn: str) -> list[VisitLine]:
    return services.overview.school(urn).visits


def _open_contact(services: Services, urn: str, kind: str, on: dt.date) -> str:
    return services.visits.open_contact(urn, kind, on)[0].id


def _steps(services: Services, visit: str) -> tuple[str, list[StepOffer]]:
    return visit, services.schoolyear.steps(visit)


def _move(services: Services, visit: str, step: Step) -> None:
    services.visits.move(visit, step)
