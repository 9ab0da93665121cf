"""The window: locked at first, then the open desk, and locked again. `run_window` is what the program calls."""

import gc
import locale
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from sipdesk import paths
from sipdesk.gui.appearance import Preferences, appearance_button, size_shortcuts
from sipdesk.gui.background import Background
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.garbage import Sweeper
from sipdesk.gui.places import Leaving, Spot, To
from sipdesk.gui.theme import Branch, Theme, load_scripts
from sipdesk.gui.unlock.page import UnlockPage
from sipdesk.gui.widgets.focus import FocusRing

if TYPE_CHECKING:
    from sipdesk.gui.first.page import FirstPage
    from sipdesk.gui.help.page import HelpPage
    from sipdesk.gui.lock import Watch
    from sipdesk.gui.shell import Shell

_NOISE = ("This plugin does not support propagateSizeHints()", "OpenType support missing for")
"""What means nothing to anybody: the second is said of each face that is passed over for one that has the letters."""
_UNKEPT = "{} Close the window again to leave without it."


class Window(QMainWindow):
    """One desk folder. Loads nothing heavy before it is on the screen."""

    def __init__(
        self, desk: DeskLink, theme: Theme, passphrase: str | None = None, preferences: Preferences | None = None
    ) -> None:
        super().__init__()
        # Qt has taken over the machine's language by now: a note would name its months in German or Welsh.
        locale.setlocale(locale.LC_TIME, "C")
        self.desk = desk
        self.theme = theme
        self.preferences = preferences or Preferences(None)
        self._home = desk
        self._given = passphrase
        self._shell: Shell | None = None
        self._look_of_shell: Branch | None = None
        self._spot: Spot | None = None
        self._leaving: Leaving | None = None
        self._watch: Watch | None = None
        self._help: HelpPage | None = None
        self.first: FirstPage | None = None
        self._kept = self._warned = self._within = False
        """On the way out: all is kept; it could not be kept, and that was said; the event is still being answered."""
        self._copied = False
        self.unlock = UnlockPage(desk.folder, theme)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.unlock)
        self.setCentralWidget(self.stack)
        self.setWindowTitle("sipdesk · Unlock")
        self.setMinimumSize(800, 520)
        size_shortcuts(theme, self)
        self._ring = FocusRing(self, theme)
        self._sweeper = Sweeper(self)
        theme.changed.connect(self._dress)
        self._dress()
        self._connect()
        self.unlock.field.setFocus()

    def _connect(self) -> None:
        # Queued: what takes long begins once the page really stands on the screen.
        self.unlock.painted.connect(self._look, Qt.ConnectionType.QueuedConnection)
        self.unlock.looked.connect(self._look)
        self.unlock.asked.connect(self._open)
        for keys, call in (("Ctrl+L", self.lock), ("F1", self.help), ("Ctrl+/", partial(self.help, "keys"))):
            QShortcut(QKeySequence(keys), self, call)

        QGuiApplication.clipboard().dataChanged.connect(self._copy)

    def _dress(self) -> None:
        self.theme.dress(self)

    def _copy(self) -> None:
        # Not every system says whose the clipboard is; what is copied while our window has the keyboard is ours.
        self._copied = self.is_open and QApplication.activeWindow() is not None

    @property
    def shell(self) -> "Shell":
        """The open desk. RuntimeError while it is locked: then there is nothing of it."""
        if self._shell is None:
            raise RuntimeError("the desk is locked")
        return self._shell

    @property
    def is_open(self) -> bool:
        """Whether the desk is open."""
        return self._shell is not None

    @property
    def watch(self) -> "Watch":
        """What counts idle time."""
        if self._watch is None:
            from sipdesk.gui.lock import Watch  # noqa: PLC0415  - a locked desk need not be watched

            self._watch = Watch(self)
            self._watch.minutes = self.preferences.minutes
            self._watch.due.connect(self.lock)
        return self._watch

    # -- opening -------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        load_scripts()
        self.desk.look(self._looked, self.unlock.damaged)

    def _looked(self, there: object) -> None:
        if not there:
            self._begin_first()
            return
        self.unlock.found()
        if self._given is not None:
            given, self._given = self._given, None
            self._open(given)
        else:
            self.desk.remembered(self._remembered)

    def _remembered(self, passphrase: str | None) -> None:
        if passphrase and not self.is_open and not self.unlock.field.text():
            self._open(passphrase)

    def _begin_first(self) -> None:
        from sipdesk.gui.first.page import FirstPage  # noqa: PLC0415  - needed once in a desk's life

        self.first = FirstPage(self.desk, self.theme)
        self.first.made.connect(self._made)
        self.first.rehearsed.connect(self.rehearsed)
        self.first.restored.connect(self._restored)
        self.stack.addWidget(self.first)
        self._stand(self.first, "First run")
        self.first.begin()

    def _made(self, wants_import: object) -> None:
        from sipdesk.gui.first.identity import make_identity  # noqa: PLC0415  - once in a desk's life

        self._drop_first()
        self._opened(None)
        make_identity(self.desk)
        if wants_import:
            self.shell.go_import()
        else:
            self.shell.go_caseload()

    def rehearsed(self, rehearsal: DeskLink, passphrase: str) -> None:
        """The rehearsal stands open in a folder of its own; its passphrase is thrown away with the window."""
        self._drop_first()
        self.desk, self._given = rehearsal, passphrase
        self.unlock.about(rehearsal.folder, rehearsal=True)
        self._opened(None)

    def _restored(self, sentence: str) -> None:
        self._drop_first()
        self.unlock.found()
        self._stand(self.unlock, "Unlock")
        self.unlock.inform(sentence)

    def _drop_first(self) -> None:
        if self.first is not None:
            first, self.first = self.first, None
            self.desk.background.forget()  # it may still wait for the keyring to answer, and is about to go
            self.stack.removeWidget(first)
            first.deleteLater()

    def _open(self, passphrase: str) -> None:
        self.unlock.wait()
        rehearsal = self._given if self.desk is not self._home else None
        self.desk.open(rehearsal or passphrase, self._opened, self.unlock.refuse)

    def _opened(self, _nothing: object) -> None:
        from sipdesk.gui.shell import Shell  # noqa: PLC0415  - the pages are not needed while the desk is locked

        self.unlock.forget()
        self._look_of_shell = Branch(self.theme)
        view = appearance_button(self._look_of_shell)
        self._shell = shell = Shell(self.desk, self._look_of_shell, view, preferences=self.preferences)
        shell.titled.connect(self._titled)
        shell.left.connect(self.leave)
        shell.page_changed.connect(self._watch_page)
        shell.idle_chosen.connect(self._choose_idle)
        self.stack.addWidget(shell)
        self.stack.setCurrentWidget(shell)
        spot, self._spot = self._spot, None
        self.watch.begin()
        shell.outgoing.rested = self.watch.rested
        shell.begin(spot)

    def _choose_idle(self, minutes: int) -> None:
        self.watch.minutes = minutes

    def _watch_page(self) -> None:
        self.watch.patient = self._shell is not None and self._shell.patient
        if self._shell is not None:
            self._shell.foot.say_minutes(self.watch.limit)

    def _titled(self, word: str) -> None:
        self.setWindowTitle(f"sipdesk · {word}")

    # -- leaving the desk ----------------------------------------------------------------------------------------

    def lock(self, why: str = "") -> None:
        """Keep what is being typed, close the desk, leave nothing of it on the screen. Harmless when it is locked."""
        self.leave(Leaving(why=why))

    def leave(self, leaving: Leaving) -> None:
        """Leave the open desk, for the lock or for another."""
        if self._shell is None or self._leaving is not None:
            return
        self._leaving = leaving
        shell, here = self._shell, QApplication.focusWidget()
        self._spot = shell.place()
        self.unlock.closing(leaving.why)
        self._stand(self.unlock, "Locked")
        shell.flush(self._flushed, partial(self._unkept, here))

    def _unkept(self, here: QWidget | None, sentence: str) -> None:
        """What was typed could not be kept: stay on the page, with the words, and say so."""
        self._leaving, self._spot = None, None
        shell = self.shell
        self._stand(shell, shell.page.word)
        shell.status.setText(f"Not locked. {sentence}")
        if here is not None:
            here.setFocus(Qt.FocusReason.OtherFocusReason)

    def _flushed(self) -> None:
        """Every widget of the desk goes, then the desk's key."""
        shell, self._shell = self.shell, None
        self.watch.end()
        for other in QApplication.topLevelWidgets():
            if other is not self and other.isVisible():
                other.close()
        self.stack.removeWidget(shell)
        for gone in (shell, self._look_of_shell):
            if gone is not None:
                gone.deleteLater()
        self._look_of_shell = None
        if self._copied or QGuiApplication.clipboard().ownsClipboard():
            QGuiApplication.clipboard().clear()
        self.desk.lock(self._closed, self.unlock.refuse)

    def _closed(self, _nothing: object) -> None:
        leaving, self._leaving = self._leaving or Leaving(), None
        gc.collect()
        self.unlock.locked()
        if leaving.to is not To.LOCK:
            from sipdesk.gui.moving import move  # noqa: PLC0415  - hardly ever needed

            self._spot = None
            move(self, leaving)
        else:
            self.unlock.try_typed()

    def go_home(self) -> None:
        """From the rehearsal back to one's own desk, whether there is one or not."""
        self.desk, self._given = self._home, None
        self.unlock.about(self.desk.folder)
        self._look()

    # -- help, coming to the front, the end ----------------------------------------------------------------------

    def help(self, topic: str = "") -> None:
        """Help about the page I am on; beside the open desk, or alone while there is none. Again: back."""
        if self._shell is not None:
            self._shell.go_help(topic)
            return
        now = self.stack.currentWidget()
        if self._help is None:
            from sipdesk.gui.help.page import HelpPage  # noqa: PLC0415  - not before it is asked for

            self._help = HelpPage(self.theme, alone=True)
            self._help.closed.connect(self.help)
            self.stack.addWidget(self._help)
        if now is self._help:
            under = self.first or self.unlock
            self._stand(under, "First run" if self.first else "Locked")
            return
        self._help.show_topic(topic or ("first-visit" if self.first else "kept"))
        self._stand(self._help, "Help")

    def _stand(self, page: QWidget, word: str) -> None:
        self.stack.setCurrentWidget(page)
        self._titled(word)
        arrive = getattr(page, "arrive", None)
        if arrive is not None:
            arrive()

    def come(self) -> None:
        """To the front, also when it was minimised: somebody started sipdesk a second time."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Gone from the screen at once, and closed when what was typed is kept; `finish` waits for what is under way."""
        if self._shell is not None and self._shell.outgoing.holds(self.stack, self.close):
            event.ignore()  # a moment for packages that can still leave, and a way past it
            return
        self.hide()
        if self._shell is not None and not self._kept:
            self._within = True
            self._shell.flush(self._part, self._part if self._warned else self._cannot_part)
            self._within = False
        event.setAccepted(self._shell is None or self._kept)

    def _part(self, _sentence: str = "") -> None:
        self._kept = True
        if not self._within:
            self.close()

    def _cannot_part(self, sentence: str) -> None:
        self._warned = True
        visit = vars(self.shell).get("visit")
        if visit is not None:  # once it is saved after all, the next time is another matter
            visit.draft.saved.connect(self._calm, Qt.ConnectionType.SingleShotConnection)
        self.show()
        self.shell.status.setText(_UNKEPT.format(sentence))

    def _calm(self, _at: str) -> None:
        self._warned = False

    def finish(self) -> None:
        """Let what is under way end, then close the desk. Call it once, when the window has gone."""
        if self._watch is not None:
            self._watch.end()
        self.desk.close()
        self._home.close()
        self._sweeper.stop()


