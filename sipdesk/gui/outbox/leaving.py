"""What has to be said before anything leaves: what goes today and to whom, that a place was emptied, what could go as well."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk.domain.outbox import OutboxView
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button, frame, label, say
from sipdesk.gui.widgets.field import Field
from sipdesk.gui.widgets.flow import Flow

_MOST = 6
"""Lines named one by one."""
_WIDE = 420


class LeavingCard(QWidget):
    """One question at a time, the gravest first. Nothing where nothing is to be asked."""

    agreed = Signal()
    """What is listed may leave, today."""
    put_off = Signal()
    typed = Signal(str)
    """The word that says: the emptied place is all right."""
    older_wanted = Signal()
    """Notes signed before the desk was enrolled go as well."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = label("", "section", wrap=True)
        self.lines = label("", wrap=True)
        self.more = label("", "muted", wrap=True)
        self.word = Field("Type the word")
        self.go, self.later = button("", "primary"), button("Not now")
        self.older, self.go_on = button(""), button("Go on", "primary")
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(tokens.S4, tokens.S3, tokens.S4, tokens.S4)
        inside.setSpacing(tokens.S2)
        for widget in (self.title, self.lines, self.more, self.word):
            inside.addWidget(widget)
        row = Flow()
        for made in (self.go, self.go_on, self.older, self.later):
            row.addWidget(made)
        inside.addLayout(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self.go.clicked.connect(self.agreed)
        self.later.clicked.connect(self._put_off)
        self.older.clicked.connect(self.older_wanted)
        self.go_on.clicked.connect(self._typed)
        self.word.edit.returnPressed.connect(self._typed)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def _dress(self) -> None:
        self.word.setMaximumWidth(self._theme.px(_WIDE))

    @property
    def asks(self) -> bool:
        """Whether something is to be answered before anything leaves."""
        return not self.isHidden() and not self.go.isHidden()

    def show_view(self, view: OutboxView) -> None:
        """The one question there is, if any."""
        for made in (self.word, self.go, self.go_on, self.older, self.later):
            made.hide()
        if view.wiped:
            self._ask_wiped(view)
        elif view.first_today and view.leaving:
            self._ask_today(view)
        elif view.unsent:
            self._offer_older(view)
        self.setVisible(bool(view.wiped or (view.first_today and view.leaving) or view.unsent))

    def _ask_wiped(self, view: OutboxView) -> None:
        self.title.setText("Nothing leaves for now")
        say(self.lines, view.wiped_why)
        say(self.more, "")
        self.word.name.setText(f"Type “{view.wiped}”")
        self.word.edit.setAccessibleName(self.word.name.text())
        self.word.edit.clear()
        self.word.show()
        self.go_on.show()

    def _ask_today(self, view: OutboxView) -> None:
        number = len(view.leaving)
        self.title.setText(f"Today’s first sync sends {w.count(number, 'package')}")
        listed = [f"·  {line}" for line in view.leaving[:_MOST]]
        listed += [f"·  and {number - _MOST} more"] if number > _MOST else []
        say(self.lines, "\n".join(listed))
        say(
            self.more,
            f"To {view.authority}: {view.destination}. Sealed, so that only they can read it. You are asked once a day.",
        )
        self.go.setText("Send it" if number == 1 else f"Send these {number}")
        self.go.setAccessibleName(f"{self.go.text()} to {view.authority}")
        self.go.show()
        self.later.show()

    def _offer_older(self, view: OutboxView) -> None:
        one = view.unsent == 1
        self.title.setText(f"{w.count(view.unsent, 'note')} signed before this desk was enrolled")
        say(self.lines, "")
        say(self.more, f"{'It was' if one else 'They were'} never sent to {view.authority}. Put into the outbox, {'it leaves' if one else 'they leave'} with the next sync.")  # fmt: skip
        self.older.setText("Put it into the outbox" if one else "Put them into the outbox")
        self.older.setAccessibleName(self.older.text())
        self.older.show()

    def _put_off(self) -> None:
        self.hide()
        self.put_off.emit()

    def _typed(self) -> None:
        if self.word.text.strip():
            self.typed.emit(self.word.text.strip())
        else:
            self.word.refuse("Type the word, or leave it: nothing leaves until then.")

    def arrive(self) -> None:
        """On the answer."""
        ways: tuple[QWidget, ...] = (self.word.edit, self.go, self.older)
        there = next((one for one in ways if one.isVisibleTo(self)), None)
        if there is not None:
            there.setFocus(Qt.FocusReason.OtherFocusReason)
