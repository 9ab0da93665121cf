"""A note comes back: dropped anywhere on the window, judged off the window's thread, forgotten as soon as one goes on."""

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.domain.visit import HeadResponse, ResponseKind, State
from sipdesk.gui.shell import Shell
from sipdesk.gui.verify.page import VerifyPage
from sipdesk.gui.window import Window
from sipdesk.services.visits import Step
from tests.gui.conftest import wait
from tests.gui.walk import faults, reachable, tabbed
from tests.unit.notes import signed, stamping, tampering
from tests.unit.services.test_signing import sign

WORDS = signed.partner().words


@pytest.fixture
def note(tmp_path: Path) -> Path:
    """Signed by somebody this desk does not know."""
    file = tmp_path / "note.pdf"
    file.write_bytes(signed.both())
    return file


def _window(shell: QWidget) -> Window:
    window = shell.window()
    assert isinstance(window, Window)
    return window


def _verified(qtbot: QtBot, shell: Shell, *files: Path) -> VerifyPage:
    shell.go_verify(list(files))
    _done(qtbot, shell.verify, len(files))
    return shell.verify


def _done(qtbot: QtBot, page: VerifyPage, count: int = 1) -> None:
    wait(qtbot, lambda: not page.checker.busy and len(page.found) == count)


def _seen(page: QWidget) -> str:
    return "\n".join(made.text() for made in page.findChildren(QLabel) if made.isVisible())


def _pressed(page: QWidget, text: str) -> QPushButton:
    return next(made for made in page.findChildren(QPushButton) if made.text() == text and made.isVisible())


def _mime(files: Sequence[Path]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return mime


def _dropped(window: Window, mime: QMimeData) -> bool:
    """As the system drops onto a window; whether it was taken."""
    handle = window.windowHandle()
    assert isinstance(handle, QWindow)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(400, 300), copy, mime, left, none)
    QApplication.sendEvent(handle, enter)
    drop = QDropEvent(QPointF(400, 300), copy, mime, left, none)
    if enter.isAccepted():
        QApplication.sendEvent(handle, drop)
    return enter.isAccepted()


def _answered(app: App, visit: str) -> None:
    """The head read the note once more and found it accurate."""
    move = app.services.visits.move
    if app.run(app.services.visits.get, visit).state is State.CHECKED:
        app.run(move, visit, Step(to=State.WRITING, why="a word was put right"))
    app.run(move, visit, Step(to=State.WITH_HEAD))
    answer = HeadResponse(kind=ResponseKind.ACCURATE, on=dt.date(2026, 7, 1))
    app.run(move, visit, Step(to=State.CHECKED, response=answer))


def test_that_a_pdf_dropped_on_any_page_is_checked(qtbot: QtBot, shell: Shell, note: Path) -> None:
    mime = _mime([note])
    assert _dropped(_window(shell), mime)
    assert shell.page is shell.verify
    _done(qtbot, shell.verify)
    text = _seen(shell.verify)
    assert "Untrusted" in text
    assert "Berger Primary School" in text
    assert WORDS in text
    assert "This desk has sealed no such note." in text


def test_that_a_sheet_goes_where_it_is_dropped_and_a_locked_window_takes_nothing(
    qtbot: QtBot, shell: Shell, note: Path, tmp_path: Path
) -> None:
    window = _window(shell)
    sheet, pdf = _mime([tmp_path / "allocation.csv"]), _mime([note])
    _dropped(window, sheet)
    assert shell.page is not shell.__dict__.get("verify")
    window.lock()
    wait(qtbot, lambda: not window.is_open and window.unlock.go.isEnabled())
    assert not _dropped(window, pdf)
    assert window.stack.currentWidget() is window.unlock


def test_that_several_files_stand_in_a_list_each_with_its_verdict(
    qtbot: QtBot, shell: Shell, note: Path, tmp_path: Path
) -> None:
    altered, scan = tmp_path / "altered.pdf", tmp_path / "scan.pdf"
    altered.write_bytes(signed.both() + b" ")
    scan.write_bytes(tampering.printed(signed.both()))
    page = _verified(qtbot, shell, note, altered, scan)
    rows = [page.list.item(n).text() for n in range(page.list.count())]
    assert rows == ["Untrusted · note.pdf", "Altered · altered.pdf", "Not a note · scan.pdf"]
    assert page.told.text() == "3 files: 1 untrusted, 1 altered, 1 not a note."
    assert page.list.hasFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    wait(qtbot, lambda: "What it claims to be" in _seen(page))
    assert "relied on" not in _seen(page).replace("cannot be relied on", "")
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    wait(qtbot, lambda: "is a copy or another paper" in _seen(page))


