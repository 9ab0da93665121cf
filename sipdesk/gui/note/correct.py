"""Correcting a signed note as a new revision, withdrawing that, and every revision's own file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from sipdesk.app import Services
from sipdesk.domain.changes import Changes
from sipdesk.domain.visit import State
from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.note.panel import Panel
from sipdesk.gui.note.reveal import reveal
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.asking import AskSave, ask_save
from sipdesk.gui.widgets.controls import abreast, announce, button, frame, label, say
from sipdesk.gui.widgets.field import Field
from sipdesk.services.overview import NoteView
from sipdesk.services.revisions import RevisionLine, RevisionView

_MEANS = (
    "A new revision begins with the same words, and the head is asked again whether the facts are right. This one stays as "
    "it is, and counts until the new one is signed."
)
_UNDER_WAY = "You are correcting revision {old}. It stays as it is, and counts until the new one is signed."
_DROPS = "What was written since is dropped, and the note stands again as it stood: revision {old}."


class RevisionRow(QWidget):
    """One revision: how it stands, why it came, and its file."""

    def __init__(self, save: Callable[[int], None]) -> None:
        super().__init__()
        self.revision = 0
        self.title = label(role="strong", wrap=True)
        self.line = label(role="muted", wrap=True)
        self.save: QPushButton = button("Save its file…", "small")
        self.save.clicked.connect(lambda: save(self.revision))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, tokens.S2)
        lines.setSpacing(tokens.S1)
        for widget in (self.title, self.line, self.save):
            lines.addWidget(widget)

    def put(self, told: RevisionLine) -> None:
        """Another one."""
        self.revision = told.revision
        self.title.setText(f"Revision {told.revision}")
        say(self.line, "\n".join(filter(None, (told.stands, f"Why: {told.why}" if told.why else ""))))
        self.save.setVisible(bool(told.sha256))
        self.save.setAccessibleName(f"Save the file of revision {told.revision}")
        self.show()


class CorrectPanel(Panel):
    """For a note that is signed or issued, and while its correction is written."""

    def __init__(self, desk: DeskLink, theme: Theme) -> None:
        super().__init__(desk, theme)
        self._view: NoteView | None = None
        self._told = RevisionView()
        self.where: AskSave = ask_save
        self.heading = label("Revisions", "strong")
        self.state = label(role="muted", wrap=True)
        self.rows: list[RevisionRow] = []
        self._rows = QVBoxLayout()
        self.begin = button("Correct this note…")
        self.write = button("Write it in the visit")
        self.withdraw = button("Withdraw the correction…")
        self.why = Field("Why is it corrected?", "It is printed at the head of the new revision.")
        self.why.edit.setMaxLength(500)
        self.do = button("Begin the correction")
        self.leave = button("Not now")
        self.drops = label(wrap=True)
        self.give_up = button("Withdraw it")
        self.keep = button("Go on correcting")
        self.error = label(role="error", wrap=True)
        self.done = label(role="muted", wrap=True)
        self._ask_card, self._drop_card = frame("card"), frame("card")
        self._lay_out()
        self._connect()
        self._rest()

    def _lay_out(self) -> None:
        _fill(self._ask_card, [self.why, label(_MEANS, "muted", wrap=True), abreast(self.do, self.leave)])
        _fill(self._drop_card, [self.drops, abreast(self.give_up, self.keep)])
        self.column.addSpacing(tokens.S1)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.state)
        self.column.addLayout(self._rows)
        for widget in (self.begin, self._ask_card, self.write, self.withdraw, self._drop_card, self.done, self.error):
            self.column.addWidget(widget)

    def _connect(self) -> None:
        self.begin.clicked.connect(self._ask)
        self.do.clicked.connect(self._correct)
        self.why.edit.returnPressed.connect(self._correct)
        self.leave.clicked.connect(self._back)
        self.write.clicked.connect(lambda: self.visit_wanted.emit(""))
        self.withdraw.clicked.connect(self._ask_drop)
        self.give_up.clicked.connect(self._withdraw)
        self.keep.clicked.connect(self._back)

    # -- as a panel ----------------------------------------------------------------------------------------------

    def shows(self, view: NoteView) -> bool:
        """From the signature on, and while a correction is on its way."""
        return view.state in {State.SIGNED, State.ISSUED} or bool(view.record.supersedes)

    def show_view(self, view: NoteView) -> None:
        """Ask which revisions there are."""
        self._empty()
        self._view = view
        visit = view.visit
        self.desk.ask(lambda s: s.revisions.of_visit(visit), partial(self._show, visit), partial(self._failed, visit))

    def clear(self) -> None:
        """Nothing of the last note."""
        self._empty()
        super().clear()

    def _empty(self) -> None:
        self._view, self._told = None, RevisionView()
        self.why.edit.setText("")
        for row in self.rows:
            row.hide()
        say(self.done, "")
        self._rest()

    def _is(self, visit: str) -> bool:
        return self._view is not None and self._view.visit == visit

    def _show(self, visit: str, told: RevisionView) -> None:
        if not self._is(visit):
            return
        self._told = told
        # One revision alone is the note beside it: a list of one says nothing.
        listed = told.lines if len(told.lines) > 1 else []
        while len(self.rows) < len(listed):
            self.rows.append(RevisionRow(self._save))
            self._rows.addWidget(self.rows[-1])
        for row, line in zip(self.rows, listed, strict=False):
            row.put(line)
        self._rest()

    def _rest(self) -> None:
        told = self._told
        several = len(told.lines) > 1
        self.heading.setVisible(several)
        say(self.state, _UNDER_WAY.format(old=told.lines[1].revision) if told.under_way and several else "")
        self.begin.setVisible(told.may_correct)
        self.write.setVisible(told.under_way and self._view is not None and self._view.state is State.WRITING)
        self.withdraw.setVisible(told.under_way)
        self._ask_card.hide()
        self._drop_card.hide()
        say(self.error, "")
        self.setEnabled(True)

    # -- correcting ----------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._rest()
        self.begin.hide()
        self._ask_card.show()
        reveal(self._ask_card)
        self.why.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_drop(self) -> None:
        self._rest()
        self.withdraw.hide()
        self.drops.setText(_DROPS.format(old=self._told.lines[1].revision))
        self._drop_card.show()
        reveal(self._drop_card)
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        self._rest()
        shown = self.begin if self.begin.isVisible() else self.withdraw
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _correct(self) -> None:
        why = self.why.text.strip()
        if not why:
            self.why.refuse("Say why, in a few words.")
        else:
            self._change(
                lambda s, visit: s.revisions.correct(visit, why), "The correction is begun: write it in the visit."
            )

    def _withdraw(self) -> None:
        self._change(
            lambda s, visit: s.revisions.withdraw(visit), "The correction is withdrawn. The note stands as it stood."
        )

    def _change(self, deed: Callable[[Services, str], Changes], words: str) -> None:
        if self._view is not None:
            visit = self._view.visit
            self.setEnabled(False)
            self.desk.ask(lambda s: deed(s, visit), partial(self._changed, visit, words), partial(self._failed, visit))

    def _changed(self, visit: str, words: str, _changes: Changes) -> None:
        if self._is(visit):
            self._rest()
            self.moved.emit(words, None)

    def _failed(self, visit: str, sentence: str) -> None:
        if self._is(visit):
            self.setEnabled(True)
            say(self.error, sentence)
            announce(self, sentence)

    # -- a revision's file ---------------------------------------------------------------------------------------

    def _save(self, revision: int) -> None:
        if self._view is None:
            return
        visit, name = self._view.visit, f"{self._view.stem}_r{revision}.pdf"
        chosen = self.where(self, f"Save the file of revision {revision}", name, "PDF (*.pdf)")
        if chosen:
            target = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(".pdf")
            read = partial(_read, visit=visit, revision=revision)
            self.desk.ask(read, partial(self._write, visit, target), partial(self._failed, visit))

    def _write(self, visit: str, target: Path, pdf: bytes) -> None:
        copy = partial(self.desk.app.services.paper.copy, pdf, target)
        self.desk.outside(copy, lambda _: self._saved(visit, target), partial(self._failed, visit))

    def _saved(self, visit: str, target: Path) -> None:
        if self._is(visit):
            say(self.error, "")
            say(self.done, f"Saved as {target.name}")
            announce(self, f"Saved as {target.name}")


def _read(services: Services, visit: str, revision: int) -> bytes:
    return services.revisions.file(visit, revision)


def _fill(card: QFrame, widgets: list[QWidget]) -> None:
    inside = QVBoxLayout(card)
    inside.setContentsMargins(tokens.S3, tokens.S3, tokens.S3, tokens.S3)
    inside.setSpacing(tokens.S2)
    for widget in widgets:
        inside.addWidget(widget)
