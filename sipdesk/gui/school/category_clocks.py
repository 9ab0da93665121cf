"""The cycle as steps with their days, what runs for the school and why, and when it could be somewhere else."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sipdesk.app import Services
from sipdesk.domain.placement import Clock, Occurrence, SchoolStanding, Step, Way
from sipdesk.gui import words as w
from sipdesk.gui.school.category_card import AskCard, DayField
from sipdesk.gui.school.category_part import Changing, Part, explain_in, on_key
from sipdesk.gui.school.category_steps import Drawn, StepsView
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import abreast, button, label, say
from sipdesk.gui.widgets.field import Field
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import hint
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table

KINDS = {
    "stay": "Time in the category",
    "cadence": "Comes round",
    "variant": "By kind of school",
    "first year": "First year",
}
_NO_CLOCKS = (
    "No clock runs for this school: neither its category nor its programme asks for anything that comes round, or sets a "
    "shortest or longest stay."
)
_NUMBERS = {"0.5", *map(str, range(1, 13))}
_KEYS = "Enter says that it took place · arrows go from step to step, Enter gives a step its day"


class ClocksPart(Part):
    """Steps above, clocks below, the question “what if” last."""

    word = "Cycle and clocks"

    def __init__(self, tab: Changing) -> None:
        super().__init__(tab)
        self.steps_title = label("The programme’s steps", "strong")
        self.steps = StepsView(self.theme)
        self.papers_title = label("Documents", "strong")
        self.papers = StepsView(self.theme)
        self.dating = AskCard("Keep the day")
        self.day = DayField("Day", self.today, "Empty takes the day away again")
        self.dating.add_pair(self.day, QWidget())
        self.clocks_title = label("Clocks", "strong")
        self.empty = label(role="muted", wrap=True)
        self.table = Table(self.theme, "Clocks of the school", _columns(self.today), lambda row: str(row[0]))
        self.says = label(role="muted", wrap=True)
        self.took = button("It took place…", name="Say that it took place")
        self.often = button("How often a year…", name="Say how often a year it comes round")
        self.took_card = AskCard("Keep it")
        self.took_on = DayField("Took place on", self.today)
        self.took_who = Field("Who held it", "By role, such as the monitoring group")
        self.took_words = Field("In a few words")
        self.often_card = AskCard("Keep the number")
        self.number = Field("Times a year", "A whole number from 1 to 12, or 0.5 for once in two years")
        self.if_title = label("What if it left its category today?", "strong")
        self.goal = Choice(self.theme, "When could it be in")
        self.way = label(wrap=True)
        self.keys = hint(_KEYS)
        self._step = ""
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.took_card.add_pair(self.took_on, self.took_who)
        self.took_card.add(self.took_words)
        self.often_card.add_pair(self.number, QWidget())
        for widget in (self.steps_title, self.steps, self.papers_title, self.papers, self.dating, self.clocks_title):
            self.column.addWidget(widget)
        for shown in (self.empty, self.table, self.says):
            self.column.addWidget(shown)
        tools = Flow()
        for pressed in (self.took, self.often):
            tools.addWidget(pressed)
        self.column.addLayout(tools)
        for widget in (self.took_card, self.often_card, self.keys, self.if_title):
            self.column.addWidget(widget)
        self.column.addWidget(abreast(self.goal))
        self.column.addWidget(self.way)
        self.column.addStretch(1)

    def _connect(self) -> None:
        for drawn in (self.steps, self.papers):
            drawn.wanted.connect(self._begin_step)
        self.dating.given.connect(self._give_step)
        self.dating.closed.connect(self._step_closed)
        self.took.clicked.connect(self._begin_took)
        self.often.clicked.connect(self._begin_often)
        self.took_card.given.connect(self._give_took)
        self.often_card.given.connect(self._give_often)
        for card in (self.took_card, self.often_card):
            card.closed.connect(self.arrive)
        self.table.opened.connect(lambda _key: self._begin_took())
        self.table.moved.connect(lambda _key: self._offer())
        self.goal.chosen.connect(self._ask_way)
        explain_in(self.table, _explain, self.says)
        on_key(self.table, "N", self._begin_often)
        self.undo_in(self.table)

    def clear(self) -> None:
        """No clock of another school."""
        super().clear()
        self.table.put([])
        for drawn in (self.steps, self.papers):
            drawn.put([])
        for card in (self.dating, self.took_card, self.often_card):
            card.hide()
        say(self.way, "")

    def tell(self, view: SchoolStanding) -> None:
        """As things stand."""
        super().tell(view)
        for title, drawn, steps in (
            (self.steps_title, self.steps, view.steps),
            (self.papers_title, self.papers, view.documents),
        ):
            drawn.put([_drawn(step) for step in steps])
            title.setVisible(bool(steps))
            drawn.setVisible(bool(steps))
        self.table.least = len(view.clocks)  # the page scrolls, not the table
        self.table.put(list(enumerate(view.clocks)))
        there = bool(view.clocks)
        for widget in (self.table, self.took):
            widget.setVisible(there)
        self.keys.setVisible(there or bool(view.steps))
        say(self.empty, "" if there else _NO_CLOCKS)
        self._offer()
        self._offer_way(view)

    # -- steps ---------------------------------------------------------------------------------------------------

    def _begin_step(self, step: str) -> None:
        there = [one for one in (*self.view.steps, *self.view.documents) if one.id == step] if self.view else []
        if there:
            self._step = step
            self.day.put(there[0].on or self.today())
            self.open_card(
                self.dating, self.day, there[0].label, f"Source: {there[0].source}." if there[0].source else ""
            )
            self.day.edit.selectAll()

    def _step_closed(self) -> None:
        for drawn in (self.steps, self.papers):
            drawn.stand_on(self._step)

    def _give_step(self) -> None:
        if self.view is None or not self.day.sound():
            return
        before = next((one.on for one in (*self.view.steps, *self.view.documents) if one.id == self._step), None)
        mark = partial(_mark, urn=self.tab.urn, step=self._step)
        undo = partial(_again, partial(mark, on=before))
        self.tab.change(partial(mark, on=self.day.read()), "Step kept · Undo takes it back", self.dating, undo)

    # -- clocks --------------------------------------------------------------------------------------------------

    def _clock(self) -> Clock | None:
        row = self.table.rows.row_at(self.table.currentIndex().row())
        return row[1] if row is not None else None

    def _enters(self, clock: Clock | None) -> bool:
        return bool(clock and self.view and any(one.id == clock.rule for one in self.view.enters))

    def _offer(self) -> None:
        clock = self._clock()
        self.took.setEnabled(self._enters(clock))
        self.often.setVisible(bool(clock and clock.asks_number))

    def _begin_took(self) -> None:
        clock = self._clock()
        if clock is not None and self._enters(clock):
            self.often_card.hide()
            self.took_on.put(self.today())
            for field in (self.took_who, self.took_words):
                field.edit.setText("")
            means = "It is kept for all schools of the authority at once." if clock.shared else ""
            self.open_card(self.took_card, self.took_on, clock.label, means)
            self.took_on.edit.selectAll()

    def _give_took(self) -> None:
        clock, on = self._clock(), self.took_on.read()
        if self.took_on.empty:
            self.took_on.refuse("Write the day on which it took place.")
        if clock is not None and on is not None:
            took = Occurrence(
                urn=self.tab.urn,
                rule=clock.rule,
                on=on,
                who=self.took_who.text.strip(),
                words=self.took_words.text.strip(),
            )
            self.tab.change(partial(_occurred, took=took), "Kept · Undo takes it back", self.took_card, _undo_took)

    def _begin_often(self) -> None:
        clock = self._clock()
        if clock is not None and clock.asks_number:
            self.took_card.hide()
            self.number.edit.setText("")
            means = "The document’s own word can be read in two ways. The number is your choice, kept for this desk."
            self.open_card(self.often_card, self.number, clock.label, means)

    def _give_often(self) -> None:
        clock, typed = self._clock(), self.number.text.strip()
        if typed not in _NUMBERS:
            self.number.refuse("Write a whole number from 1 to 12, or 0.5 for once in two years.")
        elif clock is not None and self.view is not None:
            choose = partial(_choose, urn=self.tab.urn, rule=clock.rule)
            undo = partial(_again, partial(choose, number=""))
            self.tab.change(partial(choose, number=typed), "Number kept", self.often_card, undo)

    # -- what if -------------------------------------------------------------------------------------------------

    def _offer_way(self, view: SchoolStanding) -> None:
        others = [(name, id_) for id_, name, _ in view.categories if id_ != view.category]
        there = bool(view.category and others)
        self.if_title.setText(f"What if it left {view.name} today?")
        for widget in (self.if_title, self.goal):
            widget.setVisible(there)
        say(self.way, "")
        if there:
            self.goal.offer([("choose a category", ""), *others], "")

    def _ask_way(self, goal: object) -> None:
        if not goal:
            say(self.way, "")
            return
        call = partial(_way, urn=self.tab.urn, goal=str(goal))
        self.tab.desk.ask(call, self._show_way, partial(say, self.way))

    def _show_way(self, found: Way) -> None:
        sources = "; ".join(dict.fromkeys(stop.source for stop in found.stops if stop.source))
        say(self.way, " ".join(filter(None, (found.said, f"Sources: {sources}." if sources else ""))))

    def arrive(self) -> None:
        """On the clocks, else on the first step."""
        target = next((card for card in self.steps.cards), None) if self.table.isHidden() else self.table
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)


def _columns(today: Callable[[], dt.date]) -> list[Column]:
    return [
        Column("What", lambda row: words(row[1].label, strong=True)),
        Column("Kind", lambda row: words(KINDS[row[1].kind], "muted")),
        Column("Counted from", lambda row: Cell(w.day(row[1].start) or "Not known", row[1].start, "muted"), right=True),
        Column("Last", lambda row: Cell(w.day(row[1].last) or "—", row[1].last, "muted"), right=True),
        Column("Due", lambda row: _due(row[1], today()), right=True),
    ]


def _due(clock: Clock, today: dt.date) -> Cell:
    if clock.due is None:
        return Cell("No number given" if clock.asks_number or clock.start else "Not known", None, "muted")
    if clock.overdue:
        days = (today - clock.due).days
        return Cell(
            f"Overdue · {w.day(clock.due)}", clock.due, "late", strong=True, says=f"Overdue by {w.count(days, 'day')}"
        )
    earliest = clock.kind in {"stay", "first year"} and clock.bound == "at least"
    return Cell(f"{'not before' if earliest else 'by'} {w.day(clock.due)}", clock.due)


def _explain(row: tuple[int, Clock]) -> str:
    clock = row[1]
    said = w.sentence(clock.said if clock.said.endswith((".", "?")) else f"{clock.said}.")
    counted = "Visits and contacts of that kind count by themselves." if clock.contact else ""
    source = "" if clock.source and clock.source in said else f"Source: {clock.source}." if clock.source else ""
    return " ".join(filter(None, (said, counted, source)))


def _drawn(step: Step) -> Drawn:
    return Drawn(step.id, step.label, step.on, step.source)


def _again(call: Callable[[Services], object], _result: object) -> Callable[[Services], object]:
    return call


def _mark(services: Services, urn: str, step: str, on: dt.date | None) -> object:
    return services.placing.mark_step(urn, step, on)


def _occurred(services: Services, took: Occurrence) -> Occurrence:
    return services.standing.occurred(took)


def _drop_took(services: Services, took: str) -> object:
    return services.standing.drop_occurrence(took)


def _undo_took(took: Occurrence) -> Callable[[Services], object]:
    return partial(_drop_took, took=took.id)


def _choose(services: Services, urn: str, rule: str, number: str) -> None:
    services.standing.choose_number(urn, rule, number)


def _way(services: Services, urn: str, goal: str) -> Way:
    return services.standing.way(urn, goal)
