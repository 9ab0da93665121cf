"""How the window looks, chosen by the person and remembered beside the desk: never a word of what is in it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QSize
from PySide6.QtGui import QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.places import IDLE, IDLE_CHOICES
from sipdesk.gui.theme import SYSTEM, Theme
from sipdesk.gui.widgets.controls import button

LOOKS = (("As the system has it", SYSTEM), ("Light", "light"), ("Dark", "dark"), ("High contrast", "contrast"))


class Preferences:
    """Kept in a small file of their own; without one nothing is remembered."""

    def __init__(self, file: Path | None) -> None:
        self._kept = QSettings(str(file), QSettings.Format.IniFormat) if file else None
        self._idle = IDLE

    def theme(self) -> Theme:
        """The look as it was left."""
        if self._kept is None:
            return Theme()
        wish, scale = str(self._kept.value("appearance", SYSTEM)), str(self._kept.value("text", "1.0"))
        sizes = {str(size): size for size in tokens.SCALES}
        known = {value for _, value in LOOKS}
        still = str(self._kept.value("still", "no")) == "yes"
        return Theme(wish if wish in known else SYSTEM, sizes.get(scale, 1.0), still=still)

    def keep(self, theme: Theme) -> None:
        """Remember the look."""
        if self._kept is not None:
            self._kept.setValue("appearance", theme.wish)
            self._kept.setValue("text", str(theme.scale))
            self._kept.setValue("still", "yes" if theme.still else "no")

    @property
    def minutes(self) -> int:
        """Minutes without a touch after which the desk locks."""
        kept = str(self._kept.value("idle", IDLE)) if self._kept is not None else str(self._idle)
        return int(kept) if kept in {str(minutes) for minutes in IDLE_CHOICES} else IDLE

    def keep_minutes(self, minutes: int) -> None:
        """Remember them."""
        self._idle = minutes
        if self._kept is not None:
            self._kept.setValue("idle", minutes)


def appearance_button(theme: Theme) -> QPushButton:
    """The button that opens palettes and sizes of text."""
    made = button("View", "quiet", name="View: appearance and size of text")
    menu = QMenu(made)
    made.setMenu(menu)
    looks, sizes = QActionGroup(menu), QActionGroup(menu)
    for text, wish in LOOKS:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setData(wish)
        action.triggered.connect(partial(_choose, theme, wish))
        looks.addAction(action)
    menu.addSeparator()
    for size in tokens.SCALES:
        action = menu.addAction(f"Text at {size:.0%}".replace("%", " %"))
        action.setCheckable(True)
        action.setData(size)
        action.triggered.connect(partial(_resize, theme, size))
        sizes.addAction(action)

    def tick() -> None:
        for action in (*looks.actions(), *sizes.actions()):
            action.setChecked(action.data() in {theme.wish, theme.scale})
        side = theme.px(tokens.ICON - 2)
        made.setIcon(theme.icon("contrast", "muted", gap=tokens.S1))
        made.setIconSize(QSize(side + tokens.S1, side))

    theme.changed.connect(tick)
    tick()
    return made


def _choose(theme: Theme, wish: str, _checked: object = None) -> None:
    theme.choose(wish)


def _resize(theme: Theme, size: float, _checked: object = None) -> None:
    theme.resize(size)


def size_shortcuts(theme: Theme, window: QWidget) -> None:
    """Ctrl with plus, minus and 0 change the size of text."""
    for keys, call in (
        (QKeySequence.StandardKey.ZoomIn, partial(theme.step, 1)),
        (QKeySequence("Ctrl+="), partial(theme.step, 1)),
        (QKeySequence.StandardKey.ZoomOut, partial(theme.step, -1)),
        (QKeySequence("Ctrl+0"), partial(theme.resize, 1.0)),
    ):
        QShortcut(keys, window, call)
