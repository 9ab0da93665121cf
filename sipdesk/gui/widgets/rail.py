"""The rail at the left: the pages there are, and no other. It folds to its icons where room is short."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, frame, label

_WIDE = 176


@dataclass(frozen=True)
class Place:
    """One entry: its name, its icon, and where it leads. Ctrl with its number goes there too."""

    name: str
    icon: str
    go: Callable[[], None]


class Rail:
    """The entries and the frame they stand in."""

    def __init__(self, theme: Theme, places: list[Place]) -> None:
        self.frame = frame("rail")
        self.buttons: list[QPushButton] = []
        self._counts: dict[QPushButton, QLabel] = {}
        self._theme = theme
        self._places = places
        self._narrow = self._quiet = self._hushed = False
        column = QVBoxLayout(self.frame)
        column.setContentsMargins(tokens.S2, tokens.S3, tokens.S2, tokens.S3)
        column.setSpacing(tokens.S1)
        for n, place in enumerate(places, 1):
            made = button(place.name, "place")
            made.setShortcut(f"Ctrl+{n}")
            made.setToolTip(f"{place.name} (Ctrl+{n})")
            made.setCheckable(True)  # not an exclusive group: Qt would take all but one out of the order of Tab
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            made.toggled.connect(partial(self._go, place))
            self.buttons.append(made)
            self._counts[made] = _figure(made)
            column.addWidget(made)
        column.addStretch()
        theme.changed.connect(self._dress)
        self._dress()

    def _go(self, place: Place, _on: bool) -> None:
        # Not clicked: a screen reader toggles what can be checked, and no click comes of it.
        if not self._quiet:
            place.go()

    def choose(self, name: str) -> None:
        """Say where I am."""
        self._quiet = True
        for made, place in zip(self.buttons, self._places, strict=True):
            made.setChecked(place.name == name)
        self._quiet = False

    def count(self, name: str, number: int) -> None:
        """Say how many of a place there are; nothing for none."""
        for made, place in zip(self.buttons, self._places, strict=True):
            if place.name == name:
                self._counts[made].setText(str(number or ""))
        self._dress()

    def hush(self, on: bool) -> None:
        """Say no number while others look on."""
        self._hushed = on
        self._dress()

    def fold(self, *, narrow: bool) -> None:
        """Icons alone, or icons with their words."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._dress()

    def _dress(self) -> None:
        theme, side = self._theme, self._theme.px(tokens.ICON)
        gap = 0 if self._narrow else tokens.S2
        for made, place in zip(self.buttons, self._places, strict=True):
            keys = made.shortcut()
            made.setText("" if self._narrow else place.name)
            told = "" if self._hushed else self._counts[made].text()
            self._counts[made].setVisible(not self._narrow and bool(told))
            made.setAccessibleName(f"{place.name}, {told} open" if told else place.name)
            made.setShortcut(keys)  # changing the text takes it away
            made.setIcon(theme.icon(place.icon, "text", chosen="accent", gap=gap))
            made.setIconSize(QSize(side + gap, side))
        padding = 2 * (tokens.S2 + tokens.S2 + theme.palette.rule)
        self.frame.setFixedWidth(side + padding if self._narrow else theme.px(_WIDE))


def _figure(inside: QPushButton) -> QLabel:
    """Room for a number at the right of an entry."""
    made = label(role="label")
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    row = QHBoxLayout(inside)
    row.setContentsMargins(0, 0, tokens.S2, 0)
    row.addWidget(made, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made
