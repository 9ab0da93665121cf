"""Labels, buttons and fields, each with its part in the style sheet and a name for who cannot see it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from sipdesk.gui import tokens


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """Words. Plain text always: what a person typed is never read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def button(text: str, role: str = "", *, name: str = "") -> QPushButton:
    """Something to press. `name` says what it does where its text alone does not."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setAccessibleName(name or text.replace("&", ""))
    made.setAutoDefault(False)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def frame(role: str, edge: str = "") -> QFrame:
    """A bar, a card, the rail."""
    made = QFrame()
    made.setProperty("role", role)
    if edge:
        made.setProperty("edge", edge)
    return made


def abreast(*widgets: QWidget) -> QWidget:
    """Controls beside one another, from the left."""
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(tokens.S2)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return made


def say(widget: QLabel, text: str) -> None:
    """Show a sentence, or nothing; an empty label takes no room."""
    widget.setText(text)
    widget.setVisible(bool(text))


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader read a sentence that appeared away from the keyboard's place."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def page(widget: QWidget) -> None:
    """Mark a widget as the ground of a page."""
    widget.setProperty("role", "page")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)


def tip(text: str) -> str:
    """A person's words for a tooltip, where Qt would read some as markup."""
    from html import escape  # noqa: PLC0415  - the first page shows none, and is to be there at once

    lines = escape(text).replace("\n", "<br>")
    return f"<qt>{lines}</qt>" if text else ""
