"""Who is who at the school: a contact sheet that asks, once a term, whether it is still right."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sipdesk.app import Services
from sipdesk.domain.person import Person
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.person import PersonCard
from sipdesk.gui.school.tab import Tab
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import hint
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table
from sipdesk.services.people import Offer, PeopleView, PersonLine

_EMPTY = "No contact is entered for this school yet. Add the people you ring and write to; the brief before a visit shows them."
_KEYS = "Enter changes a contact · R says it is still right · Delete removes it · Ctrl+Z takes the last change back"
_TONE = {True: "muted", False: "text"}


def _checked(line: PersonLine) -> Cell:
    on = line.person.checked
    told = f"{w.day(on)} · still right?" if on else "Still right?"
    if line.question:
        return Cell(told, on.toordinal() if on else 0, "part", says=line.question)
    return Cell(w.day(on) or "—", on.toordinal() if on else None, "muted")


_COLUMNS = (
    Column("Role", lambda line: Cell(line.person.role or "—", line.person.role.casefold(), _TONE[line.person.gone], not line.person.gone)),
    Column("Name", lambda line: words(line.person.name)),
    Column("E-mail", lambda line: words(line.person.email)),
    Column("Telephone", lambda line: words(line.person.phone)),
    Column("Since", lambda line: words(line.person.since, "muted")),
    Column("Until", lambda line: words(line.person.until, "muted")),
    Column("Checked", _checked, right=True),
)  # fmt: skip


class PeopleTab(Tab):
    """A table, a card to type in, offers from the register, and the last change to take back."""

    word = "People"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self._undos: list[tuple[str, Callable[[Services], object]]] = []
        self._session = False
        self.add = button("Add a contact")
        self.right = button("Still right", name="This contact is still right")
        self.remove = button("Remove", name="Remove this contact")
        self.undo = button("Undo", name="Undo")
        self.card = PersonCard()
        self.offers = QWidget()
        self._offers = QVBoxLayout(self.offers)
        self._offers.setContentsMargins(0, 0, 0, 0)
        self._offers.setSpacing(tokens.S2)
        self.table = Table(theme, "Contacts of the school", _COLUMNS, lambda line: line.person.id)
        self.question = label(role="muted", wrap=True)
        self.keys = hint(_KEYS)
        self.facts = label(role="muted", wrap=True)
        self.change = self.table.opener("Change…")
        self.change.setAccessibleName("Change this contact")
        tools = Flow()
        for pressed in (self.add, self.change, self.right, self.remove, self.undo):
            tools.addWidget(pressed)
        self.column.addLayout(tools)
        for widget in (self.card, self.offers, self.empty):
            self.column.addWidget(widget)
        self.column.addWidget(self.table, 100)
        for widget in (self.question, self.keys, self.facts):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        self.add.clicked.connect(lambda: self._begin(None))
        self.right.clicked.connect(self._confirm)
        self.remove.clicked.connect(self._remove)
        self.undo.clicked.connect(self._take_back)
        self.card.typed.connect(self._save)
        self.card.closed.connect(self.arrive)
        self.table.opened.connect(self._open)
        self.table.moved.connect(self._moved)
        for keys, call in (("R", self._confirm), ("Del", self._remove)):
            QShortcut(QKeySequence(keys), self.table, call, context=Qt.ShortcutContext.WidgetShortcut)
        undo = Qt.ShortcutContext.WidgetShortcut
        QShortcut(QKeySequence.StandardKey.Undo, self.table, self._take_back, context=undo)

    def load(self, urn: str) -> None:
        """What was typed for the last school is kept before another comes."""
        if urn != self.urn:
            self.card.close_card()
        super().load(urn)

    def clear(self) -> None:
        """Nobody of another school."""
        self.table.put([])
        self._undos.clear()
        self.undo.hide()
        self._offer([])

    def tell_facts(self, facts: list[tuple[str, str]]) -> None:
        """What the register says of the school."""
        say(self.facts, " · ".join(f"{name} {value}" for name, value in facts))

    def read(self) -> None:
        """Everybody."""
        self.ask(partial(_read, urn=self.urn), self._show)

    def _show(self, view: PeopleView) -> None:
        self.table.put(view.lines)
        there = bool(view.lines)
        for widget in (self.table, self.keys, self.change, self.right, self.remove):
            widget.setVisible(there)
        self.undo.setVisible(bool(self._undos))
        say(self.empty, "" if there else _EMPTY)
        self._offer(view.offers)

    def _offer(self, offers: list[Offer]) -> None:
        while (item := self._offers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for offer in offers:
            self._offers.addWidget(_offer_row(offer, partial(self._accept, offer)))
        self.offers.setVisible(bool(offers))

    def _accept(self, offer: Offer, _checked: object = None) -> None:
        self._session = False
        self._save("", {"role": offer.role, "name": offer.name})

    # -- changing ------------------------------------------------------------------------------------------------

    def _line(self) -> PersonLine | None:
        found: PersonLine | None = self.table.rows.row_at(self.table.currentIndex().row())
        return found

    def _moved(self, key: str) -> None:
        line: PersonLine | None = self.table.rows.row_at(self.table.rows.find(key)) if key else None
        say(self.question, line.question if line else "")

    def _begin(self, person: Person | None) -> None:
        self.card.flush()
        self._session = False
        self.card.begin(person)

    def _open(self, key: str) -> None:
        line = self.table.rows.row_at(self.table.rows.find(key))
        if line:
            self._begin(line.person)

    def _save(self, person_id: str, fields: dict[str, str]) -> None:
        call = partial(_save, urn=self.urn, fields=fields, person=person_id)
        self.desk.ask(call, self._saved, self.card.refuse)

    def _saved(self, result: tuple[Person, Person | None]) -> None:
        person, before = result
        if not self.card.isHidden() and not self.card.id:
            self.card.kept(person.id)
        if not self._session:  # one undo for one time at the card
            self._session = True
            back = partial(_put_back, person=before) if before else partial(_remove, person=person.id)
            self._undos.append(("change of a contact" if before else "new contact", back))
        self._after("Contact saved")

    def _confirm(self) -> None:
        line = self._line()
        if line is not None:
            self.do(partial(_confirm, person=line.person.id), self._changed("Contact checked today"))

    def _remove(self) -> None:
        line = self._line()
        if line is not None:
            self.do(partial(_remove, person=line.person.id), self._changed("Contact removed · Undo puts it back"))

    def _changed(self, said: str) -> Callable[[Person], None]:
        def then(before: Person) -> None:
            self._undos.append((said, partial(_put_back, person=before)))
            self._after(said)

        return then

    def _take_back(self) -> None:
        if self._undos:
            _, call = self._undos.pop()
            self._session = False
            self.do(call, lambda _: self._after("Taken back"))

    def _after(self, said: str) -> None:
        self.said.emit(said)
        self.read()
        self.changed.emit()

    def arrive(self) -> None:
        """On the contacts; where there are none, on adding one."""
        (self.add if self.table.isHidden() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)


def _offer_row(offer: Offer, accept: Callable[..., None]) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(tokens.S2)
    words_ = label(f"The school’s record names {offer.name} as {offer.role.lower()}.", "muted", wrap=True)
    pressed: QPushButton = button("Add", name=f"Add {offer.name}, {offer.role.lower()}")
    pressed.clicked.connect(accept)
    row.addWidget(pressed)
    row.addWidget(words_, 1)
    return made


def _read(services: Services, urn: str) -> PeopleView:
    return services.people.of_school(urn)


def _save(services: Services, urn: str, fields: dict[str, str], person: str) -> tuple[Person, Person | None]:
    return services.people.save(urn, fields, person)


def _confirm(services: Services, person: str) -> Person:
    return services.people.confirm(person)[1]


def _remove(services: Services, person: str) -> Person:
    return services.people.remove(person)


def _put_back(services: Services, person: Person) -> None:
    services.people.put_back(person)
