"""Folders of the person's own: where a dialogue for files begins, and how one is shown."""

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from sipdesk.gui.widgets.asking import ask_open, ask_open_many
from sipdesk.gui.widgets.folders import show_folder


def test_that_a_dialogue_begins_where_people_keep_papers(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    def one(_parent: QWidget, _title: str, where: str, _kinds: str) -> tuple[str, str]:
        begun.append(where)
        return "", ""

    def many(_parent: QWidget, _title: str, where: str, _kinds: str) -> tuple[list[str], str]:
        begun.append(where)
        return [], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", one)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", many)
    parent = QWidget()
    qtbot.addWidget(parent)
    assert ask_open(parent, "Choose a list", "Spreadsheets (*.xlsx)") == ""
    assert ask_open_many(parent, "Choose notes", "PDF (*.pdf)") == []
    papers = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    there = papers if papers.is_dir() else Path.home()
    assert begun == [str(there), str(there)]
    assert there != Path.cwd()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_that_a_folder_that_cannot_be_made_or_shown_is_named(qtbot: QtBot, tmp_path: Path) -> None:
    """The offscreen platform opens nothing, as a bare Linux desktop does not."""
    folder = tmp_path / "forms" / "mine"
    assert show_folder(folder) == f"Nothing on this machine opens folders. It is here: {folder}"
    assert folder.is_dir()
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert show_folder(tmp_path / "file" / "below").startswith("The folder cannot be made (")