def run_window(folder: Path | None, passphrase: str | None = None) -> int:
    """Open the window on a desk folder and return when it is closed. With a passphrase the desk opens by itself."""
    from sipdesk.gui import single  # noqa: PLC0415
    from sipdesk.gui.listening import listen_with_care  # noqa: PLC0415

    qInstallMessageHandler(_message)
    if QApplication.instance() is None:
        QApplication.setStyle("Fusion")  # first, or the system's own is made and thrown away
    application = QApplication.instance() or QApplication(["sipdesk"])
    listen_with_care()
    application.setApplicationName("sipdesk")
    if single.knock(folder or paths.default_desk()):
        return 0
    preferences = Preferences(paths.user_data() / "window.ini")
    theme = preferences.theme()
    theme.changed.connect(lambda: preferences.keep(theme))
    window = Window(DeskLink(folder, Background()), theme, passphrase, preferences)
    window.resize(1280, 720)
    held = ExitStack()
    window.unlock.painted.connect(partial(_settle, window, held), Qt.ConnectionType.QueuedConnection)
    window.show()
    try:
        return QApplication.exec()
    finally:
        held.close()
        window.finish()


def _settle(window: Window, held: ExitStack) -> None:
    """What can wait until the window stands: the ear for a second start, and for Ctrl+C in the terminal."""
    from sipdesk.gui.interrupt import closing_on_interrupt  # noqa: PLC0415
    from sipdesk.gui.single import Doorkeeper  # noqa: PLC0415

    held.callback(Doorkeeper(window.desk.folder, window.come).close)
    held.enter_context(closing_on_interrupt(window))


def _message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Qt's own messages go to stderr, but for those that say nothing to anybody."""
    if not any(noise in text for noise in _NOISE) and kind != QtMsgType.QtDebugMsg:
        sys.stderr.write(f"Qt: {text}\n")
