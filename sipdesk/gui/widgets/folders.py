"""Folders of the person's own: where a dialogue begins, and how one is shown."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices


def documents() -> str:
    """Where people keep papers; the folder a program happened to be started in is nobody's."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return str(folder if folder.is_dir() else Path.home())


def show_folder(folder: Path) -> str:
    """Open a folder in the system's own file manager, made first where it is not there. The sentence to show where that
    cannot be done; empty where it was."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return f"The folder cannot be made ({error.strerror}): {folder}"
    opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
    return "" if opened else f"Nothing on this machine opens folders. It is here: {folder}"
