"""What I know: the words of the last visit on this section, open actions, the school's facts. To read and to copy."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, frame, label, say
from sipdesk.gui.widgets.snug import Snug
from sipdesk.services.known import Item, Known

_SHORT = 280
"""Signs of an answer in view before “Show all”."""
_BULLET = re.compile("^- ", re.MULTILINE)
"""How an entry begins in a text; to be read it has a round one, as in the brief."""
_FIRST = "This is the first visit to this school in your desk. What you write now stands here next time."
_NOTHING = "Nothing from earlier visits belongs to this section."


class KnownItem(QFrame):
    """One thing: where it is from, what it says, and a way to take it into the text."""

    copied = Signal(object)
    """The Item whose words are wanted."""

    def __init__(self, theme: Theme, item: Item, *, writable: bool) -> None:
        super().__init__()
        self._item = item
        self._theme = theme
        long = len(item.words) > _SHORT
        self._all = _BULLET.sub("• ", item.words)
        self.words = label(_cut(self._all) if long else self._all, wrap=True)
        flags = Qt.TextInteractionFlag
        self.words.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        told = ", ".join(filter(None, (item.source, item.heading, item.state)))
        self.words.setAccessibleName(f"{told}: {item.words}")
        self.copy = button("Copy into my text", "quiet", name=f"Copy into my text: {_cut(item.words, 60)}")
        self.more = button("Show all", "quiet", name=f"Show all of {item.heading or item.source}")
        self._lay_out()
        self.copy.setVisible(writable)  # only now that they stand in something: else each is a window of its own
        self.more.setVisible(long)
        self.copy.clicked.connect(lambda: self.copied.emit(self._item))
        self.more.clicked.connect(self._unfold)
        theme.changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        item = self._item
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if item.source:
            column.addWidget(label(item.source, "label", wrap=True))
        if item.state:
            state = label(item.state, wrap=True)
            state.setProperty("tone", item.tone)
            column.addWidget(state)
        if item.heading:
            column.addWidget(label(item.heading, "strong", wrap=True))
        column.addWidget(self.words)
        foot = QHBoxLayout()
        foot.setSpacing(tokens.S3)
        foot.addWidget(self.copy)
        foot.addWidget(self.more)
        foot.addStretch(1)
        column.addLayout(foot)

    def _fit(self) -> None:
        self.words.setMinimumHeight(self._theme.px(tokens.TARGET))

    def _unfold(self) -> None:
        self.words.setText(self._all)
        if self.more.hasFocus():
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self.more.hide()


class KnownCard(QWidget):
    """Shows what is known for one section at a time."""

    copied = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._known: Known | None = None
        self.items: list[KnownItem] = []
        self.facts = label(role="muted", wrap=True)
        self.empty = label(role="muted", wrap=True)
        self.pane = Snug(theme, 72)
        self.pane.column.setSpacing(tokens.S3)
        self.pane.column.addWidget(self.facts)
        self.pane.column.addWidget(self.empty)
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(tokens.S4, tokens.S3, tokens.S2, tokens.S3)
        inside.addWidget(self.pane)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(tokens.S1)
        self.title = label("What I know", "caption")
        outer.addWidget(self.title)
        outer.addWidget(card, 1)

    def put(self, known: Known | None) -> None:
        """Another visit, or none."""
        self._known = known
        say(self.facts, known.facts if known else "")

    def show_section(self, section: str, *, writable: bool) -> None:
        """What belongs to a section."""
        for there in self.items:
            self.pane.column.removeWidget(there)
            there.hide()
            there.deleteLater()
        known = self._known
        told = known.sections.get(section, []) if known else []
        self.items = [KnownItem(self._theme, item, writable=writable) for item in told]
        for made in self.items:
            made.copied.connect(self.copied)
            self.pane.column.addWidget(made)
        nothing = _FIRST if known and known.first_visit else _NOTHING
        say(self.empty, "" if told or known is None else nothing)
        self.pane.verticalScrollBar().setValue(0)
        self.pane.updateGeometry()


def _cut(words: str, length: int = _SHORT) -> str:
    bare = words if length > 100 else " ".join(words.split())
    return bare if len(bare) <= length else bare[:length].rsplit(" ", 1)[0] + " …"
