"""What every part of “Category and risk” is: it shows a standing, and asks its tab to have something changed."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.app import Services
from sipdesk.domain.category import Match
from sipdesk.domain.placement import SchoolStanding
from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.note.reveal import reveal
from sipdesk.gui.school.category_card import AskCard
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import say
from sipdesk.gui.widgets.glossary import Glossary
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table

Call = Callable[[Services], Any]
Undo = Callable[[Any], Call]
"""Of what a change gave back: the call that takes the change back."""


class Changing(Protocol):
    """The tab, as its parts see it."""

    desk: DeskLink
    theme: Theme
    urn: str

    def change(self, call: Call, said: str, card: AskCard | None = None, undo: Undo | None = None) -> None:
        """Have something changed, then show the school again; the card says why not, where it was refused."""

    def keep_undo(self, call: Call, then: Callable[[Any], None] | None = None) -> None:
        """A way back for what has been changed, and who shows the result."""

    def told(self, said: str, card: AskCard | None = None) -> None:
        """Something has been changed: say so, put the card away, show the school again."""

    def take_back(self) -> None:
        """The last change, where it can be."""


class Part(QWidget):
    """One part of the tab."""

    word = "Part"

    def __init__(self, tab: Changing) -> None:
        super().__init__()
        self.tab = tab
        self.theme = tab.theme
        self.view: SchoolStanding | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(tokens.S3)

    def tell(self, view: SchoolStanding) -> None:
        """Another standing, of this school or another."""
        self.view = view

    def clear(self) -> None:
        """Nothing of the last school."""
        self.view = None

    def explain(self, glossary: Glossary) -> None:
        """The authority's own words carry their meaning, in labels and in tables."""
        glossary.gloss(self)
        for table in self.findChildren(Table):
            table.rows.explain(glossary.meaning_of)

    def arrive(self) -> None:
        """Put the keyboard where the work is."""

    def today(self) -> dt.date:
        """The day by the desk's clock."""
        return self.tab.desk.app.clock.today()

    def open_card(self, card: AskCard, first: QWidget, title: str, means: str = "") -> None:
        """Show a card, all of it, with the keyboard in its first field."""
        card.begin(title, means)
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        reveal(card)

    def undo_in(self, table: Table) -> None:
        """Ctrl+Z in a table takes the last change back."""
        keys = QKeySequence(QKeySequence.StandardKey.Undo)
        QShortcut(keys, table, self.tab.take_back, context=Qt.ShortcutContext.WidgetShortcut)


def on_key(table: Table, key: str, call: Callable[[], object]) -> None:
    """A key that works while a table has the keyboard."""
    QShortcut(QKeySequence(key), table, call, context=Qt.ShortcutContext.WidgetShortcut)


def how(match: Match) -> str:
    """Whether a rule sets its category or suggests it."""
    return "Automatic" if match.automatic else "Suggested"


def matches_table(theme: Theme, name: str, *, category: bool) -> Table:
    """Rules that speak for something: what, the fact, whether it is automatic, the line that says so."""
    what = Column("Category", lambda row: words(row[1].name, strong=True))
    rest = [
        Column("Because", lambda row: words(row[1].because)),
        Column("The document", lambda row: Cell(how(row[1]), how(row[1]), "text" if row[1].automatic else "muted", row[1].automatic)),
        Column("Source", lambda row: words(row[1].source, "muted"), most=260),
    ]  # fmt: skip
    made = Table(theme, name, [what, *rest] if category else rest, lambda row: str(row[0]))
    made.least = 2
    return made


def explain_in(table: Table, show: Callable[[Any], str], label: Any) -> None:
    """A sentence below a table, of the row one stands on."""

    def moved(key: str) -> None:
        row = table.rows.row_at(table.rows.find(key)) if key else None
        say(label, show(row) if row is not None else "")

    table.moved.connect(moved)
    table.rows.modelReset.connect(partial(_later, table, moved))


def _later(table: Table, moved: Callable[[str], None]) -> None:
    moved(table.key)


def named(roles: str) -> list[str]:
    """Roles as a person lists them: by commas, `and` or semicolons."""
    parts = roles.replace(";", ",").replace(" and ", ",").split(",")
    return [part.strip() for part in parts if part.strip()]


def both(roles: list[str]) -> str:
    """`headteacher and chair`, for a sentence."""
    if len(roles) < 2:
        return "".join(roles)
    return f"{', '.join(roles[:-1])} and {roles[-1]}"
