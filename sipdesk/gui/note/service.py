"""Where the copy for the authority's service stands, what the service asks about the note, and support to be brokered."""

from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Signal

from sipdesk.app import Services
from sipdesk.domain.outbox import LetterView, ParcelView, Stage
from sipdesk.domain.visit import State
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.note.mark import StateMark, headed
from sipdesk.gui.note.panel import Panel
from sipdesk.gui.outbox.signs import MEANS, STAGES
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import announce, button, label, say
from sipdesk.services.overview import NoteView

_SIGNED = {State.SIGNED, State.ISSUED}


class _Stands(NamedTuple):
    """What the desk has of a note's dealings with the service."""

    enrolled: bool
    parcel: ParcelView | None = None
    questions: tuple[LetterView, ...] = ()
    asked: int = 0
    """Requests for support that went into the outbox."""


class ServicePanel(Panel):
    """Nothing where the desk is not enrolled, or there is nothing to say yet."""

    outbox_wanted = Signal()
    changed = Signal()
    """Something went into the outbox."""

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self._visit, self._wanted, self._signed = "", 0, False
        self.mark = StateMark(theme)
        self.title, self.line = label("The service’s copy", "strong", wrap=True), label(role="muted", wrap=True)
        self.questions = label(wrap=True)
        self.support = label(wrap=True)
        self.ask = button("Ask for it today")
        self.open = button("Open the outbox", "link")
        self.error = label(role="error", wrap=True)
        self.column.addLayout(headed(self.mark, self.title, self.line))
        for widget in (self.questions, self.support, self.ask, self.open, self.error):
            self.column.addWidget(widget)
        self.open.clicked.connect(self.outbox_wanted)
        self.ask.clicked.connect(self._ask)
        self._fold()

    def shows(self, view: NoteView) -> bool:
        """A signed note, or one with support to be brokered."""
        return view.state in _SIGNED or _brokered(view) > 0

    def show_view(self, view: NoteView) -> None:
        """Ask how its copy stands."""
        self._fold()
        self._visit, self._wanted, self._signed = view.visit, _brokered(view), view.state in _SIGNED
        self._read()

    def clear(self) -> None:
        """Nothing of the last note."""
        self._visit = ""
        self._fold()
        super().clear()

    def _fold(self) -> None:
        for widget in (self.mark, self.title, self.line, self.questions, self.support, self.ask, self.open, self.error):
            widget.hide()

    def _read(self) -> None:
        self.desk.ask(partial(_read, visit=self._visit), partial(self._show, self._visit), self._failed)

    def _show(self, visit: str, stands: _Stands) -> None:
        if visit != self._visit:
            return
        self._fold()
        if not stands.enrolled:
            return
        parcel = stands.parcel if self._signed else None
        if parcel is not None:
            sign = STAGES[parcel.stage]
            self.mark.show_sign(sign)
            self.mark.show()
            self.title.setText(f"The service’s copy: {sign.word.lower()}")
            self.title.show()
            say(self.line, parcel.why or MEANS[parcel.stage])
        say(self.questions, "\n".join(f"{one.by or 'The service'} asks: {one.words}" for one in stands.questions))
        self._offer_support(stands)
        self.open.setVisible(parcel is not None or bool(stands.questions) or stands.asked > 0)

    def _offer_support(self, stands: _Stands) -> None:
        left = 0 if self._signed else self._wanted - stands.asked
        if left > 0:
            one = left == 1
            told = f"{w.count(left, 'action')} {'asks' if one else 'ask'} for support to be brokered. "
            say(self.support, f"{told}{'It' if one else 'They'} can leave today, before the note is signed; the words go as they stand now.")  # fmt: skip
            self.ask.show()
        elif stands.asked and not self._signed:
            say(self.support, f"{w.count(stands.asked, 'request')} for support: in the outbox.")

    def _ask(self) -> None:
        visit = self._visit
        self.ask.setEnabled(False)
        self.desk.ask(lambda s: s.outbox.ask_for(visit), self._asked, self._failed)

    def _asked(self, _changes: object) -> None:
        self.ask.setEnabled(True)
        self.changed.emit()
        self._read()

    def _failed(self, sentence: str) -> None:
        self.ask.setEnabled(True)
        say(self.error, sentence)
        announce(self, sentence)


def _brokered(view: NoteView) -> int:
    """How many agreed actions ask for support to be brokered."""
    lists: list[Any] = [
        item.answer for section in view.record.sections for item in section.items if item.question.kind == "actions"
    ]
    return sum(bool(action.get("brokerage")) for answer in lists for action in answer or [])


def _read(services: Services, visit: str) -> _Stands:
    view = services.outbox.view()
    asked = sum(one.visit == visit and one.stage is not Stage.SEALED for one in view.requests)
    questions = tuple(one for one in services.incoming.about(visit) if one.open)
    return _Stands(view.enrolled, services.outbox.of_visit(visit), questions, asked)
