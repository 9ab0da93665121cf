"""What is known of a school, each with its days: entered by hand, or read from inspections, the register and its people."""

import datetime as dt
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sipdesk.app import Services
from sipdesk.domain.placement import ASPECTS, DatedFact, SchoolStanding
from sipdesk.domain.rules import FACTS
from sipdesk.gui import words as w
from sipdesk.gui.school.category_card import DAY, AskCard, DayField
from sipdesk.gui.school.category_part import Call, Changing, Part, on_key
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import abreast, button, label, say
from sipdesk.gui.widgets.field import Field
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import hint
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table

_EMPTY = (
    "No fact is known of this school that the programme’s rules ask about. Facts come from imported inspections, from the "
    "register and from People; what they do not say is entered here, with the day from which it was so."
)
_NO_FACTS = "The rules of {programme} ask about no facts, so none are kept here."
_KEYS = "Enter ends a fact on a day · Delete takes out one entered by mistake · Ctrl+Z takes the last change back"
_READ = "It is read from {source}, and changes there."
_ROWS = 12
"""So many stand in view; the page scrolls, not the table."""
_COUNTED = "Aspects to improve"


def fact_words(view: SchoolStanding, fact: DatedFact) -> str:
    """A fact in the programme's words."""
    if fact.fact == ASPECTS:
        told = "not counted" if fact.count is None else "none" if fact.count == 0 else str(fact.count)
        return f"{_COUNTED}: {told}"
    flags = {flag.id: flag.label for flag in view.flags}
    known = view.known_facts.get(fact.fact) or flags.get(fact.fact) or FACTS.get(fact.fact)
    return known or fact.fact.replace("-", " ").capitalize()


