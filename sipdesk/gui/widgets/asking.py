"""The system's own dialogues for files: one place, so that a test can answer instead."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from sipdesk.gui.widgets.folders import documents

AskSave = Callable[[QWidget, str, str, str], str]
"""Of (parent, title, suggested name, kinds): the path, or empty."""
AskOpen = Callable[[QWidget, str, str], str]
"""Of (parent, title, kinds): the path, or empty."""


def ask_save(parent: QWidget, title: str, suggested: str, kinds: str) -> str:
    """Where to write; empty where the person thinks better of it. A bare name is offered where people keep papers."""
    offered = str(Path(documents()) / suggested)  # a path that is whole already stays as it is
    chosen, _ = QFileDialog.getSaveFileName(parent, title, offered, kinds)
    return chosen


def ask_open(parent: QWidget, title: str, kinds: str) -> str:
    """What to read; empty where the person thinks better of it."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, documents(), kinds)
    return chosen


AskOpenMany = Callable[[QWidget, str, str], list[str]]
"""Of (parent, title, kinds): the paths, or none."""


def ask_open_many(parent: QWidget, title: str, kinds: str) -> list[str]:
    """What to read, one file or several; none where the person thinks better of it."""
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, documents(), kinds)
    return list(chosen)
