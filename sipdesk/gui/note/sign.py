"""Signing the note: each person in turn on this laptop, then one press that cannot be undone."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent

from sipdesk.domain.ink import Ink
from sipdesk.domain.note import Signatory
from sipdesk.domain.visit import ResponseKind, State
from sipdesk.gui import marks
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.note.mark import StateMark, headed
from sipdesk.gui.note.panel import Panel
from sipdesk.gui.note.reveal import reveal
from sipdesk.gui.note.sealed import End
from sipdesk.gui.note.sealing import Given, Sealing
from sipdesk.gui.note.turn import Turn
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import announce, button, label, say
from sipdesk.services.overview import NoteView

_BOTH = "You sign first, then {others}, each in turn on this laptop."
_ALONE = "You sign. For the headteacher the note says: “{why}”"


class SignPanel(Panel):
    """For a note that is checked. What is drawn lives here until the note is signed, left or locked, and nowhere else."""

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self._view: NoteView | None = None
        self._plan: list[Signatory] = []
        self._inks: dict[str, Ink] = {}
        self._reviewer = ""
        self._turns: list[str] = []
        self.mark = StateMark(theme)
        self.mark.show_sign(marks.SIGNS["planned"])
        self.title = label("Signatures", "strong")
        self.line = label(role="muted", wrap=True)
        self.go = button("Sign the note…", "primary")
        self.turn = Turn(theme)
        self.end = End(theme)
        self.progress = label(role="muted", wrap=True)
        self.error = label(role="error", wrap=True)
        self._sealing = Sealing(desk, self._tell, self._sealed, self._failed)
        self.column.addLayout(headed(self.mark, self.title, self.line))
        for widget in (self.go, self.turn, self.end, self.progress, self.error):
            self.column.addWidget(widget)
        self.go.clicked.connect(self._begin)
        self.turn.given.connect(self._given)
        self.turn.declined.connect(self._declined)
        self.end.seal.clicked.connect(self._seal)
        self.end.again.clicked.connect(self._rest)
        self._rest()

    # -- as a panel ----------------------------------------------------------------------------------------------

    def shows(self, view: NoteView) -> bool:
        """For a note that waits to be signed."""
        return view.state is State.CHECKED

    def show_view(self, view: NoteView) -> None:
        """Nothing is asked for yet; who signs is."""
        self._view, self._plan = view, []
        self.line.setText("")
        self._rest()
        self.go.setEnabled(False)
        visit = view.visit
        self.desk.ask(lambda s: s.signing.plan(visit), partial(self._planned, visit), partial(self._failed, visit))

    def clear(self) -> None:
        """Neither note nor ink."""
        self._view, self._plan = None, []
        self.line.setText("")
        self._rest()
        super().clear()

    def hideEvent(self, event: QHideEvent) -> None:
        """The page was left, or the desk locked: the ink goes. A window that is only minimised keeps it."""
        if not event.spontaneous():
            self._rest()
        super().hideEvent(event)

    # -- who signs -----------------------------------------------------------------------------------------------

    def _planned(self, visit: str, plan: list[Signatory]) -> None:
        if self._view is None or self._view.visit != visit:
            return
        self._plan = plan
        others = [f"the {one.role.lower()}" for one in plan if one.field in self._asked()[1:]]
        line = _BOTH.format(others=" and ".join(others)) if others else ""
        self.line.setText(line or _ALONE.format(why=plan[-1].unsigned))
        self.line.show()
        self.go.setEnabled(True)

    def _asked(self) -> list[str]:
        """The fields of those who can sign, in order: whoever never answered does not."""
        response = self._view.record.response if self._view else None
        silent = response is None or response.kind is ResponseKind.NO_REPLY
        return [one.field for one in self._plan if one.field != "head" or not silent]

    def _one(self, field: str) -> Signatory:
        return next(one for one in self._plan if one.field == field)

    # -- turn by turn --------------------------------------------------------------------------------------------

    def _rest(self) -> None:
        """As it was before anybody signed."""
        self._inks.clear()
        self._reviewer = ""
        self.turn.clear()
        self.end.clear()
        self.turn.hide()
        self.end.hide()
        say(self.progress, "")
        say(self.error, "")
        self.go.show()
        self.line.setVisible(bool(self.line.text()))
        self.end.setEnabled(True)

    def _begin(self) -> None:
        self._rest()
        self._turns = self._asked()
        self.go.hide()
        self.line.hide()
        self._next()

    def _next(self) -> None:
        every = self._asked()
        if self._turns:
            one = self._one(self._turns[0])
            self.turn.ask(one, self._one("partner").name, (every.index(one.field) + 1, len(every)))
            self._reveal()
            return
        self.turn.hide()
        self.end.ask(self._plan, self._inks, self._reviewer)
        self._reveal()

    def _given(self, name: str, ink: Ink) -> None:
        field = self._turns.pop(0)
        self._inks[field] = ink
        self._reviewer = name or self._reviewer
        self.turn.clear()
        self._next()

    def _declined(self) -> None:
        if self._turns.pop(0) == "partner":
            self._rest()
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._next()

    def _reveal(self) -> None:
        """The card in use into view, once it has its height."""
        reveal(self.turn, self.turn.box.error)
        reveal(self.end)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A sentence more, or larger text: the buttons stay in view."""
        super().resizeEvent(event)
        self._reveal()

    # -- for good ------------------------------------------------------------------------------------------------

    def _seal(self) -> None:
        if self._view is not None:
            self.end.setEnabled(False)
            say(self.error, "")
            self._sealing.start(Given(self._view.visit, dict(self._inks), self._reviewer))

    def _tell(self, words: str) -> None:
        say(self.progress, words)
        announce(self, words)

    def _sealed(self, visit: str) -> None:
        if self._view is not None and self._view.visit == visit:
            self._rest()
            self.moved.emit("Signed and sealed.", None)

    def _failed(self, visit: str, sentence: str) -> None:
        """Everything is as it was; what was drawn is there still, to try again."""
        if self._view is not None and self._view.visit == visit:
            say(self.progress, "")
            say(self.error, sentence)
            announce(self, sentence)
            self.end.setEnabled(True)
