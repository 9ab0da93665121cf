"""The three columns of the visit page, and how they fold where there is no room."""

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.body import SectionBody
from sipdesk.gui.visit.sections import Entry, SectionList
from sipdesk.gui.visit.sight import Follower, bring, come_after, cursor_of
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.controls import button, frame, label
from sipdesk.gui.widgets.flow import Flow

_LEFT, _SIDE, _SIDE_MOST = 248, 300, 480
_ROOMY = 1600
"""From this width on the side takes some of what is left over."""
_THREE, _TWO = 1080, 760
"""Widths, in pixels of normal text, from which there are three columns, and two."""
_FIRST = 1000
"""The written column takes its width before what stands beside it takes any."""


class Columns(QWidget):
    """What stands where; takes no decision about the visit."""

    side_wanted = Signal(bool)
    """What I know was opened or closed by its button."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._side_open = False
        self._mode = 3
        self.when = button("", "when", name="Date and times of the visit")
        self.sections = SectionList(theme)
        self.menu = Choice(theme, "Section")
        self.see_note = button("See the note", "primary")
        self.leaf = button("Agreed today…", name="Agreed today: a leaf to leave behind")
        self.undo = button("", "quiet", name="Undo")
        self.redo = button("", "quiet", name="Redo")
        self.side_switch = button("What I know")
        self.stands = label(role="strong", wrap=True)
        self.error = label(role="error", wrap=True)
        self.pane = QScrollArea()
        self._follower = Follower(self.pane)
        self.side = QFrame()
        self.side_column = QVBoxLayout(self.side)
        self._has_side = False
        self._part: QWidget | None = None
        """What is to be in view; of the section that is shown."""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._bring)
        self._prepare()
        self._lay_out()
        theme.changed.connect(self._dress)
        self._dress()

    def _prepare(self) -> None:
        self.undo.setToolTip("Undo (Ctrl+Z)")
        self.redo.setToolTip("Redo (Ctrl+Y)")
        self.sections.setToolTip("Ctrl+Page Up, Ctrl+Page Down")
        self.when.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.leaf.hide()  # shown by whoever makes it
        self.side.setProperty("role", "side")
        self.side_column.setContentsMargins(tokens.S4, tokens.S4, tokens.S4, tokens.S4)
        self.side_column.setSpacing(tokens.S3)
        self.side_switch.setCheckable(True)
        self.side_switch.setProperty("role", "toggle")
        self.side_switch.toggled.connect(self._switch_side)
        self.pane.setWidgetResizable(True)
        self.pane.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pane.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _lay_out(self) -> None:
        self._middle = middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._laid_strip())
        middle.addWidget(self.pane, 1)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._laid_left())
        row.addLayout(middle, 1)
        row.addWidget(self.side)
        self._page = QWidget()
        self._inside = QVBoxLayout(self._page)
        self._inside.setContentsMargins(tokens.S5, tokens.S4, tokens.S5, tokens.S5)
        # Where the pane is wider than a written column may be, what is left over stands at both its sides.
        centre = QHBoxLayout()
        centre.setSpacing(0)
        self._held = QVBoxLayout()
        self._held.setSpacing(tokens.S3)
        centre.addStretch(1)
        centre.addLayout(self._held, _FIRST)
        centre.addStretch(1)
        for sentence in (self.error, self.stands):
            self._held.addWidget(sentence)
            sentence.hide()
        self._inside.addLayout(centre)
        self._inside.addStretch(1)
        self.pane.setWidget(self._page)

    def _laid_left(self) -> QWidget:
        self.left = frame("rail")
        column = QVBoxLayout(self.left)
        column.setContentsMargins(tokens.S3, tokens.S4, tokens.S3, tokens.S4)
        column.setSpacing(tokens.S3)
        column.addWidget(self.when)
        column.addWidget(self.sections, 100)
        self._buttons = QVBoxLayout()
        self._buttons.setContentsMargins(tokens.S2, 0, 0, 0)
        self._buttons.setSpacing(tokens.S2)
        self._first = QHBoxLayout()
        self._first.setSpacing(0)
        self._first.addWidget(self.see_note)
        self._first.addStretch(1)
        for turn in (self.undo, self.redo):
            self._first.addWidget(turn)
        self._buttons.addLayout(self._first)
        self._buttons.addWidget(self.leaf)
        column.addLayout(self._buttons)
        column.addStretch(1)
        return self.left

    def _laid_strip(self) -> QWidget:
        self.strip = QWidget()
        inside = QVBoxLayout(self.strip)
        inside.setContentsMargins(tokens.S5, tokens.S3, tokens.S5, 0)
        self._strip = Flow()
        inside.addLayout(self._strip)
        self._strip.addWidget(self.menu)
        self._strip.addWidget(self.side_switch)
        return self.strip

    # -- what is shown -------------------------------------------------------------------------------------------

    def clear(self) -> None:
        """Nothing of the last visit stays."""
        self.when.setText("")
        self.sections.put([])
        self.menu.offer([], None)
        self.stands.hide()
        for made in (self.undo, self.redo):
            made.setEnabled(False)

    def show_body(self, body: SectionBody) -> None:
        """The section being written."""
        self._held.insertWidget(2, body)
        body.show()  # now, not when the loop comes round: the keyboard goes into it at once
        come_after(self.leaf, body)
        self.pane.verticalScrollBar().setValue(0)

    def drop_body(self, body: SectionBody) -> None:
        """Take a section away."""
        self._part = None
        self._held.removeWidget(body)
        body.hide()
        body.deleteLater()

    def bring(self, part: QWidget) -> None:
        """Scroll so that a question is in view: with what follows it as far as there is room."""
        self._part = part
        self._bring()
        self._later.start()  # a section just put there has its true height only when the loop comes round

    def _bring(self) -> None:
        part = self._part
        if part is None:
            return
        self._inside.activate()
        here, room, page = QApplication.focusWidget(), self.pane.viewport().height(), self._page
        if part.height() > room and here is not None and part.isAncestorOf(here):
            bring(self.pane, cursor_of(here, page), room // 3)  # too tall to be seen whole: what has the keyboard is
        else:
            bring(self.pane, QRect(part.mapTo(page, part.rect().topLeft()), part.size()), tokens.S6)

    def show_sections(self, entries: list[Entry], here: str) -> None:
        """The sections with their marks."""
        self.sections.put(entries)
        self.sections.stand_on(here)
        offered = [(f"{entry.title} · {entry.word}", entry.id) for entry in entries]
        self.menu.offer([(text.replace("&", "&&"), value) for text, value in offered], here)

    def tell_when(self, title: str, lines: tuple[str, str]) -> None:
        """The visit, its day and its times."""
        self.when.setText("\n".join((lines[0], lines[1])))
        self.when.setAccessibleName(f"{title}: {lines[0]}, {lines[1]}")
        self.when.setToolTip(title)

    # -- folding -------------------------------------------------------------------------------------------------

    def put_side(self, widget: QWidget) -> None:
        """What stands at the right."""
        self.side_column.addWidget(widget)
        self._has_side = True
        self.fold()

    def fold(self) -> None:
        """Three columns, two, or one: by the room there is for the size of the text."""
        room = self.width() / self._theme.scale
        wide = 3 if self._has_side else 2
        self._mode = wide if room >= _THREE else 2 if room >= _TWO else 1
        one = self._mode == 1
        self.left.setVisible(not one)
        self.menu.setVisible(one)
        self.side_switch.setVisible(self._has_side and self._mode < 3)
        self.strip.setVisible(one or (self._has_side and self._mode < 3))
        self._place_buttons(one=one)
        side = self._has_side and (self._mode == 3 or self._side_open)
        self.side.setVisible(side)
        alone = side and one
        self.pane.setVisible(not alone)
        self._put_side_below(alone=alone)
        wanted = max(_SIDE, min(_SIDE_MOST, _SIDE + round(room) - _ROOMY))
        self.side.setMinimumWidth(0 if alone else min(self._theme.px(wanted), self.width() // 2))
        self.side.setMaximumWidth(16_777_215 if alone else self.side.minimumWidth())
        self.side.setSizePolicy(
            QSizePolicy.Policy.Expanding if alone else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        )

    def _put_side_below(self, *, alone: bool) -> None:
        """With one column it stands below the strip, in place of the section."""
        if (self._middle.indexOf(self.side) >= 0) == alone:
            return
        if alone:
            self._row.removeWidget(self.side)
            self._middle.addWidget(self.side, 1)
        else:
            self._middle.removeWidget(self.side)
            self._row.addWidget(self.side)

    def _place_buttons(self, *, one: bool) -> None:
        """With one column they stand above it: the sections are a menu there."""
        if (self.see_note.parentWidget() is self.strip) == one:
            return
        for made in (self.undo, self.redo, self.leaf, self.see_note):
            if one:
                self._strip.addWidget(made)
        if not one:
            self._first.insertWidget(0, self.see_note)
            self._first.addWidget(self.undo)
            self._first.addWidget(self.redo)
            self._buttons.addWidget(self.leaf)

    def _switch_side(self, on: bool) -> None:
        self._side_open = on
        self.fold()
        self.side_wanted.emit(on)

    def _dress(self) -> None:
        self.left.setFixedWidth(self._theme.px(_LEFT))
        side = self._theme.px(tokens.ICON - 2)
        for made, name in ((self.undo, "undo-2"), (self.redo, "redo-2")):
            made.setIcon(self._theme.icon(name, "text"))
            made.setIconSize(QSize(side, side))
        self.fold()

    @property
    def buttons(self) -> list[QPushButton]:
        """What can be pressed around the section."""
        return [self.when, self.see_note, self.leaf, self.undo, self.redo, self.side_switch]
