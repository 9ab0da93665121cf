"""Issuing a signed note: exactly who gets it, what is asked before it goes, and the e-mail draft that takes it there."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sipdesk import paths
from sipdesk.domain.clock import local
from sipdesk.domain.issue import Decisions, Distribution, Issue, WiderRequest
from sipdesk.domain.visit import State
from sipdesk.gui import marks, tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.note.doubt import DoubtRow
from sipdesk.gui.note.kept import KeptLines
from sipdesk.gui.note.mark import StateMark, headed
from sipdesk.gui.note.opening import open_file
from sipdesk.gui.note.panel import Panel
from sipdesk.gui.note.readers import Readers
from sipdesk.gui.note.reveal import reveal
from sipdesk.gui.note.sending import Sending
from sipdesk.gui.note.wider import WiderForm
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import abreast, announce, button, frame, label, say
from sipdesk.services.issue import Plan
from sipdesk.services.overview import NoteView
from sipdesk.services.signing import Made

_READY = "Signed. This is who gets it."
_FOR_GOOD = "The note is then issued for good; a correction is a new revision."
_LOOK = (
    "The pages beside this are now the wider version: without small numbers, and without lines that may let a pupil be known. "
    "Read them first."
)
_BY_HAND = "No e-mail leaves by itself: open the draft in your mail program and send it."


class IssuePanel(Panel):
    """For a note that is signed, and to look back on once it is issued."""

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self._plan: Plan | None = None
        self._visit = ""
        self._wider: list[WiderRequest] = []
        self._made: Made | None = None
        self._looking = False
        self.open_file: Callable[[Path], str | None] = open_file
        self.mark = StateMark(theme)
        self.line = label(role="muted", wrap=True)
        self.readers = Readers()
        self.widen = button("Share it more widely…", "link")
        self.form = WiderForm(theme)
        self.heading = label("Before it goes", "strong")
        self.doubts: list[DoubtRow] = []
        self._doubts = QVBoxLayout()
        self.go = button("Issue…", "primary")
        self.draft = button("Open the e-mail draft", "primary")
        self.confirm = label(wrap=True)
        self.do = button("Issue it", "primary")
        self.leave = button("Not now")
        self.left_out = KeptLines()
        self._card = frame("card")
        self.hint = label(_BY_HAND, "muted", wrap=True)
        self.progress = label(role="muted", wrap=True)
        self.error = label(role="error", wrap=True)
        self._lay_out()
        self._connect()
        self._rest()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
        inside.setSpacing(tokens.S2)
        inside.addWidget(self.confirm)
        inside.addWidget(self.left_out)
        inside.addWidget(abreast(self.do, self.leave))
        self.column.addSpacing(tokens.S1)
        self.column.addLayout(headed(self.mark, label("Issue", "strong"), self.line))
        above: tuple[QWidget, ...] = (self.readers, self.widen, self.form, self.heading)
        below: tuple[QWidget, ...] = (self.go, self.draft, self._card, self.hint, self.progress, self.error)
        for widget in above:
            self.column.addWidget(widget)
        self.column.addLayout(self._doubts)
        for widget in below:
            self.column.addWidget(widget)

    def _connect(self) -> None:
        self.widen.clicked.connect(self._widen)
        self.form.asked.connect(self._asked)
        self.form.closed.connect(self._put_away)
        self.go.clicked.connect(self._ask)
        self.leave.clicked.connect(self._rest)
        self.do.clicked.connect(self._issue)
        self.draft.clicked.connect(self._open)
        self.left_out.again.connect(self._make)

    # -- as a panel ----------------------------------------------------------------------------------------------

    def shows(self, view: NoteView) -> bool:
        """From the signature on."""
        return view.state in {State.SIGNED, State.ISSUED}

    def show_view(self, view: NoteView) -> None:
        """Ask who gets this note."""
        self._empty()
        self._visit = view.visit
        self.mark.show_sign(marks.SIGNS["issued" if view.state is State.ISSUED else "planned"])
        self._read()

    def clear(self) -> None:
        """Nothing of the last note."""
        self._empty()
        super().clear()

    def _empty(self) -> None:
        self._plan, self._visit, self._wider, self._made = None, "", [], None
        self.line.setText("")
        self.readers.clear()
        self.form.clear()
        for row in self.doubts:
            row.clear()
        self._rest()

    # -- who gets it ---------------------------------------------------------------------------------------------

    def _read(self) -> None:
        visit, wider = self._visit, list(self._wider)
        self.desk.ask(lambda s: s.issue.plan(visit, wider), partial(self._show, visit), partial(self._not_added, visit))

    def _show(self, visit: str, plan: Plan) -> None:
        if visit != self._visit:
            return
        self._plan = plan
        self.line.setText(_issued_on(plan.issued) if plan.issued else _READY)
        self.readers.put(plan)
        while len(self.doubts) < len(plan.doubts):
            self.doubts.append(DoubtRow())
            self._doubts.addWidget(self.doubts[-1])
        for number, row in enumerate(self.doubts):
            if number < len(plan.doubts):
                row.ask(plan.doubts[number])
            else:
                row.clear()
        self._rest()

    def _not_added(self, visit: str, sentence: str) -> None:
        """With one more it cannot go; without them it stands as it stood."""
        if visit == self._visit and self._wider:
            self._wider.pop()
        self._failed(visit, sentence)

    def _rest(self) -> None:
        """What can be done next is offered; nothing is asked."""
        plan = self._plan
        waits = plan is not None and (plan.issued is None or bool(self._wider))
        self.heading.setVisible(bool(plan and plan.doubts))
        self.go.setText("Share it…" if plan and plan.issued else "Issue…")
        self.go.setAccessibleName(self.go.text().removesuffix("…"))
        self.go.setVisible(waits)
        self.draft.setVisible(plan is not None and plan.issued is not None and not self._wider)
        self.hint.setVisible(plan is not None and plan.issued is not None)
        self.widen.setVisible(bool(plan and plan.candidates))
        self.form.hide()
        self._card.hide()
        self.left_out.clear()
        if self._looking:
            self._looking = False
            self.pages.emit(b"")
        say(self.progress, "")
        say(self.error, "")
        self.setEnabled(True)

    def _widen(self) -> None:
        if self._plan is not None:
            self._rest()
            self.widen.hide()
            self.go.hide()
            self.form.begin(self._plan.candidates, self._plan.today)
            reveal(self.form)

    def _asked(self, request: WiderRequest) -> None:
        self._wider.append(request)
        self._read()

    def _put_away(self) -> None:
        self._rest()
        self.widen.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- it goes -------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """First the questions, then the sentence that says what will happen and to whom."""
        if self._plan is None:
            return
        say(self.error, "")
        open_still = next((row for row in self.doubts if not row.isHidden() and not row.answer), None)
        if open_still is not None:
            open_still.refuse()
            reveal(open_still)
            return
        if self._wider:
            self._make()
        else:
            self._confirm()

    def _make(self) -> None:
        """The wider version, with the lines that are kept."""
        kept = self.left_out.kept
        self._busy("Making the wider version…")
        self._sending().look(partial(self._looked, self._visit, kept), kept)

    def _looked(self, visit: str, kept: list[str], pdf: bytes, made: Made | None, lines: list[str]) -> None:
        """The wider version stands where the note stood, to be read before it goes."""
        if visit == self._visit:
            self._rest()
            self.left_out.put(lines, kept)
            self._made, self._looking = made, True
            self.pages.emit(pdf)
            self._confirm()

    def _confirm(self) -> None:
        if self._plan is None:
            return
        told = _what_happens(self._plan, len(self._wider))
        self.confirm.setText(f"{_LOOK}\n\n{told}" if self._looking else told)
        self.do.setText("Share it" if self._plan.issued else "Issue it")
        self.do.setAccessibleName(self.do.text())
        self.go.hide()
        self.widen.hide()
        self._card.show()
        reveal(self._card)
        self.do.setFocus(Qt.FocusReason.OtherFocusReason)

    def _issue(self) -> None:
        answers = {row.id: row.answer for row in self.doubts if not row.isHidden()}
        told = Decisions(wider=self._wider, answers=answers)
        made = self._made
        self._busy("Issuing…")
        self._sending().issue(told, made)

    def _open(self) -> None:
        self._busy("Making the e-mail draft…")
        self._sending().make_again()

    def _busy(self, words: str) -> None:
        self.setEnabled(False)
        say(self.progress, words)
        announce(self, words)

    def _sending(self) -> Sending:
        visit = self._visit
        opens = self._plan is not None and self._plan.issued is not None and not self._wider
        then = partial(self._written, visit, opens=opens)
        return Sending(self.desk, (visit, paths.user_papers()), then, partial(self._failed, visit))

    def _written(self, visit: str, files: list[Path], sentence: str, *, opens: bool) -> None:
        """Issued; the drafts lie there, or a sentence says why they do not."""
        if visit != self._visit:
            return
        self._rest()
        if opens and files:
            told = [self.open_file(file) or "" for file in files]
            say(self.error, next(filter(None, told), ""))
            return
        self._wider = []
        self.moved.emit(sentence or f"Issued. The e-mail draft lies in {files[0].parent}", files[0] if files else None)

    def _failed(self, visit: str, sentence: str) -> None:
        if visit == self._visit:
            self._rest()
            say(self.error, sentence)
            announce(self, sentence)


def _issued_on(issue: Issue) -> str:
    return f"Issued on {w.day(local(issue.at).date())}. This is who gets it."


def _what_happens(plan: Plan, new: int) -> str:
    """One sentence on what will happen and to whom, one on what cannot be undone."""
    wider = [line for line in plan.readers if line.version == "wider"][-new:] if new else []
    full = [] if plan.issued else [line for line in plan.readers if line.version == "full"]
    parts = [f"an e-mail draft to {_people(full)}, with the signed note in it"] if full else []
    parts += (
        [f"{'one' if parts else 'an e-mail draft'} to {_people(wider)}, with the wider version in it"] if wider else []
    )
    many = len(parts) > 1 or len(wider) > 1
    told = (
        w.sentence(", and ".join(parts)) + f", {'are' if many else 'is'} put in {paths.user_papers()} for you to send."
    )
    return told if plan.issued else f"{told} {_FOR_GOOD}"


def _people(lines: list[Distribution]) -> str:
    return f"{w.count(len(lines), 'person', 'people')}, {' and '.join(line.who for line in lines)}"
