"""Who signs, who is relied on, and which service stamps: each on its own card of the settings, nothing made by looking."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.gui.first.identity import make_identity
from sipdesk.gui.first.steps import EMPTY
from sipdesk.gui.settings.page import SettingsPage
from sipdesk.gui.shell import Shell
from sipdesk.gui.window import Window
from tests.gui.conftest import PASSPHRASE, MakeWindow, wait
from tests.unit.keys.test_identity import packed
from tests.unit.notes import signed


@pytest.fixture
def settings(qtbot: QtBot, shell: Shell) -> SettingsPage:
    """The page of a desk that has its key."""
    app = _app(shell)
    app.run(app.services.signing.card)
    shell.go_settings()
    wait(qtbot, shell.settings.signing.words.text)
    return shell.settings


def _app(widget: QWidget) -> App:
    window = widget.window()
    assert isinstance(window, Window)
    return window.desk.app


def _seen(page: QWidget) -> str:
    return "\n".join(made.text() for made in page.findChildren(QLabel) if made.isVisible())


def test_that_the_certificate_stands_there_with_its_fingerprint_in_words_and_figures(settings: SettingsPage) -> None:
    app = _app(settings)
    card = app.run(app.services.signing.card)
    text = _seen(settings.signing)
    for told in ("Robin Marlow", card.words, card.fingerprint, "compare its fingerprint", "Good until 4 October 2035"):
        assert told in text
    settings.signing.copy.click()
    assert QGuiApplication.clipboard().text() == card.words


def test_that_looking_at_the_settings_makes_no_key_and_a_button_does(qtbot: QtBot, shell: Shell) -> None:
    shell.go_settings()
    part = shell.settings.signing
    wait(qtbot, part.make.isVisible)
    assert "has no key yet" in _seen(part)
    assert not part.copy.isVisible()
    part.make.click()
    wait(qtbot, part.words.text)
    assert "Your key is made" in part.good.text()
    assert not part.make.isVisible()


def test_that_the_fingerprint_page_goes_to_a_printer_that_was_chosen(
    qtbot: QtBot, settings: SettingsPage, tmp_path: Path
) -> None:
    part = settings.signing
    part.printer = lambda _parent: None
    part.print.click()
    assert not part.good.text()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    part.printer = lambda _parent: printer
    part.print.click()
    wait(qtbot, lambda: part.good.text() == "Sent to the printer.")
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF-")


def test_that_trust_file_and_fingerprint_page_are_saved(qtbot: QtBot, settings: SettingsPage, tmp_path: Path) -> None:
    part = settings.signing
    for name, press, begins in (("me.pem", part.trust, b"-----BEGIN"), ("me.pdf", part.page, b"%PDF-")):
        target = tmp_path / name
        part.save = lambda _parent, _title, _name, _kinds, to=target: str(to)
        press.click()
        wait(qtbot, lambda told=name: f"Saved as {told}" in part.good.text())
        assert target.read_bytes().startswith(begins)
    part.save = lambda _parent, _title, _name, _kinds: str(tmp_path)
    part.trust.click()
    wait(qtbot, part.bad.text)
    assert "is a folder" in part.bad.text()


def test_that_an_authority_s_certificate_comes_in_with_its_passphrase(
    qtbot: QtBot, settings: SettingsPage, tmp_path: Path
) -> None:
    part, file = settings.signing, tmp_path / "helen.p12"
    file.write_bytes(packed(signed.partner()))
    part.choose = lambda _parent, _title, _kinds: str(file)
    part.open.click()
    assert part.passphrase.edit.hasFocus()
    assert "takes the place" in part.good.text()
    part.passphrase.edit.setText("not this one")
    part.go.click()
    wait(qtbot, part.bad.text)
    assert "the passphrase is another" in part.bad.text()
    assert part.passphrase.text == ""
    part.passphrase.edit.setText("open sesame")
    qtbot.keyClick(part.passphrase.edit, Qt.Key.Key_Return)
    wait(qtbot, lambda: part.name.text() == "Helen Ashdown")
    assert "Vouched for by Invented authority" in part.vouched.text()
    assert not part.passphrase.isVisible()
    assert "open sesame" not in _seen(settings)
    wait(qtbot, lambda: "Robin Marlow" in _seen(settings.trust))  # the one before stays good


def test_that_an_unfit_file_changes_nothing(qtbot: QtBot, settings: SettingsPage, tmp_path: Path) -> None:
    part = settings.signing
    before = part.words.text()
    for name, data, told in (
        ("cert.pem", signed.partner().trust_file(), "without its key"),
        ("bare.p12", packed(signed.partner(), chain=False), "whole chain"),
        ("none.p12", b"", "is empty"),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        part.choose = lambda _parent, _title, _kinds, to=file: str(to)
        part.open.click()
        part.passphrase.edit.setText("open sesame")
        part.go.click()
        wait(qtbot, lambda words=told: words in part.bad.text())
    part.drop.click()
    assert part.words.text() == before
    assert not part.go.isVisible()


def test_that_a_certificate_is_taken_out_and_put_back(qtbot: QtBot, settings: SettingsPage, tmp_path: Path) -> None:
    part, file = settings.trust, tmp_path / "authority.pem"
    assert "Nobody yet" in _seen(part)
    file.write_bytes(signed.partner().trust_file())
    part.choose = lambda _parent, _title, _kinds: str(file)
    part.open.click()
    wait(qtbot, lambda: "an authority: all whom it vouches for count" in _seen(part))
    out = next(made for made in part.findChildren(QPushButton) if made.text() == "Take out")
    assert out.accessibleName() == "Rely on Invented authority no longer"
    out.click()
    wait(qtbot, lambda: "Nobody yet" in _seen(part))
    assert part.good.text() == "No longer relied on: Invented authority."
    assert part.undo.hasFocus()
    part.undo.click()
    wait(qtbot, lambda: "vouches for count" in _seen(part))
    assert not part.undo.isVisible()
    part.open.click()
    wait(qtbot, part.bad.text)
    assert "already" in part.bad.text()


def test_that_the_address_is_saved_when_the_field_is_left(qtbot: QtBot, settings: SettingsPage) -> None:
    part = settings.stamps
    app = _app(settings)
    for typed, told, kept in (
        ("https://stamps.example/", "Saved.", "https://stamps.example/"),
        ("nonsense", "This is no address", "https://stamps.example/"),
        ("", "no service is asked", ""),
    ):
        part.address.edit.setText(typed)
        part.address.edit.setFocus()
        qtbot.keyClick(part.address.edit, Qt.Key.Key_Return)
        wait(qtbot, lambda words=told: words in part.good.text() + part.bad.text())
        assert app.run(app.services.timestamps.address) == kept


def test_that_checking_a_note_is_one_press_away(shell: Shell, settings: SettingsPage) -> None:
    settings.signing.check.click()
    assert shell.page is shell.verify


def test_that_the_first_run_makes_the_key_without_holding_the_window(
    qtbot: QtBot, tmp_path: Path, make_window: MakeWindow, clock: Clock
) -> None:
    window = make_window(tmp_path / "new" / "desk")
    wait(qtbot, lambda: window.first is not None and window.first.authority.findChildren(QRadioButton))
    first = window.first
    assert first is not None
    dots = first.authority.findChildren(QRadioButton)
    next(dot for dot in dots if dot.property("authority") == "hackney").setChecked(True)
    first.who.name.edit.setText("Robin Marlow")
    first.go_on()
    first.go_on()
    for field in (first.passphrase.typed.first, first.passphrase.typed.again):
        field.edit.setText(PASSPHRASE)
    first.go_on()
    first.schools.choose(EMPTY)
    first.go_on()
    wait(qtbot, lambda: window.is_open)
    wait(qtbot, lambda: not window.desk.background.busy)
    app, folder = window.desk.app, window.desk.folder
    wait(qtbot, lambda: app.run(app.services.signing.key_wanted) is None)
    words = app.run(app.services.signing.card).words
    window.close()
    window.finish()
    again = App(folder, clock)
    again.open(PASSPHRASE)
    assert again.run(again.services.signing.card).words == words
    again.close()


def test_that_a_desk_with_a_key_keeps_it(qtbot: QtBot, settings: SettingsPage) -> None:
    app = _app(settings)
    before = app.run(app.services.signing.card)
    done: list[bool] = []
    window = settings.window()
    assert isinstance(window, Window)
    make_identity(window.desk, lambda: done.append(True))
    wait(qtbot, lambda: done)
    assert app.run(app.services.signing.card) == before
