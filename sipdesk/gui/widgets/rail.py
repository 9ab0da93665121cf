"""The rail at the left: the pages there are, and no other. It folds to its icons where room is short."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, frame

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
        self._theme = theme
        self._places = places
        self._narrow = False
        column = QVBoxLayout(self.frame)
        column.setContentsMargins(tokens.S2, tokens.S3, tokens.S2, tokens.S3)
        column.setSpacing(tokens.S1)
        for n, place in enumerate(places, 1):
            made = button(place.name, "place")
            made.setShortcut(f"Ctrl+{n}")
            made.setToolTip(f"{place.name} (Ctrl+{n})")
            made.setCheckable(True)  # not an exclusive group: Qt would take all but one out of the order of Tab
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            made.clicked.connect(place.go)
            self.buttons.append(made)
            column.addWidget(made)
        column.addStretch()
        theme.changed.connect(self._dress)
        self._dress()

    def choose(self, name: str) -> None:
        """Say where I am."""
        for made, place in zip(self.buttons, self._places, strict=True):
            made.setChecked(place.name == name)

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
            made.setShortcut(keys)  # changing the text takes it away
            made.setIcon(theme.icon(place.icon, "text", chosen="accent", gap=gap))
            made.setIconSize(QSize(side + gap, side))
        padding = 2 * (tokens.S2 + tokens.S2 + theme.palette.rule)
        self.frame.setFixedWidth(side + padding if self._narrow else theme.px(_WIDE))
