"""The quiet word on the outbox in the status line: how much waits and since when. Never more than a few words."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton

from sipdesk.domain.outbox import OutboxView
from sipdesk.gui import tokens
from sipdesk.gui import words as w
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import button


class OutboxFoot:
    """A button that leads to the outbox. Not there where nothing ever leaves this desk."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._view = OutboxView(enrolled=False)
        self._busy = self._hushed = False
        self.button: QPushButton = button("", "quiet")
        self.button.hide()
        theme.changed.connect(self._dress)
        self._dress()

    def show_view(self, view: OutboxView) -> None:
        """As the desk has it."""
        self._view = view
        self._dress()

    def busy(self, on: bool) -> None:
        """A sync is under way."""
        self._busy = on
        self._dress()

    def hush(self, on: bool) -> None:
        """No number while others look on."""
        self._hushed = on
        self._dress()

    def _dress(self) -> None:
        view = self._view
        told = "" if self._hushed else words_of(view, busy=self._busy)
        self.button.setText(f"Outbox: {told}" if told else "Outbox")
        self.button.setAccessibleName(f"Outbox: {told}" if told else "Outbox")
        self.button.setToolTip("What leaves for the service, and what came back")
        self.button.setVisible(view.enrolled or bool(view.parcels))
        tone = "late" if (view.attention or view.wiped) and not self._hushed else "muted"
        side = self._theme.px(tokens.ICON - 2)
        self.button.setIcon(self._theme.icon("send", tone, gap=tokens.S1))
        self.button.setIconSize(QSize(side + tokens.S1, side))


def wants(view: OutboxView) -> str:
    """What the outbox wants of the person today, in a sentence; empty where it wants nothing."""
    questions = sum(one.open and one.kind == "query" for one in view.letters)
    caseloads = any(one.open and one.kind == "snapshot" for one in view.letters)
    told = [
        f"{w.count(questions, 'question')} on your notes" if questions else "",
        "a caseload to look at" if caseloads else "",
        f"{w.count(view.attention, 'package')} that cannot leave without you" if view.attention else "",
        "a place that was emptied" if view.wiped else "",
    ]
    there = [one for one in told if one]
    if len(there) > 1:  # a button does not wrap: large text has room for a few words
        return f"Outbox: {w.count(questions + caseloads + view.attention + bool(view.wiped), 'thing')} to look at."
    return f"Outbox: {there[0]}." if there else ""


def words_of(view: OutboxView, *, busy: bool = False) -> str:
    """`2 wait, the oldest 3 days`."""
    if busy:
        return "syncing…"
    if view.wiped:
        return "stands still, and asks you"
    if view.attention:
        more = view.waiting - view.attention
        needs = f"{view.attention} need{'s' if view.attention == 1 else ''} you"
        return f"{needs}, {more} wait{'s' if more == 1 else ''}" if more > 0 else needs
    if view.waiting:
        age = f", the oldest {w.count(view.oldest_days, 'day')}" if view.oldest_days else ""
        return f"{view.waiting} wait{'s' if view.waiting == 1 else ''}{age}"
    return "nothing waits"
