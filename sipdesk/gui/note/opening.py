"""A file in the program the system has for it."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_file(file: Path) -> str:
    """Open it; the sentence to show where that cannot be done, empty where it was."""
    if not file.is_file():
        return f"{file.name} is no longer in {file.parent}. Save a copy of the note, and write the e-mail yourself."
    opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
    return "" if opened else f"No program on this machine opens {file.suffix} files. It lies here: {file}"