UNREADABLE = {
    "nothing.pdf": "cannot be read",
    "folder.pdf": "is a folder",
    "empty.pdf": "is empty",
    "huge.pdf": "larger than any note",
    "word.pdf": "no PDF that can be opened",
    "locked.pdf": "locked with a password",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_that_a_file_that_is_none_gets_a_sentence(qtbot: QtBot, shell: Shell, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    made = {"empty.pdf": b"", "word.pdf": b"PK\x03\x04 something else", "locked.pdf": _locked()}
    if name in made:
        file.write_bytes(made[name])
    elif name == "folder.pdf":
        file.mkdir()
    elif name == "huge.pdf":
        with file.open("wb") as out:
            out.truncate(60_000_000)
    page = _verified(qtbot, shell, file)
    assert UNREADABLE[name] in _seen(page)
    assert "Traceback" not in _seen(page)


def _locked() -> bytes:
    import io  # noqa: PLC0415

    import pikepdf  # noqa: PLC0415

    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user="secret"))
    return out.getvalue()


def test_that_nothing_of_the_file_stays_on_another_page_or_over_a_lock(qtbot: QtBot, shell: Shell, note: Path) -> None:
    page = _verified(qtbot, shell, note)
    assert shell.place().given == ()
    shell.go_caseload()
    assert page.found == []
    wait(qtbot, lambda: "Berger" not in "\n".join(made.text() for made in page.findChildren(QLabel)))
    assert note.read_bytes() == signed.both()
    shell.go_back()
    assert shell.page is page
    assert page.choose.isVisible()


def test_that_screen_sharing_hides_a_checked_note_and_shows_it_again(qtbot: QtBot, shell: Shell, note: Path) -> None:
    page = _verified(qtbot, shell, note)
    qtbot.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_F9)
    assert not page.body.isVisible()
    assert "Berger" not in _seen(_window(shell))
    qtbot.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_F9)
    assert "Berger" in _seen(page)


def test_that_a_certificate_is_relied_on_once_its_words_were_typed(qtbot: QtBot, shell: Shell, note: Path) -> None:
    page = _verified(qtbot, shell, note)
    card = page._stranger
    assert card is not None
    card.go.click()
    assert "Type the twelve words first" in card.words.error.text()
    card.words.edit.setText(" ".join(WORDS.split()[:11]))
    card.go.click()
    assert "These are not the words" in card.words.error.text()
    card.words.edit.setText(WORDS.upper().replace(" ", ", "))
    qtbot.keyClick(card.words.edit, Qt.Key.Key_Return)
    wait(qtbot, lambda: "Intact" in _seen(page))
    assert "Certificate of Helen Ashdown: relied on" in _seen(page)
    app = _window(shell).desk.app
    assert [one.name for one in app.run(app.services.trust.relied)] == ["Helen Ashdown"]


def test_that_a_trust_file_makes_every_note_of_its_authority_intact(
    qtbot: QtBot, shell: Shell, note: Path, tmp_path: Path
) -> None:
    file = tmp_path / "authority.pem"
    page = _verified(qtbot, shell, note)
    card = page._stranger
    assert card is not None
    card.ask = lambda _parent, _title, _kinds: str(file)
    card.file.click()
    wait(qtbot, card.error.text)
    assert "cannot be read" in card.error.text()
    file.write_bytes(signed.partner().trust_file())
    card.file.click()
    wait(qtbot, lambda: "Intact" in _seen(page))


