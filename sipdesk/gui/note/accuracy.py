"""The accuracy check: the draft goes out, the head's answer comes back in one of three ways, each correction is dealt with."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from sipdesk import paths
from sipdesk.app import Services
from sipdesk.domain.changes import Changes
from sipdesk.domain.correction import Decision, FormReply, Reply, Understood
from sipdesk.domain.visit import State
from sipdesk.gui import words as w
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.note.answer import Held, ReplyForm
from sipdesk.gui.note.corrections import CorrectionCard, CorrectionsList
from sipdesk.gui.note.opening import open_file
from sipdesk.gui.note.panel import Panel
from sipdesk.gui.note.reveal import reveal
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.asking import AskOpen, ask_open
from sipdesk.gui.widgets.controls import abreast, announce, button, label, say
from sipdesk.gui.widgets.drops import dropped_file
from sipdesk.services import replies
from sipdesk.services.accuracy import Check
from sipdesk.services.overview import NoteView
from sipdesk.services.sending import Sending, Sent, letter_beside, make

_KINDS = "The returned form or an e-mail (*.pdf *.eml *.txt)"
_READY = (
    "Everything the head asked for is decided and worked in. The note can be called checked now, or the new text can go to "
    "the head again."
)


class AccuracyPanel(Panel):
    """For a note that is with the head, and for one whose corrections are being worked in."""

    def __init__(self, desk: DeskLink, theme: Theme, ask: AskOpen = ask_open) -> None:
        super().__init__(desk, theme)
        self.ask = ask
        self._visit = ""
        self._half: dict[str, Held] = {}
        self._check = Check()
        self._mail: tuple[str, Path] | None = None
        self.open_file: Callable[[Path], str | None] = open_file
        self.clock = label(role="muted", wrap=True)
        self.mail = button("Open the e-mail draft")
        self.answer = button("Record the head’s answer", "primary")
        self.reply = ReplyForm(theme)
        self.count = label(role="strong", wrap=True)
        self.card = CorrectionCard()
        self.decided = CorrectionsList(theme)
        self.told = label(role="muted", wrap=True)
        self.work = button("Work them in", "primary")
        self.finish = button("Call the note checked", "primary")
        self.withdraw = button("Enter the answer anew", "link")
        self.error = label(role="error", wrap=True)
        self.setAcceptDrops(True)
        for widget in (
            self.clock, abreast(self.mail), self.answer, self.reply, self.count, self.card, self.decided, self.told,
            abreast(self.work, self.finish), self.withdraw, self.error,
        ):  # fmt: skip
            self.column.addWidget(widget)
        self._connect()

    def _connect(self) -> None:
        self.mail.clicked.connect(self._open_mail)
        self.answer.clicked.connect(self._ask_reply)
        self.reply.given.connect(self._take)
        self.reply.file_wanted.connect(self._choose)
        self.reply.pasted.connect(self._paste)
        self.card.decided.connect(self._decide)
        self.decided.again.connect(lambda key: self._decide(key, Decision.OPEN, ""))
        self.decided.wanted.connect(self.visit_wanted)
        self.work.clicked.connect(self._work)
        self.finish.clicked.connect(lambda: self._do(lambda s, v: s.accuracy.finish(v)))
        self.withdraw.clicked.connect(lambda: self._do(lambda s, v: s.accuracy.withdraw(v)))

    # -- as a panel ----------------------------------------------------------------------------------------------

    def shows(self, view: NoteView) -> bool:
        """While the head has the draft, and until what the head asked for is in the text."""
        return view.state is State.WITH_HEAD or view.check.going_on

    def clear(self) -> None:
        """Nothing of the last note."""
        super().clear()
        self._hold()
        self.reply.clear()

    def _hold(self) -> None:
        """An answer that is half entered when the page is left is there again when one comes back, until the desk locks."""
        held = self.reply.held() if self._visit else None
        if held is not None:
            self._half[self._visit] = held
        self._visit = ""

    def show_view(self, view: NoteView) -> None:
        """Another note, or the same in another state."""
        check, with_head = view.check, view.state is State.WITH_HEAD
        self._visit, self._check = view.visit, check
        waits = with_head and check.reply is None
        say(self.clock, _clock(check) if with_head else "")
        self._offer_mail(waits=waits)
        self.answer.setVisible(waits)
        self.reply.hide()
        half = self._half.pop(view.visit, None)
        if half is not None and waits:
            self.reply.put_back(half)
            self.answer.hide()
            self.reply.show()
        self.reply.start(view.today)
        self._show_corrections(check, with_head=with_head)
        say(self.error, "")

    def _offer_mail(self, *, waits: bool) -> None:
        """The e-mail draft, where it lies in the folder still: it may have been made before sipdesk was last closed."""
        visit, sha256 = self._visit, self._check.sha256
        known = self._mail is not None and self._mail[0] == visit
        self.mail.setVisible(waits and known)
        if waits and not known and sha256:
            look = partial(letter_beside, paths.user_papers(), sha256)
            self.desk.outside(look, partial(self._mail_found, visit), lambda _: None)

    def _mail_found(self, visit: str, file: Path | None) -> None:
        if file is not None and visit == self._visit:
            self._mail = (visit, file)
            self.mail.setVisible(not self.answer.isHidden() or not self.reply.isHidden())

    def _show_corrections(self, check: Check, *, with_head: bool) -> None:
        waiting, undone, all_of = check.waiting, check.undone, len(check.lines)
        going = check.going_on
        number = all_of - len(waiting) + 1
        say(self.count, (f"Correction {number} of {all_of}" if waiting else "The head’s corrections") if going else "")
        self.card.setVisible(going and bool(waiting))
        if waiting:
            self.card.show_line(waiting[0])
        self.decided.put(check if going else Check(), writing=not with_head)
        say(self.told, self._next(check, with_head=with_head) if going else "")
        self.work.setVisible(going and with_head and not waiting and bool(undone))
        self.finish.setVisible(check.ready)
        self.withdraw.setVisible(going and with_head)

    def _next(self, check: Check, *, with_head: bool) -> str:
        if check.waiting:
            return ""
        if not check.undone:
            return "Nothing is left to change in the text." if with_head else _READY
        if with_head:
            return "The visit opens at the first accepted line; the text no longer stands still."
        return "Change the text of each accepted line; then the note can be called checked, without a second round."

    # -- out -----------------------------------------------------------------------------------------------------

    def send(self, visit: str, reply_by: dt.date | None) -> None:
        """Draft, form and e-mail draft into the folder; the visit moves only when they lie there."""
        self.desk.ask(lambda s: s.sending.prepare(visit, reply_by), self._make, self.failed.emit)

    def _make(self, sending: Sending) -> None:
        self.desk.outside(partial(make, sending, paths.user_papers()), self._keep, self.failed.emit)

    def _keep(self, sent: Sent) -> None:
        self.desk.ask(lambda s: s.sending.keep(sent), lambda _: self._gone(sent), self.failed.emit)

    def _gone(self, sent: Sent) -> None:
        self._mail = (sent.visit, sent.letter)
        self.moved.emit(f"Saved as {sent.draft}", sent.draft)

    def _open_mail(self) -> None:
        if self._mail is not None:
            say(self.error, self.open_file(self._mail[1]) or "")

    # -- back ----------------------------------------------------------------------------------------------------

    def _ask_reply(self) -> None:
        self.answer.hide()
        self.reply.show()
        self.reply.arrive()
        reveal(self.reply)

    def _choose(self) -> None:
        chosen = self.ask(self, "Open the returned form", _KINDS)
        if chosen:
            self.take_in(Path(chosen))

    def take_in(self, file: Path) -> None:
        """Read what came back; nothing is kept before the partner has looked it over."""
        visit = self._visit
        self._ask_reply()
        self.desk.outside(partial(replies.read_file, file), partial(self._match, visit), self.reply.refuse)

    def _match(self, visit: str, read: FormReply | Understood) -> None:
        if isinstance(read, Understood):
            self._understood(visit, read)
            return
        form = read
        then = partial(self._understood, visit)
        self.desk.ask(lambda s: s.replies.matched(visit, form), then, self.reply.refuse)

    def _paste(self, text: str) -> None:
        then = partial(self._understood, self._visit)
        self.desk.outside(partial(replies.understood, text), then, self.reply.refuse)

    def _understood(self, visit: str, found: Understood) -> None:
        if visit == self._visit:  # else another note stands here by now
            self.reply.show_understood(found)
            reveal(self.reply)

    def _take(self, reply: Reply) -> None:
        visit = self._visit
        self.setEnabled(False)

        def refused(sentence: str) -> None:
            self.setEnabled(True)
            self.reply.refuse(sentence)

        self.desk.ask(lambda s: s.accuracy.take(visit, reply), lambda _: self._moved(), refused)

    # -- corrections ---------------------------------------------------------------------------------------------

    def _decide(self, key: str, decision: Decision, reason: str) -> None:
        visit = self._visit
        self.setEnabled(False)
        self.desk.ask(partial(_decided, visit=visit, given=(key, decision, reason)), self._on, self._stays)

    def _work(self) -> None:
        self.setEnabled(False)
        self.desk.ask(partial(_opened, visit=self._visit), self._on, self._stays)

    def _on(self, question: str | None) -> None:
        """The visit is open at a question now; or still where it was."""
        self._moved()
        if question is not None:
            self.visit_wanted.emit(question)

    def _do(self, call: Callable[[Services, str], Changes]) -> None:
        visit = self._visit
        self.setEnabled(False)
        self.desk.ask(lambda s: call(s, visit), lambda _: self._moved(), self._stays)

    def _moved(self) -> None:
        self.setEnabled(True)
        self.reply.clear()
        self.moved.emit("", None)

    def _stays(self, sentence: str) -> None:
        self.setEnabled(True)
        say(self.error, sentence)
        announce(self, sentence)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """The returned form may be dropped here."""
        if self.reply_expected and dropped_file(event.mimeData()) is not None:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read it."""
        file: Path | None = dropped_file(event.mimeData())
        if file is not None and self.reply_expected:
            event.acceptProposedAction()
            self.take_in(file)

    @property
    def reply_expected(self) -> bool:
        """Whether a file that comes may be the head's answer."""
        return not self.isHidden() and (not self.answer.isHidden() or not self.reply.isHidden())


def _clock(check: Check) -> str:
    """When it went out, and by when the answer is asked for."""
    if check.sent is None:
        return ""
    told = f"Sent {w.day(check.sent)}."
    if check.reply is not None:
        return f"{told} The head answered on {w.day(check.reply.on)}."
    if check.reply_by is None:
        return f"{told} No day to reply by was named."
    return f"{told} Reply by {w.day(check.reply_by)}{': that day has passed' if check.overdue else ''}."


def _decided(services: Services, visit: str, given: tuple[str, Decision, str]) -> str | None:
    """Decide; the last decision opens the visit where something was accepted."""
    services.accuracy.decide(*given)
    check = services.accuracy.view(visit)
    last = given[1] is not Decision.OPEN and not check.waiting
    with_head = services.visits.get(visit).state is State.WITH_HEAD
    return _opened(services, visit) if last and check.undone and with_head else None


def _opened(services: Services, visit: str) -> str | None:
    """The visit open for writing, and the question of the first line to mend; empty where it cannot be told."""
    undone = services.accuracy.view(visit).undone
    services.accuracy.reopen(visit)
    return undone[0].question if undone else ""
