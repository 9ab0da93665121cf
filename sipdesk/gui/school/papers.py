"""What was made on paper for the school, and which of its documents were seen when."""

from functools import partial

from PySide6.QtCore import Qt, Signal

from sipdesk.app import Services
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.school.tab import Tab
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.gui.widgets.flow import Flow
from sipdesk.gui.widgets.page import hint
from sipdesk.gui.widgets.rows import Cell, Column, words
from sipdesk.gui.widgets.table import Table
from sipdesk.services.papers import PaperLine, PapersView, SeenLine

_NOTHING_MADE = "Nothing was saved on paper yet: neither a brief, nor an “Agreed today”, nor a copy of a note."
_NOTHING_SEEN = "No visit has noted a document yet. What you see at a visit stands here with the date it carries."


def _dated(line: SeenLine) -> Cell:
    return Cell(w.day(line.dated), line.dated.toordinal()) if line.dated else Cell("not dated", None, "muted")


_MADE = (
    Column("What", lambda line: words(line.title, strong=True)),
    Column("Visit", lambda line: words(line.visit_title, "muted")),
    Column("Made on", lambda line: Cell(w.day(line.made), line.made.toordinal()), right=True),
)
_SEEN = (
    Column("Document", lambda line: words(line.title, strong=True)),
    Column("Remark", lambda line: words(line.note, "muted")),
    Column("Seen at", lambda line: words(line.visit_title, "muted")),
    Column("Dated", _dated, right=True),
)


class PapersTab(Tab):
    """Two lists."""

    leaf_wanted = Signal(str)
    word = "Papers"

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self.made = Table(theme, "Papers made here", _MADE, lambda line: line.id)
        self.again = button("Make it again", name="Make the paper again")
        self.none_made = label(_NOTHING_MADE, "muted", wrap=True)
        self.seen_title = label("Documents seen", "section")
        self.seen = Table(theme, "Documents seen", _SEEN, lambda line: f"{line.visit} {line.title} {line.dated}")
        self.keys = hint("sipdesk remembers that a paper was made, not the paper: making it again shows today's words")
        tools = Flow()
        tools.addWidget(self.again)
        self.column.addWidget(label("Made here", "section"))
        self.column.addWidget(self.none_made)
        self.column.addWidget(self.made, 50)
        self.column.addLayout(tools)
        self.column.addWidget(self.keys)
        self.column.addWidget(self.seen_title)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.seen, 100)
        self.column.addStretch(1)
        self.made.opened.connect(lambda _: self._again())
        self.again.clicked.connect(self._again)
        self.seen.opened.connect(lambda key: self.visit_opened.emit(key.partition(" ")[0], ""))

    def clear(self) -> None:
        """No papers of another school."""
        self.made.put([])
        self.seen.put([])

    def read(self) -> None:
        """Both lists."""
        self.ask(partial(_read, urn=self.urn), self._show)

    def _show(self, view: PapersView) -> None:
        self.made.put(view.made)
        self.seen.put(view.seen)
        for widget in (self.made, self.again, self.keys):
            widget.setVisible(bool(view.made))
        self.none_made.setVisible(not view.made)
        self.seen.setVisible(bool(view.seen))
        say(self.empty, "" if view.seen else _NOTHING_SEEN)

    def _again(self) -> None:
        line: PaperLine | None = self.made.rows.row_at(self.made.currentIndex().row())
        if line is None:
            return
        ways = {"brief": self.brief_opened, "note": self.note_opened, "leaf": self.leaf_wanted}
        ways[line.kind].emit(line.visit)

    def arrive(self) -> None:
        """On the newest paper, else on the documents."""
        target = self.made if not self.made.isHidden() else self.seen
        target.setFocus(Qt.FocusReason.OtherFocusReason)


def _read(services: Services, urn: str) -> PapersView:
    return services.papers.of_school(urn)
