"""A card for each entry of an answer that is a list, and the fields on it."""

from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.visit.editors.base import Surroundings
from sipdesk.gui.visit.fields import Line, Prose
from sipdesk.gui.widgets.controls import button, label

Item = dict[str, Any]


class Holder(Protocol):
    """A control that shows one value of an entry."""

    def put(self, value: Any) -> None:
        """Show it."""

    def value(self) -> Any:
        """What it shows now."""


@dataclass(frozen=True)
class Words:
    """A field as a holder of text."""

    field: Prose | Line

    def put(self, value: Any) -> None:
        """Show text."""
        self.field.put("" if value is None else str(value))

    def value(self) -> str:
        """The text."""
        return self.field.text()


class LongLine(Prose):
    """One line that wraps rather than hide its end. Enter goes on to the next field."""

    def __init__(self, around: Surroundings, name: str, placeholder: str = "") -> None:
        super().__init__(around.theme, name, around.aids, 1)
        self.setPlaceholderText(placeholder)

    def text(self) -> str:
        """What it holds, on one line."""
        return self.toPlainText().replace("\n", " ")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """There is no second line."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as one line."""
        self.paste_words(" ".join(source.text().split()))


def captioned(text: str, widget: QWidget, *, muted: str = "") -> QVBoxLayout:
    """A field below its label."""
    made = QVBoxLayout()
    made.setSpacing(tokens.S1)
    caption = label(text, "label", wrap=True)
    caption.setBuddy(widget)
    made.addWidget(caption)
    made.addWidget(widget)
    if muted:
        made.addWidget(label(muted, "label", wrap=True))
    return made


def abreast(*parts: QLayout | QWidget, shares: tuple[int, ...] = ()) -> QHBoxLayout:
    """Fields side by side, alike in width unless shares are given, all beginning at the top."""
    made = QHBoxLayout()
    made.setSpacing(tokens.S3)
    for place, part in enumerate(parts):
        inside = QVBoxLayout()
        inside.addLayout(part) if isinstance(part, QLayout) else inside.addWidget(part)
        inside.addStretch(1)
        made.addLayout(inside, shares[place] if shares else 1)
    return made


class Fold(QWidget):
    """What a card keeps folded away until it is asked for. `switch` opens and closes it."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(tokens.S2)
        self.switch = button("More", "quiet")
        self.switch.setCheckable(True)
        self.switch.toggled.connect(self._toggled)
        self._about = ""
        self.hide()

    def name(self, about: str) -> None:
        """What there is more about."""
        self._about = about
        self._toggled(self.switch.isChecked())

    def _toggled(self, on: bool) -> None:
        self.setVisible(on)
        self.switch.setText("Less" if on else "More")
        self.switch.setAccessibleName(
            f"{self.switch.text()} about {self._about}" if self._about else self.switch.text()
        )


class Card(QFrame):
    """One entry. What the card has no field for is kept as it came."""

    edited = Signal()
    moved = Signal(int)
    """Up (-1) or down (1) by one place."""
    removed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.around = around
        self.setProperty("role", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        self.column.setSpacing(tokens.S2)
        self.raw: Item = {}
        self.settled = False
        """Whether the entry stands in the answer as it was last put."""
        self._held: dict[str, Holder] = {}
        self._shown: dict[str, Any] = {}

    def hold(self, key: str, control: Any) -> None:
        """Have a control show and edit one value of the entry."""
        holder: Holder = Words(control) if isinstance(control, Prose | Line) else control
        self._held[key] = holder
        self._shown[key] = holder.value()
        control.edited.connect(self.touch)

    def prose(self, key: str, name: str, least: int = 1) -> Prose:
        """A held field of paragraphs."""
        made = Prose(self.around.theme, name, self.around.aids, least)
        self.hold(key, made)
        return made

    def line(self, key: str, name: str, placeholder: str = "") -> Line:
        """A held line."""
        made = Line(name, placeholder)
        self.hold(key, made)
        return made

    def long_line(self, key: str, name: str, placeholder: str = "") -> LongLine:
        """A held line that wraps, with the help that words have: spelling, notices, phrases."""
        made = LongLine(self.around, name, placeholder)
        self.hold(key, made)
        return made

    def touch(self) -> None:
        """Something was changed by the person."""
        self.refresh()
        self.edited.emit()

    def refresh(self) -> None:
        """Show what follows from what is held."""

    def put(self, raw: Item) -> None:
        """Show an entry."""
        self.raw = dict(raw)
        self.settled = bool(raw)
        for key, holder in self._held.items():
            holder.put(raw.get(key))
            self._shown[key] = holder.value()
        self.refresh()

    def value(self) -> Item:
        """The entry as it stands: what was put, and what has been changed since."""
        now = {key: holder.value() for key, holder in self._held.items()}
        return {**self.raw, **{key: value for key, value in now.items() if value != self._shown[key]}}

    @property
    def touched(self) -> bool:
        """Whether it says anything."""
        return any(holder.value() not in (None, "", [], False) for holder in self._held.values())

    def called(self) -> str:
        """What the entry is called in a sentence."""
        return ""

    def place(self, number: int, total: int) -> None:
        """Where it stands among the others, from 1."""

    def first(self) -> QWidget:
        """What gets the keyboard first."""
        return self

    def tools(self) -> QHBoxLayout:
        """Move up, move down, remove."""
        row = QHBoxLayout()
        row.setSpacing(tokens.S3)
        self._tools = [button("Move up", "quiet"), button("Move down", "quiet"), button("Remove", "quiet")]
        for tool, told in zip(self._tools, (lambda: self.moved.emit(-1), lambda: self.moved.emit(1), self.removed.emit), strict=True):  # fmt: skip
            tool.clicked.connect(told)
            row.addWidget(tool)
        self._tools[0].setToolTip("Alt+Up")
        self._tools[1].setToolTip("Alt+Down")
        row.addStretch(1)
        return row

    def name_tools(self, about: str) -> None:
        """Say what the tools work on."""
        for tool in self._tools:
            tool.setAccessibleName(f"{tool.text()}: {about}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with Up or Down moves the card."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)


def listed(answer: Any) -> list[Item]:
    """The entries of an answer that is a list of objects."""
    return [dict(item) for item in answer or [] if isinstance(item, dict)]


def hinted(text: str) -> QLabel:
    """A quiet line."""
    return label(text, "label", wrap=True)
