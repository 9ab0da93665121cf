"""Choices in view: several at once (`Chips`), one of a few (`Pick`), and a line that offers words (`Suggested`)."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from sipdesk.gui import tokens
from sipdesk.gui.theme import Theme
from sipdesk.gui.visit.editors.flow import Flow
from sipdesk.gui.visit.fields import Line

_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
_HIGH = 28
_MEASURED = 10_000
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Chip(QPushButton):
    """A choice that is on or off. On has a tick and heavier words; long words wrap. `key` is the letter that presses it.

    It is as wide on as off, so that nothing moves when it is pressed.
    """

    switched = Signal(bool)
    """By a person: mouse, key, or a screen reader, which turns it without a click."""

    def __init__(self, theme: Theme, text: str, name: str, key: str = "") -> None:
        super().__init__(text.replace("&", "&&"))
        self._theme, self._text = theme, text
        self._key = key.upper()
        self.setProperty("role", "chip")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(f"{name}, key {self._key}" if key else name)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)
        self._setting = False
        self.toggled.connect(self._toggled)

    def _toggled(self, on: bool) -> None:
        if not self._setting:
            self.switched.emit(on)

    def setChecked(self, on: bool, /) -> None:
        """Turned by the program: nobody is told."""
        self._setting = True
        super().setChecked(on)
        self._setting = False

    def _around(self) -> int:
        return 2 * (tokens.S3 - 2 + self._theme.palette.rule)

    def _lead(self) -> int:
        """Room before the words: for the tick, and for the key while there is none."""
        key = QFontMetrics(self._theme.font(tokens.LABEL)).horizontalAdvance(self._key)
        return max(self._theme.px(tokens.BODY), key) + tokens.S1 if self.isCheckable() else 0

    def _words(self, width: int) -> QRect:
        room = QRect(0, 0, max(width - self._around() - self._lead(), tokens.S5), _MEASURED)
        return QFontMetrics(self._theme.font(strong=True)).boundingRect(room, _WRAP.value, self._text)

    def sizeHint(self) -> QSize:
        """All words on one line."""
        wide = self._words(_MEASURED).width() + self._around() + self._lead() + tokens.S1
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Words wrap."""
        return QSize(self._theme.px(tokens.TARGET) * 2, self._theme.px(_HIGH))

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int, /) -> int:
        """As high as the words ask."""
        return max(self._theme.px(_HIGH), self._words(width).height() + tokens.S2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are left to what the chip stands in."""
        if event.key() in _ARROWS:
            event.ignore()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The style's box; the tick, the words and the key are ours."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        inside = self.rect().adjusted(self._around() // 2, 0, -self._around() // 2, 0)
        font, on = self._theme.font(strong=self.isChecked()), self.isChecked()
        room = inside.adjusted(self._lead(), 0, 0, 0)
        words = QFontMetrics(font).boundingRect(room, _WRAP.value, self._text)
        lead = self._lead() if on or self._key else 0
        left = inside.left() + max(0, inside.width() - words.width() - lead) // 2
        tone = "accent" if on else "text" if self.isEnabled() else "muted"
        if on:
            self._draw_tick(painter, left, self._theme.colour(tone))
        elif self._key:
            painter.setFont(self._theme.font(tokens.LABEL))
            painter.setPen(self._theme.colour("muted"))
            painter.drawText(QRect(left, 0, lead, self.height()), Qt.AlignmentFlag.AlignVCenter.value, self._key)
        painter.setFont(font)
        painter.setPen(self._theme.colour(tone))
        painter.drawText(QRect(left + lead, 0, words.width() + 2, self.height()), _WRAP.value, self._text)

    def _draw_tick(self, painter: QPainter, left: int, colour: QColor) -> None:
        side = self._theme.px(tokens.BODY) * 0.75
        x, y = left, self.height() / 2 - side / 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 2 * self._theme.scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        marks = ((0.05, 0.55), (0.38, 0.85), (0.95, 0.2))
        painter.drawPolyline(QPolygonF([QPointF(x + side * a, y + side * b) for a, b in marks]))
        painter.restore()


class Pick(QWidget):
    """One of a few, or none: arrows move, Space presses, the letter of a choice presses it. One stop for Tab."""

    edited = Signal()
    lettered = True
    """Whether each choice shows its letter."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        options: Sequence[tuple[str, str]],
        *,
        keys: Mapping[str, str] | None = None,
        meanings: Mapping[str, str] | None = None,
        empty: Any = "",
    ) -> None:
        super().__init__()
        self._theme, self._name, self._empty = theme, name, empty
        self._labels = dict(options)
        self._keys = {key.upper(): value for value, key in (keys or {}).items()}
        self._meanings = meanings or {}
        self._value: Any = empty
        self._chips: dict[str, Chip] = {}
        self._flow = Flow(self)
        for value, text in options:
            self._add(value, text)
        self._show()

    def rename(self, name: str) -> None:
        """What is being chosen, for who cannot see it."""
        for chip in self._chips.values():
            chip.setAccessibleName(chip.accessibleName().replace(f"{self._name}:", f"{name}:", 1))
        self._name = name

    def _add(self, value: str, text: str) -> None:
        key = next((key for key, pressed in self._keys.items() if pressed == value), "")
        chip = Chip(self._theme, text, f"{self._name}: {text}", key if self.lettered else "")
        chip.setToolTip(self._meanings.get(value, ""))
        chip.setAccessibleDescription(self._meanings.get(value, ""))
        chip.switched.connect(lambda _on, value=value: self.choose(self._empty if value == self._value else value))
        self._chips[value] = chip
        self._flow.addWidget(chip)

    def put(self, value: Any) -> None:
        """Show a choice; one that is no longer offered is shown as it is."""
        self._value = self._empty if value in (None, "") else value
        if self._value != self._empty and str(self._value) not in self._chips:
            self._add(str(self._value), f"{self._value} (no longer offered)")
        self._show()

    def value(self) -> Any:
        """What is chosen."""
        return self._value

    def choose(self, value: Any) -> None:
        """Choose, as a person does."""
        self._value = value
        self._show()
        self.edited.emit()

    def press(self, key: str) -> bool:
        """Choose by the letter of a choice; whether there is one."""
        if key.upper() not in self._keys:
            return False
        self.choose(self._keys[key.upper()])
        return True

    def stop(self) -> Chip:
        """Where Tab stops."""
        chosen = self._chips.get(str(self._value)) if self._value != self._empty else None
        return chosen or next(iter(self._chips.values()))

    def _show(self) -> None:
        stop = self.stop()
        for value, chip in self._chips.items():
            chip.setChecked(self._value != self._empty and value == str(self._value))
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chip is stop else Qt.FocusPolicy.ClickFocus)
        self._flow.invalidate()
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and letters."""
        chips: list[QWidget] = list(self._chips.values())
        here = QApplication.focusWidget()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in _ARROWS and here in chips:
            place = chips.index(here) + _ARROWS[Qt.Key(event.key())]
            chips[place % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)
        elif not (plain and event.text() and self.press(event.text())):
            super().keyPressEvent(event)


class ShortPick(Pick):
    """Where there is little room, the letters work without being shown."""

    lettered = False


class Chips(QWidget):
    """Several of a list, with words of one's own beside what is suggested. Keeps the order they were chosen in."""

    edited = Signal()

    def __init__(self, theme: Theme, name: str, suggestions: Sequence[tuple[str, str]], own: str = "") -> None:
        super().__init__()
        self._theme, self._name = theme, name
        self._chips: dict[str, Chip] = {}
        self._value: list[str] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(tokens.S2)
        self._flow = Flow()
        outer.addLayout(self._flow)
        for value, text in suggestions:
            self._add(value, text)
        self.own = Line(f"{name}: {own.lower()}" if own else name, own)
        self.own.editingFinished.connect(self._take)
        outer.addWidget(self.own)
        self.own.setVisible(bool(own))

    def rename(self, name: str) -> None:
        """What is being chosen, for who cannot see it."""
        for widget in (*self._chips.values(), self.own):
            widget.setAccessibleName(widget.accessibleName().replace(self._name, name, 1))
        self._name = name

    def _add(self, value: str, text: str) -> None:
        chip = Chip(self._theme, text, f"{self._name}: {text}")
        chip.switched.connect(lambda on, value=value: self._press(value, on=on))
        self._chips[value] = chip
        self._flow.addWidget(chip)

    def put(self, value: Any) -> None:
        """Show what is chosen; words that are not suggested get a chip too."""
        self._value = [str(given) for given in value or []]
        for given in self._value:
            if given not in self._chips:
                self._add(given, given)
        for known, chip in self._chips.items():
            chip.setChecked(known in self._value)

    def value(self) -> list[str]:
        """What is chosen, in order."""
        return list(self._value)

    def first(self) -> QWidget:
        """Where the keyboard goes first."""
        return next(iter(self._chips.values()), self.own)

    def _press(self, value: str, *, on: bool) -> None:
        self._value = [*self._value, value] if on else [given for given in self._value if given != value]
        self.edited.emit()

    def _take(self) -> None:
        words = " ".join(self.own.text().split())
        if words:
            self.own.clear()
            if words not in self._value:
                self.put([*self._value, words])
                self.edited.emit()


def dress_list(theme: Theme, completer: QCompleter, name: str) -> None:
    """A list of suggestions is a window of its own, which the window's look does not reach."""
    popup = completer.popup()
    if popup is not None:
        theme.dress(popup)
        popup.setAccessibleName(f"Suggestions for {name}")


class Suggested(Line):
    """A line that offers words as one types; Down shows them all. What is typed stands as it is."""

    def __init__(self, theme: Theme, name: str, words: Sequence[str], placeholder: str = "") -> None:
        super().__init__(name, placeholder)
        self._theme = theme
        made = QCompleter(list(words), self)
        made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        made.setFilterMode(Qt.MatchFlag.MatchContains)
        made.activated.connect(lambda _text: self.edited.emit())
        self.setCompleter(made)
        theme.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        dress_list(self._theme, self.completer(), self.accessibleName())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens the list."""
        if event.key() == Qt.Key.Key_Down and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.completer().setCompletionPrefix("")
            self.completer().complete()
            return
        super().keyPressEvent(event)
