"""One contact, to be typed: kept as it is typed, like everything else."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from sipdesk.domain.person import Person
from sipdesk.gui import tokens
from sipdesk.gui.widgets.controls import button, label
from sipdesk.gui.widgets.field import Field

_PAUSE = 600
"""Milliseconds after the last key."""
_FIELDS = (
    ("role", "Role", "Such as headteacher or chair of governors"),
    ("name", "Name", ""),
    ("email", "E-mail", ""),
    ("phone", "Telephone", ""),
    ("since", "In the role since", "A month or a date"),
    ("until", "Until", "Only for somebody who has left it"),
)


class PersonCard(QFrame):
    """Two fields abreast where there is room. Escape puts it away; what was typed is kept."""

    typed = Signal(str, dict)
    """The contact's id (empty for a new one) and its fields."""
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.id = ""
        self._kept: dict[str, str] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.flush)
        self.title = label(role="strong")
        self.fields = {key: Field(name, hint) for key, name, hint in _FIELDS}
        self.done = button("Done")
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.S4)
        grid.setVerticalSpacing(tokens.S2)
        for n, field in enumerate(self.fields.values()):
            grid.addWidget(field, n // 2, n % 2, Qt.AlignmentFlag.AlignTop)
            field.edit.textChanged.connect(lambda _: self._pause.start())
            field.edit.editingFinished.connect(self.flush)
            field.edit.returnPressed.connect(self.close_card)
        row = QHBoxLayout()
        row.addWidget(self.done)
        row.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S3)
        lines.setSpacing(tokens.S2)
        lines.addWidget(self.title)
        lines.addLayout(grid)
        lines.addLayout(row)
        self.done.clicked.connect(self.close_card)
        QShortcut(QKeySequence("Esc"), self, self.close_card, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.hide()

    def begin(self, person: Person | None) -> None:
        """Somebody who is there, or somebody new."""
        self._pause.stop()
        self.id = person.id if person else ""
        self.title.setText(" · ".join(filter(None, (person.role, person.name))) if person else "New contact")
        for key, field in self.fields.items():
            field.tell("")
            field.edit.setText(str(getattr(person, key)) if person else "")
        self._kept = self._now()
        self.show()
        self.fields["role"].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _now(self) -> dict[str, str]:
        return {key: field.text.strip() for key, field in self.fields.items()}

    def kept(self, person_id: str) -> None:
        """The desk has it."""
        self.id = person_id

    def refuse(self, sentence: str) -> None:
        """The service says what is wrong; what was typed stays."""
        self.fields["role"].tell(sentence)

    def flush(self) -> None:
        """Have what was typed kept now."""
        self._pause.stop()
        now = self._now()
        if now != self._kept and (now["role"] or now["name"]):
            self._kept = now
            self.typed.emit(self.id, now)

    def close_card(self) -> None:
        """Keep what was typed and put the card away."""
        if not self.isHidden():
            self.flush()
            self.hide()
            self.closed.emit()
