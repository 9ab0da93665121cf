"""How the window looks and who uses it: appearance, name and title, words of one's own."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit

from sipdesk.gui import tokens
from sipdesk.gui.appearance import LOOKS, Preferences
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.settings.section import Section
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.choice import Choice
from sipdesk.gui.widgets.field import Field
from sipdesk.gui.widgets.tick import Tick

if TYPE_CHECKING:
    from sipdesk.app import Services
    from sipdesk.services.settings import SettingsView

_HIGH = 120


class LookSection(Section):
    """Palette, size of text, movement. They count at once and are remembered on this device."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("Appearance", "Ctrl and + or − change the size of text anywhere; Ctrl+0 puts it back.")
        self._theme = theme
        self.look, self.letters = Choice(theme, "Look"), Choice(theme, "Text")
        self.look.offer(list(LOOKS), theme.wish)
        self.letters.offer([(f"{size * 100:.0f} %", size) for size in tokens.SCALES], theme.scale)
        self.still = Tick("Less movement: a steady cursor")
        self.still.setChecked(theme.still)
        self.row(self.look, self.letters)
        self.add(self.still)
        self.look.chosen.connect(lambda wish: theme.choose(str(wish)))
        self.letters.chosen.connect(lambda size: theme.resize(float(str(size))))
        self.still.toggled.connect(lambda on: theme.calm(still=on))
        theme.changed.connect(self._follow)

    def _follow(self) -> None:
        self.look.set(self._theme.wish)
        self.letters.set(self._theme.scale)


class WhoSection(Section):
    """Saved as soon as a field is left."""

    def __init__(self, desk: DeskLink) -> None:
        super().__init__("You")
        self._desk = desk
        self._kept = ("", "")
        self.name = Field("Your name", "As it stands on each note of visit made from now on.")
        self.post = Field("Your title", "Left empty, notes say what your authority calls its partners.")
        self.add(self.name, self.post)
        self.end()
        self.name.edit.editingFinished.connect(self._keep)
        self.post.edit.editingFinished.connect(self._keep)

    def show_view(self, view: "SettingsView") -> None:
        """As the desk has it."""
        self._kept = (view.partner, view.title)
        self.name.edit.setText(view.partner)
        self.post.edit.setText(view.title)

    def _keep(self) -> None:
        now = (self.name.text, self.post.text)
        if now != self._kept:
            self._kept = now
            self._desk.ask(partial(_rename, now=now), lambda _: self.tell("Saved."), self.refuse)


def _rename(services: "Services", now: tuple[str, str]) -> object:
    return services.settings.name(*now)


class _Lines(QPlainTextEdit):
    """Says when it is left."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class WordsSection(Section):
    """The partner's own words, which the spelling knows."""

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(
            "My words", "Words that the spelling lets pass, one on each line. Saved when you leave the field."
        )
        self._desk, self._theme = desk, theme
        self._kept: list[str] = []
        self.words = _Lines()
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName("My words, one on each line")
        self.words.setProperty("role", "words")
        self.words.left.connect(self._keep)
        theme.changed.connect(self._dress)
        self.add(self.words)
        self.end()
        self._dress()

    def _dress(self) -> None:
        self.words.setFixedHeight(self._theme.px(_HIGH))

    def show_view(self, view: "SettingsView") -> None:
        """As the desk has them."""
        self._kept = view.words
        if not self.words.hasFocus():
            self.words.setPlainText("\n".join(view.words))

    def _keep(self) -> None:
        words = [line.strip() for line in self.words.toPlainText().splitlines() if line.strip()]
        if words != self._kept:
            self._kept = words
            self._desk.ask(partial(_keep_words, words=words), lambda _: self.tell("Saved."), self.refuse)


def _keep_words(services: "Services", words: list[str]) -> object:
    return services.settings.keep_words(words)


class LockSection(Section):
    """When the desk locks by itself."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, preferences: Preferences) -> None:
        from sipdesk.gui.places import IDLE_CHOICES, IDLE_VISIT  # noqa: PLC0415

        line = (
            f"While a visit is open it waits {IDLE_VISIT} minutes. It locks at once when this machine goes to sleep "
            "and with Ctrl+L. What you are typing is saved first."
        )
        super().__init__("Locking", line)
        self.minutes = Choice(theme, "Lock after")
        told = [("1 minute" if n == 1 else f"{n} minutes", n) for n in IDLE_CHOICES]
        self.minutes.offer(told, preferences.minutes)
        self._preferences = preferences
        self.row(self.minutes)
        self.minutes.chosen.connect(self._choose)

    def _choose(self, minutes: object) -> None:
        self._preferences.keep_minutes(int(str(minutes)))
        self.chosen.emit(int(str(minutes)))
