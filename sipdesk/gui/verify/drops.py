"""A PDF dropped anywhere on the open desk: it is a note to check. Anything else goes where it is dropped, as before."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from sipdesk.gui.shell import Shell

_KINDS = {QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop}


class Drops(QObject):
    """Listens at the window itself, before any field can take a file for words. Belongs to the shell and goes with it, so a
    locked window takes nothing."""

    dropped = Signal(list)
    """The files, as paths."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self.dropped.connect(shell.go_verify)
        shell.page_changed.connect(self._moved)

    def _moved(self) -> None:
        """The first page stands, so the window is there to listen at; and what was checked is another's paper, gone as soon
        as one goes elsewhere."""
        handle = self._shell.window().windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        checked = vars(self._shell).get("verify")  # not made only to be emptied
        if checked is not None and self._shell.place().way != "go_verify":
            checked.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own."""
        if event.type() not in _KINDS or not isinstance(event, QDropEvent) or not self._shell.isVisible():
            return super().eventFilter(watched, event)
        files = notes_in(event.mimeData())
        if not files or self._for_another(event):
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            self.dropped.emit(files)
        elif event.type() is QEvent.Type.DragEnter:
            self._shell.status.setText("Drop it to check it.")
        return True

    def _for_another(self, event: QDropEvent) -> bool:
        """Over the place that waits for the head's answer: it takes the form itself."""
        under: QWidget | None = self._shell.window().childAt(event.position().toPoint())
        while under is not None and not getattr(under, "reply_expected", False):
            under = under.parentWidget()
        return under is not None


def notes_in(mime: QMimeData) -> list[Path]:
    """The files of this machine that are dropped, where a PDF is among them."""
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return files if any(file.suffix.lower() == ".pdf" for file in files) else []
