"""Instead of the four steps: a backup from another machine becomes the desk of this one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sipdesk.gui import tokens
from sipdesk.gui.first.steps import Step
from sipdesk.gui.widgets.asking import ask_open
from sipdesk.gui.widgets.controls import button, label, say
from sipdesk.gui.widgets.field import Field

AskFile = Callable[[QWidget], str]


def ask_backup(parent: QWidget) -> str:
    """Which backup, by the system's own dialogue."""
    kinds = "sipdesk backups (*.sipbackup);;All files (*)"
    return ask_open(parent, "Choose a backup", kinds)


class BackupStep(Step):
    """A file and its passphrase."""

    title = "A backup from another machine"
    wanted = Signal(Path, str)
    """Restore this file with this passphrase."""
    left = Signal()

    def __init__(self, ask: AskFile = ask_backup) -> None:
        super().__init__()
        self._ask = ask
        self.file: Path | None = None
        self.choose = button("Choose the backup…")
        self.name = label("No file chosen yet.", "muted", wrap=True)
        self.passphrase = Field("Passphrase", "The one the desk had when the backup was made.", secret=True)
        self.error = label(role="error", wrap=True)
        self.error.hide()
        self.back = button("Back")
        self.go = button("Restore", "primary")
        self.add(self.choose, self.name, self.passphrase, self.error)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch()
        row.addWidget(self.go)
        self.lines.addSpacing(tokens.S3)
        self.lines.addLayout(row)
        self.choose.clicked.connect(self._choose)
        self.go.clicked.connect(self._restore)
        self.passphrase.edit.returnPressed.connect(self._restore)
        self.back.clicked.connect(self.left)

    def _choose(self) -> None:
        chosen = self._ask(self)
        if chosen:
            self.file = Path(chosen)
            self.name.setText(self.file.name)
            say(self.error, "")
            self.passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore(self) -> None:
        if self.file is None:
            say(self.error, "Choose the backup first: a file that ends in .sipbackup.")
        elif not self.passphrase.text:
            self.passphrase.refuse("Type the passphrase of the backup.")
        else:
            say(self.error, "")
            self.wanted.emit(self.file, self.passphrase.text)

    def arrive(self) -> None:
        """On the file."""
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
