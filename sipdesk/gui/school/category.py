"""Category and risk: where the school stands and why, what is known of it, what runs for it, its history, and the register."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton

from sipdesk.app import Services
from sipdesk.domain.placement import SchoolStanding
from sipdesk.domain.rules import Word
from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.category_card import AskCard
from sipdesk.gui.school.category_clocks import ClocksPart
from sipdesk.gui.school.category_facts import FactsPart
from sipdesk.gui.school.category_history import HistoryPart
from sipdesk.gui.school.category_part import Call, Part, Undo
from sipdesk.gui.school.category_place import PlacePart
from sipdesk.gui.school.category_register import RegisterPart
from sipdesk.gui.school.tab import Tab
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import announce, button, say
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.glossary import Glossary

_EMPTY = (
    "Nothing has been decided here yet. The programme’s rules say which categories the school’s facts fit; you decide, with "
    "a reason, and the decision stays in its history."
)

_NONE = "{programme} has no categories of support, so there is nothing to decide here."


class CategoryTab(Tab):
    """Five parts, one at a time; one undo for all of them."""

    word = "Category and risk"
    programme_wanted = Signal(str)
    """The authority whose programme is to be read."""

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self.view: SchoolStanding | None = None
        self._glossary, self._glossed = Glossary(), ""
        self._undos: list[tuple[Call, Callable[[Any], None] | None]] = []
        self.place, self.facts, self.clocks = PlacePart(self), FactsPart(self), ClocksPart(self)
        self.history, self.register = HistoryPart(self), RegisterPart(self)
        self.parts: list[Part] = [self.place, self.facts, self.clocks, self.history, self.register]
        self.choosers: list[QPushButton] = []
        self.undo = button("Undo", name="Undo")
        self._row = Flow()
        for n, part in enumerate(self.parts):
            made = button(part.word, "toggle", name=f"{part.word}, part of category and risk")
            made.setCheckable(True)
            made.clicked.connect(partial(self._choose, n))
            self.choosers.append(made)
            self._row.addWidget(made)
        self._row.addWidget(self.undo)
        self.column.addLayout(self._row)
        self.column.addWidget(self.empty)
        for part in self.parts:
            part.hide()
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.undo.hide()
        self.undo.clicked.connect(self.take_back)
        self.place.read.clicked.connect(self._read_programme)
        self.place.fits.moved.connect(lambda _key: self._gloss())
        theme.changed.connect(self._measure)
        self._measure()
        self._seen(0)

    def _measure(self) -> None:
        """The chosen part stands in bold letters in a stronger frame: all are as large as that one would be."""
        metrics = QFontMetrics(self.theme.font(strong=True))
        high = self.theme.px(tokens.CONTROL - 2) + 2 * max(2, self.theme.palette.rule)
        for made in self.choosers:
            made.setFixedSize(metrics.horizontalAdvance(made.text()) + 2 * tokens.S4, high)

    # -- parts ---------------------------------------------------------------------------------------------------

    @property
    def part(self) -> Part:
        """The part that is shown."""
        return next((part for part in self.parts if not part.isHidden()), self.place)

    def show_part(self, word: str) -> None:
        """Another part, by its word."""
        self._choose(next((n for n, part in enumerate(self.parts) if part.word == word), 0))

    def _choose(self, place: int, _checked: object = None) -> None:
        self._seen(place)

    def _seen(self, place: int) -> None:
        for n, made in enumerate(self.choosers):
            made.setChecked(n == place)
        for n, part in enumerate(self.parts):
            part.setVisible(n == place)
        self._teach()

    def _teach(self) -> None:
        self.empty.setVisible(bool(self.empty.text()) and self.part is self.place)

    # -- reading -------------------------------------------------------------------------------------------------

    def clear(self) -> None:
        """Nothing of another school, and nothing to take back in it."""
        self.view = None
        self._undos.clear()
        self.undo.hide()
        self._glossary, self._glossed = Glossary(), ""
        for part in self.parts:
            part.clear()
        self._gloss()
        self._seen(0)
        say(self.empty, "")

    def read(self) -> None:
        """How the school stands today."""
        self.ask(partial(_read, urn=self.urn), self._show)

    def _show(self, view: SchoolStanding) -> None:
        self.view = view
        say(self.error, view.trouble)
        for part in self.parts:
            part.tell(view)
        decided = any(not one.placement.from_sheet for one in view.history)
        none = _NONE.format(programme=view.programme or "The programme")
        say(self.empty, "" if decided or view.trouble else _EMPTY if view.categories else none)
        self._teach()
        self.undo.setVisible(bool(self._undos))
        self._gloss()
        if self._glossed != view.authority:
            self._glossed = view.authority
            # Where the words cannot be read nothing is explained, and nothing is amiss.
            self.desk.ask(partial(_words, authority=view.authority), self._take_words, lambda _sentence: None)

    def _take_words(self, words: list[Word]) -> None:
        self._glossary = Glossary(words)
        self._gloss()

    def _gloss(self) -> None:
        """The authority's own words are explained where they stand."""
        for part in self.parts:
            part.explain(self._glossary)

    def _read_programme(self) -> None:
        if self.view is not None:
            self.programme_wanted.emit(self.view.authority)

    def arrive(self) -> None:
        """On the part's own work."""
        self.part.arrive()

    # -- changing ------------------------------------------------------------------------------------------------

    def change(self, call: Call, said: str, card: AskCard | None = None, undo: Undo | None = None) -> None:
        """Have something changed, then show the school again; the card says why not, where it was refused."""

        urn = self.urn

        def done(result: Any) -> None:
            if undo is not None and urn == self.urn:
                self.keep_undo(undo(result))
            self.told(said, card)

        say(self.error, "")
        self.desk.ask(call, done, card.refuse if card is not None else self.failed)

    def keep_undo(self, call: Call, then: Callable[[Any], None] | None = None) -> None:
        """A way back for what has been changed, and who shows the result."""
        self._undos.append((call, then))

    def told(self, said: str, card: AskCard | None = None) -> None:
        """Something has been changed: say so, put the card away, show the school again."""
        if card is not None:
            card.close_card()
        self.said.emit(said)
        announce(self, said)
        self.read()
        self.changed.emit()

    def take_back(self) -> None:
        """The last change, where it can be."""
        if self._undos:
            call, then = self._undos.pop()

            def done(result: Any) -> None:
                if then is not None:
                    then(result)
                self.told("Taken back")

            self.do(call, done)

    # -- being left ----------------------------------------------------------------------------------------------

    def hush(self) -> None:
        """F9: the register is shut, and what was shown is forgotten; another look asks again."""
        self.register.close_sheet()
        for part in self.parts:
            part.clear()
        self._gloss()  # an explanation names the category too
        self.view = None

    def flush(self) -> Call | None:
        """The call that keeps what is half made; None where nothing waits."""
        return self.register.unkept()


def _read(services: Services, urn: str) -> SchoolStanding:
    return services.standing.of_school(urn)


def _words(services: Services, authority: str) -> list[Word]:
    return services.programmepage.words(authority)
