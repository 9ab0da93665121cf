"""What a signed note says of itself: who signed it, when, with which key, and who did not."""

import datetime as dt
from functools import partial

from PySide6.QtWidgets import QLabel, QVBoxLayout

from sipdesk.domain.visit import State
from sipdesk.gui import marks, tokens
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.note.mark import StateMark, headed
from sipdesk.gui.note.panel import Panel
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import announce, frame, label, say
from sipdesk.services.overview import NoteView
from sipdesk.services.signed import Held, Signed, held, look_back

_CHECKING = "Looking at the signatures…"
_ROWS = 3


class SignedPanel(Panel):
    """For a note that is signed, or issued."""

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self._visit = ""
        mark = StateMark(theme)
        mark.show_sign(marks.SIGNS["issued"])
        self.line = label(_CHECKING, "muted", wrap=True)
        self.rows = [(label(role="strong", wrap=True), label(role="muted", wrap=True)) for _ in range(_ROWS)]
        self.hash = label(role="label", wrap=True)
        self.error = label(role="error", wrap=True)
        self._card = frame("card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
        inside.setSpacing(tokens.S1)
        for row in self.rows:
            for told in row:
                inside.addWidget(told)
            row[1].setContentsMargins(0, 0, 0, tokens.S2)
        inside.addWidget(self.hash)
        self.column.addLayout(headed(mark, label("Signatures", "strong"), self.line))
        for widget in (self._card, self.error):
            self.column.addWidget(widget)

    def shows(self, view: NoteView) -> bool:
        """From the signature on."""
        return view.state in {State.SIGNED, State.ISSUED}

    def show_view(self, view: NoteView) -> None:
        """Ask the desk for the file and look at it outside."""
        self._empty()
        self._visit = view.visit
        say(self.line, _CHECKING)
        visit, note, revision = view.visit, view.record.note, view.record.revision
        self.desk.ask(
            lambda s: held(s.signing, visit, note, revision),
            partial(self._look, view.visit),
            partial(self._failed, view.visit),
        )

    def clear(self) -> None:
        """Nothing of the last note."""
        self._empty()
        super().clear()

    def _empty(self) -> None:
        self._visit = ""
        self._card.hide()
        for row in self.rows:
            _fill(row, "", "")
        say(self.error, "")

    def _look(self, visit: str, found: Held) -> None:
        pdf = found.pdf
        if pdf is None:
            self._failed(visit, "This desk holds no signed file of this note. Restore the newest backup that has it.")
            return
        look = partial(look_back, pdf, found.trust, found.known)
        self.desk.outside(look, partial(self._show, visit), partial(self._failed, visit))

    def _show(self, visit: str, signed: Signed) -> None:
        if visit != self._visit:
            return
        lines = [(_who(one.name, one.role), f"{one.statement} · {_when(one.at)}") for one in signed.signatures]
        lines += [(_who(one.name, one.role), one.why) for one in signed.absent]
        for row, (who, told) in zip(self.rows, lines, strict=False):
            _fill(row, who, told)
        say(self.line, "Each seals the whole note. Its text never changes." if signed.whole else "")
        keys = " · ".join(f"{words} …" for words in dict.fromkeys(one.words for one in signed.signatures))
        self.hash.setText(f"Key: {keys}\nSHA-256: {signed.sha256[:16]}…")
        self.hash.setToolTip(signed.sha256)
        self._card.show()
        say(self.error, "" if signed.whole else signed.why)

    def _failed(self, visit: str, sentence: str) -> None:
        if visit == self._visit:
            say(self.line, "")
            say(self.error, sentence)
            announce(self, sentence)


def _fill(row: tuple[QLabel, QLabel], who: str, told: str) -> None:
    for made, text in zip(row, (who, told), strict=True):
        say(made, text)


def _who(name: str, role: str) -> str:
    return ", ".join(filter(None, (name, role)))


def _when(at: dt.datetime | None) -> str:
    return f"{w.day(at.date())} at {at:%H:%M}" if at else ""
