"""The first run: four steps, no more. Back keeps what was typed, Enter goes on, nothing is written before the last."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from sipdesk import paths
from sipdesk.gui import tokens
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.first.backup import BackupStep
from sipdesk.gui.first.identity import make_identity
from sipdesk.gui.first.invited import InvitedPart
from sipdesk.gui.first.steps import IMPORT, REHEARSAL, AuthorityStep, PassphraseStep, SchoolsStep, Step, WhoStep
from sipdesk.gui.moving import rehearse, restore
from sipdesk.gui.theme import Theme
from sipdesk.gui.widgets.controls import announce, button, frame, label, page, say
from sipdesk.gui.widgets.folders import show_folder

_WIDTH = 560


class FirstPage(QWidget):
    """A card with one step at a time."""

    made = Signal(bool)
    """The desk stands open; whether to go on to the import."""
    rehearsed = Signal(object, str)
    """The rehearsal stands open: its desk and its throw-away passphrase."""
    restored = Signal(str)
    """A backup is in place and waits to be unlocked."""

    def __init__(self, desk: DeskLink, theme: Theme, opener: Callable[[Path], str] = show_folder) -> None:
        super().__init__()
        page(self)
        self._desk, self._theme = desk, theme
        self._memory = False
        self.who, self.authority = WhoStep(), AuthorityStep(paths.own_forms(), opener)
        self.passphrase, self.schools = PassphraseStep(theme), SchoolsStep()
        self.steps: list[Step] = [self.who, self.authority, self.passphrase, self.schools]
        self.backup = BackupStep()
        self.invited = InvitedPart(desk)
        self.authority.lines.insertWidget(0, self.invited)
        self.number = label("", "label")
        self.title = label("", "title", wrap=True)
        self.stack = QWidget()
        self._at = 0
        self.error = label(role="error", wrap=True)
        self.state = label(role="muted", wrap=True)
        self.back, self.next = button("Back"), button("Continue", "primary")
        self._buttons = QWidget()
        self._lay_out()
        self._connect()
        self._dress()
        self._fit(self.who)
        self.go(0)

    def _lay_out(self) -> None:
        self._card = frame("card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(tokens.S6, tokens.S5, tokens.S6, tokens.S5)
        inside.setSpacing(tokens.S3)
        stacked = QVBoxLayout(self.stack)
        stacked.setContentsMargins(0, 0, 0, 0)
        for step in (*self.steps, self.backup):
            stacked.addWidget(step)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.back)
        row.addStretch()
        row.addWidget(self.next)
        for widget in (self.number, self.title, self.stack, self.error, self.state, self._buttons):
            inside.addWidget(widget)
        self.error.hide()
        self.state.hide()
        ground, scroll = QWidget(), QScrollArea()
        middle = QHBoxLayout(ground)
        middle.addStretch()
        middle.addWidget(self._card, 0, Qt.AlignmentFlag.AlignVCenter)
        middle.addStretch()
        scroll.setWidget(ground)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = scroll
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self.go(self.at - 1))
        self.next.clicked.connect(self.go_on)
        for step in self.steps:
            step.entered.connect(self.go_on)
        self.authority.wanted.connect(self.begin)
        self.invited.named.connect(self.authority.choose)
        self.invited.recovers.connect(self.passphrase.say_who_recovers)
        self.who.look.clicked.connect(lambda: self._rehearse(self.authority.chosen))
        self.who.backup.clicked.connect(self._open_backup)
        self.backup.left.connect(lambda: self.go(0))
        self.backup.wanted.connect(self._restore)
        self._theme.changed.connect(self._dress)
        self.installEventFilter(self)
        for step in (self.authority, self.schools):
            step.installEventFilter(self)

    def _dress(self) -> None:
        room = self.width() - 2 * tokens.S5 if self.isVisible() else self._theme.px(_WIDTH)
        self._card.setFixedWidth(max(1, min(self._theme.px(_WIDTH), room)))

    def begin(self) -> None:
        """See which authorities there are, and whether this device can remember."""
        loading = self._desk.warm()

        def look() -> object:
            from sipdesk.services import first  # noqa: PLC0415

            app = loading.result()
            return first.authorities(app.library, app.clock.today())

        def memory() -> bool:
            from sipdesk.system.secrets import can_remember  # noqa: PLC0415

            return can_remember()

        self._desk.outside(look, self._offer, self._failed)
        self._desk.outside(memory, self._can_remember, self._failed)

    def _offer(self, choices: object) -> None:
        assert isinstance(choices, list)  # noqa: S101
        self.authority.offer(choices)

    def _can_remember(self, there: object) -> None:
        self._memory = bool(there)
        self.passphrase.offer_memory(there=self._memory)

    def arrive(self) -> None:
        """Where the work is."""
        shown = self.steps[self.at] if self.at < len(self.steps) else self.backup
        shown.arrive()

    # -- from step to step ---------------------------------------------------------------------------------------

    @property
    def at(self) -> int:
        """The step shown, from 0."""
        return self._at

    def go(self, step: int) -> None:
        """To a step; what was typed in the others stays."""
        shown = self.steps[step]
        self._at = step
        self._fit(shown)
        self.number.setText(f"Step {step + 1} of {len(self.steps)}")
        self.title.setText(shown.title)
        self.back.setVisible(step > 0)
        self.next.setText("Make my desk" if step == len(self.steps) - 1 else "Continue")
        self.next.setAccessibleName(self.next.text())
        self._buttons.show()
        say(self.error, "")
        shown.arrive()
        announce(self, f"{self.number.text()}: {shown.title}")

    def _fit(self, shown: QWidget) -> None:
        """One of them in view: the card is as high as that one, not as the highest."""
        for step in (*self.steps, self.backup):
            step.setVisible(step is shown)

    def go_on(self) -> None:
        """To the next step, when this one is done; from the last one to the desk."""
        if not self.next.isEnabled() or not self.steps[self.at].ready():
            return
        if self.at < len(self.steps) - 1:
            self.go(self.at + 1)
        else:
            self._make()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on wherever it has no other meaning."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.at < len(self.steps):
            self.go_on()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The card follows the width of the window."""
        if watched is self and event.type() == QEvent.Type.Resize:
            self._dress()
        return super().eventFilter(watched, event)

    # -- making the desk -----------------------------------------------------------------------------------------

    def _busy(self, words: str) -> None:
        """Something is under way: nothing can be pressed twice."""
        say(self.error, "")
        say(self.state, words)
        for made in (self.stack, self._buttons):
            made.setEnabled(not words)

    def _failed(self, sentence: str) -> None:
        self._busy("")
        say(self.error, sentence)
        announce(self, sentence)

    def _make(self) -> None:
        facts = {"authority": self.authority.chosen, "partner": " ".join(self.who.name.text.split())}
        title = " ".join(self.who.post.text.split())
        if title:
            facts["title"] = title
        self._busy("Making your desk…")
        self._desk.create(self.passphrase.typed.first.text, facts, self._made, self._failed)

    def _made(self, _nothing: object) -> None:
        data = self.invited.data
        if data:
            # Whatever stands in the way, the desk is made; the outbox says that it is not enrolled and offers the file again.
            make_identity(self._desk, partial(self._enrol, data), self._joined)
        else:
            self._joined(None)

    def _enrol(self, data: bytes) -> None:
        self._desk.ask(lambda s: s.enrolling.enrol(data), self._joined, self._joined)

    def _joined(self, _told: object) -> None:
        passphrase = self.passphrase.typed.first.text
        if self._memory and self.passphrase.remember.isChecked():
            self._remember(passphrase)
        else:
            self._enter("")

    def _remember(self, passphrase: str) -> None:
        app = self._desk.app

        def keep() -> None:
            from sipdesk.system.secrets import remember  # noqa: PLC0415

            remember(app.services.desk.keys.desk, passphrase)

        # A keyring that refuses must not stand in the way: the desk is made, and opens with its passphrase.
        self._desk.outside(keep, lambda _: self._enter(""), lambda _: self._enter(""))

    def _enter(self, _sentence: str) -> None:
        self.passphrase.typed.forget()
        if self.schools.way == REHEARSAL:
            self._busy("Making the rehearsal…")
            self._desk.lock(lambda _: self._rehearse(self.authority.chosen), self._failed)
        else:
            self.made.emit(self.schools.way == IMPORT)

    def _rehearse(self, authority: str) -> None:
        """By the programme of the authority that is chosen, or by its own."""
        self._busy("Making the rehearsal…")
        rehearse(self._desk, self._busy, self.rehearsed.emit, self._failed, authority)

    # -- a backup instead ----------------------------------------------------------------------------------------

    def _open_backup(self) -> None:
        self._at = len(self.steps)
        self._fit(self.backup)
        self.number.setText("Instead of the four steps")
        self.title.setText(self.backup.title)
        self._buttons.hide()
        say(self.error, "")
        self.backup.arrive()

    def _restore(self, file: Path, passphrase: str) -> None:
        self._busy("Restoring the backup…")
        restore(self._desk, file, passphrase, self.restored.emit, self._failed)
