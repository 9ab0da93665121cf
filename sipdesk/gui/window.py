"""The window: locked at first, then the open desk. `run_window` is what the program calls."""

import sys
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from sipdesk import paths
from sipdesk.gui.appearance import Preferences, appearance_button
from sipdesk.gui.background import Background
from sipdesk.gui.desk import DeskLink
from sipdesk.gui.interrupt import closing_on_interrupt
from sipdesk.gui.theme import Theme
from sipdesk.gui.unlock.page import UnlockPage
from sipdesk.gui.widgets.focus import FocusRing

_NOISE = "This plugin does not support propagateSizeHints()"


class Window(QMainWindow):
    """One desk folder. Loads nothing heavy before it is on the screen."""

    def __init__(self, desk: DeskLink, theme: Theme, passphrase: str | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.theme = theme
        self._given = passphrase
        self.unlock = UnlockPage(desk.folder, theme)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.unlock)
        self.setCentralWidget(self.stack)
        self.setWindowTitle("sipdesk · Unlock")
        self.setMinimumSize(800, 520)
        self.view = appearance_button(theme, self)
        self.view.setParent(self)
        self.view.hide()
        self._ring = FocusRing(self, theme)
        theme.changed.connect(self._dress)
        self._dress()
        # Queued: what takes long begins once the page really stands on the screen.
        self.unlock.painted.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        self.unlock.looked.connect(self._look)
        self.unlock.asked.connect(self._open)
        self.unlock.field.setFocus()

    def _dress(self) -> None:
        self.theme.dress(self)

    def _begin(self) -> None:
        self._look()
        if self._given is not None:
            given, self._given = self._given, None
            self._open(given)

    def _look(self) -> None:
        self.desk.look(lambda _: self.unlock.found(), self.unlock.missing)

    def _open(self, passphrase: str) -> None:
        self.unlock.wait()
        self.desk.open(passphrase, self._opened, self.unlock.refuse)

    def _opened(self, _nothing: None) -> None:
        from sipdesk.gui.shell import Shell  # noqa: PLC0415  - the pages are not needed while the desk is locked

        self.unlock.forget()
        self.shell = Shell(self.desk, self.theme, self.view)
        self.shell.titled.connect(self._titled)
        self.view.show()
        self.stack.addWidget(self.shell)
        self.stack.setCurrentWidget(self.shell)
        self.shell.begin()

    def _titled(self, word: str) -> None:
        self.setWindowTitle(f"sipdesk · {word}")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Gone from the screen at once; `finish` waits for what is under way."""
        self.hide()
        event.accept()

    def finish(self) -> None:
        """Let what is under way end, then close the desk. Call it once, when the window has gone."""
        self.desk.close()


def run_window(folder: Path | None, passphrase: str | None = None) -> int:
    """Open the window on a desk folder and return when it is closed. With a passphrase the desk opens by itself."""
    qInstallMessageHandler(_message)
    application = QApplication.instance() or QApplication(["sipdesk"])
    application.setApplicationName("sipdesk")
    QApplication.setStyle("Fusion")
    preferences = Preferences(paths.user_data() / "window.ini")
    theme = preferences.theme()
    theme.changed.connect(lambda: preferences.keep(theme))
    window = Window(DeskLink(folder, Background()), theme, passphrase)
    window.resize(1280, 720)
    window.show()
    try:
        with closing_on_interrupt(window):
            return QApplication.exec()
    finally:
        window.finish()


def _message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Qt's own messages go to stderr, but for one that says nothing to anybody."""
    if _NOISE not in text and kind != QtMsgType.QtDebugMsg:
        sys.stderr.write(f"Qt: {text}\n")