class FactsPart(Part):
    """A table, a card to add, a card to end."""

    word = "Facts"

    def __init__(self, tab: Changing) -> None:
        super().__init__(tab)
        self.add = button("Add a fact…", name="Add a fact")
        self.end = button("End it…", name="End this fact on a day")
        self.drop = button("Take out", name="Take out this fact")
        self.empty = label(role="muted", wrap=True)
        self.table = Table(self.theme, "Facts about the school", self._columns(), _key)
        self.told = label(role="muted", wrap=True)
        self.keys = hint(_KEYS)
        self._adding()
        self.ending = AskCard("End it")
        self.last = DayField("Until", self.today, "The last day on which it was so")
        self.ending.add_pair(self.last, QWidget())
        self._lay_out()
        self._connect()

    def _adding(self) -> None:
        self.adding = AskCard("Add it")
        self.fact = Choice(self.theme, "Fact")
        self.count = Field("How many aspects need to improve", "A number; 0 where none does")
        self.since = DayField("Since", self.today, f"{DAY}; empty where nobody knows")
        self.until = DayField("Until", self.today, "Empty while it is so")
        self.source = Field("Known from", "Such as the inspection report, a letter, the head")
        self.adding.fields.addWidget(abreast(self.fact))
        self.adding.add(self.count)
        self.adding.add_pair(self.since, self.until)
        self.adding.add(self.source)

    def _columns(self) -> list[Column]:
        return [
            Column("Fact", lambda row: words(fact_words(self.view, row[1]) if self.view else "", strong=True)),
            Column("Since", lambda row: Cell(w.day(row[1].since) or "Not known", row[1].since, "text" if row[1].since else "muted"), right=True),
            Column("Until", lambda row: Cell(w.day(row[1].until) or "—", row[1].until, "text" if row[1].until else "muted"), right=True),
            Column("Framework", lambda row: words(row[1].scale, "muted"), most=200),
            Column("Known from", lambda row: words(row[1].source, "muted"), most=260),
        ]  # fmt: skip

    def _lay_out(self) -> None:
        tools = Flow()
        for pressed in (self.add, self.end, self.drop):
            tools.addWidget(pressed)
        self.column.addLayout(tools)
        for widget in (self.adding, self.ending, self.empty, self.table, self.told, self.keys):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def _connect(self) -> None:
        self.add.clicked.connect(self._begin)
        self.end.clicked.connect(lambda: self._begin_end(self.table.key))
        self.drop.clicked.connect(self._drop)
        self.fact.chosen.connect(self._chosen)
        self.adding.given.connect(self._give)
        self.ending.given.connect(self._give_end)
        self.table.opened.connect(self._begin_end)
        self.table.moved.connect(self._moved)
        for card in (self.adding, self.ending):
            card.closed.connect(self.arrive)
        on_key(self.table, "Del", self._drop)
        self.undo_in(self.table)

    def clear(self) -> None:
        """No facts of another school."""
        super().clear()
        self.table.put([])
        self.adding.hide()
        self.ending.hide()

    def tell(self, view: SchoolStanding) -> None:
        """All of them."""
        super().tell(view)
        self.table.least = min(_ROWS, len(view.facts))
        self.table.put(list(enumerate(view.facts)))
        there = bool(view.facts)
        for widget in (self.table, self.keys, self.end, self.drop):
            widget.setVisible(there)
        self.add.setVisible(bool(self._offered(view)))
        nothing = _EMPTY if self._offered(view) else _NO_FACTS.format(programme=view.programme or "the programme")
        say(self.empty, "" if there else nothing)
        self._moved(self.table.key)

    def _offered(self, view: SchoolStanding) -> list[tuple[str, str]]:
        flags = [(f"Flag: {flag.label}", flag.id) for flag in view.flags]
        return [(told, id_) for id_, told in view.known_facts.items()] + flags

    def _line(self) -> DatedFact | None:
        row = self.table.rows.row_at(self.table.currentIndex().row())
        return row[1] if row is not None else None

    def _moved(self, _key: str) -> None:
        fact = self._line()
        ours = fact is not None and bool(fact.id)
        self.end.setEnabled(ours and fact is not None and fact.until is None)
        self.drop.setEnabled(ours)
        said = _whole(fact_words(self.view, fact), fact) if fact is not None and self.view is not None else ""
        read = _READ.format(source=fact.source or "elsewhere") if fact is not None and not ours else ""
        say(self.told, " ".join(filter(None, (said, read))))

    # -- adding and ending ---------------------------------------------------------------------------------------

    def _begin(self) -> None:
        if self.view is None:
            return
        self.ending.hide()
        offered = self._offered(self.view)
        self.fact.offer(offered, offered[0][1])
        self._chosen(offered[0][1])
        for field in (self.count, self.since, self.until, self.source):
            field.edit.setText("")
        self.open_card(self.adding, self.fact, "A fact about the school")

    def _chosen(self, fact: object) -> None:
        self.count.setVisible(fact == ASPECTS)

    def _give(self) -> None:
        if not self.since.sound() or not self.until.sound():
            return
        since, until = self.since.read(), self.until.read()
        if since and until and until < since:
            self.until.refuse("It ends on the day it began, or later.")
            return
        counted = self.fact.value == ASPECTS
        if counted and not self.count.text.strip().isdecimal():
            self.count.refuse("Write a number, such as 2.")
            return
        fact = DatedFact(
            urn=self.tab.urn,
            fact=str(self.fact.value),
            since=since,
            until=until,
            source=self.source.text.strip(),
            count=int(self.count.text) if counted else None,
        )
        self.tab.change(partial(_note, fact=fact), "Fact added · Undo takes it out", self.adding, _undo_note)

    def _begin_end(self, key: str) -> None:
        fact = self._line() if key else None
        if fact is not None and fact.id and fact.until is None and self.view is not None:
            self.adding.hide()
            self.last.put(self.today())
            self.open_card(
                self.ending, self.last, fact_words(self.view, fact), "It stays in the list with its last day."
            )
            self.last.edit.selectAll()

    def _give_end(self) -> None:
        fact, on = self._line(), self.last.read()
        if fact is not None and self.last.empty:
            self.last.refuse("Write the last day on which it was so.")
        if fact is not None and on is not None:
            self.tab.change(
                partial(_end, fact=fact.id, on=on), "Fact ended · Undo takes it back", self.ending, _undo_end
            )

    def _drop(self) -> None:
        fact = self._line()
        if fact is not None and fact.id:
            self.tab.change(partial(_drop, fact=fact.id), "Fact taken out · Undo puts it back", None, _undo_end)

    def arrive(self) -> None:
        """On the facts, else on adding one."""
        (self.add if self.table.isHidden() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)


def _key(row: tuple[int, DatedFact]) -> str:
    return row[1].id or f"read {row[1].fact} {row[1].since} {row[0]}"


def _whole(words_: str, fact: DatedFact) -> str:
    """All of it in a sentence: a table cuts what is too long for it."""
    since = f", since {w.day(fact.since)}" if fact.since else ""
    until = f", until {w.day(fact.until)}" if fact.until else ""
    scale = f" ({fact.scale})" if fact.scale else ""
    source = f"; known from {fact.source}" if fact.source and fact.id else ""
    return f"{words_}{scale}{since}{until}{source}."


def _note(services: Services, fact: DatedFact) -> DatedFact:
    return services.standing.note_fact(fact)


def _end(services: Services, fact: str, on: dt.date) -> DatedFact:
    return services.standing.end_fact(fact, on)


def _drop(services: Services, fact: str) -> DatedFact:
    return services.standing.drop_fact(fact)


def _undo_note(fact: DatedFact) -> Call:
    return partial(_drop, fact=fact.id)


def _put_back(services: Services, fact: DatedFact) -> None:
    services.standing.put_fact(fact)


def _undo_end(before: DatedFact) -> Call:
    return partial(_put_back, fact=before)