def test_that_the_desk_knows_its_own_note_and_a_later_stamp(
    qtbot: QtBot, shell: Shell, visits: dict[str, str], tmp_path: Path
) -> None:
    """From the sealed note to the stamped one: the desk keeps both, and says so of either."""
    app, visit = _window(shell).desk.app, visits["whole"]
    _answered(app, visit)
    made = sign(app, visit)
    file = tmp_path / "own.pdf"
    file.write_bytes(made.pdf)
    with stamping.listening() as place:
        app.run(app.services.timestamps.set_address, place.address)
        page = _verified(qtbot, shell, file)
        assert "This is the very file that was sealed at this desk." in _seen(page)
        _pressed(page, "Add a time stamp").click()
        stamped = "Time stamped on 1 November 2025 at 12:30"
        qtbot.waitUntil(lambda: stamped in _seen(page) or bool(page.error.text()), timeout=40_000)
        assert page.error.text() == ""
        assert stamped in _seen(page)
    assert [len(place.asked), page.found[0].file.name] == [1, "own_stamped.pdf"]
    assert app.run(app.services.signing.sealed, visit) == (tmp_path / "own_stamped.pdf").read_bytes()
    assert file.read_bytes() == made.pdf
    page = _verified(qtbot, shell, file)
    assert "Intact" in _seen(page)
    assert "a time stamp was added to the note since" in _seen(page)


def test_that_a_service_that_does_not_answer_changes_nothing(
    qtbot: QtBot, shell: Shell, visits: dict[str, str], tmp_path: Path
) -> None:
    app, visit = _window(shell).desk.app, visits["whole"]
    _answered(app, visit)
    made = sign(app, visit)
    file = tmp_path / "own.pdf"
    file.write_bytes(made.pdf)
    with stamping.listening(stamping.Reply(lambda _asked: b"<html>", kind="text/html")) as place:
        app.run(app.services.timestamps.set_address, place.address)
        page = _verified(qtbot, shell, file)
        _pressed(page, "Add a time stamp").click()
        wait(qtbot, page.error.text)
    assert "sign in first" in page.error.text()
    assert app.run(app.services.signing.sealed, visit) == made.pdf
    assert not (tmp_path / "own_stamped.pdf").exists()


def test_that_the_hash_is_copied_and_gone_from_the_clipboard_after_a_lock(
    qtbot: QtBot, shell: Shell, note: Path
) -> None:
    window = _window(shell)
    page = _verified(qtbot, shell, note)
    _pressed(page, "Copy the SHA-256").click()
    report = page.found[0].report
    assert report is not None
    assert QGuiApplication.clipboard().text() == report.verdict.sha256
    window.lock()
    wait(qtbot, lambda: not window.is_open and window.unlock.go.isEnabled())
    assert QGuiApplication.clipboard().text() == ""


def test_that_the_command_and_the_dialogue_lead_there(qtbot: QtBot, shell: Shell, note: Path) -> None:
    shell.caseload.table.setFocus()
    qtbot.keyClick(shell.caseload.table, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = shell.finder.palette
    wait(qtbot, palette.field.hasFocus)
    qtbot.keyClicks(palette.field, "check a note")
    wait(qtbot, lambda: palette.settled)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    page = shell.verify
    assert shell.page is page
    assert page.choose.hasFocus()
    assert "Drop a note of visit here" in _seen(page)
    page.ask = lambda _parent, _title, _kinds: [str(note)]
    qtbot.keyClick(page.choose, Qt.Key.Key_Space)
    _done(qtbot, page)
    assert page.area.hasFocus()
    assert _window(shell).windowTitle() == "sipdesk · Verifying"
    qtbot.keyClick(page.area, Qt.Key.Key_F1)
    assert shell.help.topic == "verifying"


def test_that_the_page_is_worked_by_keyboard_and_fits_at_double_size(
    qtbot: QtBot, shell: Shell, note: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copy(note, tmp_path / "other.pdf"))
    _verified(qtbot, shell, note, other)
    window = _window(shell)
    wait(qtbot, lambda: faults(window) == [])
    assert not set(reachable(window)) - set(tabbed(qtbot, window))
    window.theme.resize(2.0)
    assert window.minimumSizeHint().height() <= 720
    assert window.minimumSizeHint().width() <= 1280


def test_that_a_round_is_cancelled_between_two_files(qtbot: QtBot, shell: Shell, note: Path) -> None:
    shell.go_verify([note] * 30)
    page = shell.verify
    wait(qtbot, lambda: page.found)
    assert page.cancel.isVisible()
    page.cancel.click()
    done = len(page.found)
    assert done < 30
    assert page.told.text() == f"Stopped. {done} of 30 files were checked."
    assert not page.checker.busy
