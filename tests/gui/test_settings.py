"""The settings: each saves as it is changed and says so; what can fail says why and keeps what was."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import keyring
import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.gui.appearance import Preferences
from sipdesk.gui.settings.page import SettingsPage
from sipdesk.gui.shell import Shell
from sipdesk.gui.window import Window
from tests.gui.conftest import PASSPHRASE, MakeWindow, unlock, wait
from tests.gui.walk import faults, reachable, tabbed

NEW = "other plain english words"


class Ring(KeyringBackend):
    """A keyring in memory: what the system's own would be."""

    priority: ClassVar[float] = 1  # type: ignore[misc]
    viable: ClassVar[bool] = False  # type: ignore[misc]
    """Never found by looking round: a test that wants it puts it in place."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


@pytest.fixture
def ring() -> Iterator[Ring]:
    """A keyring of this test's own."""
    before = keyring.get_keyring()
    made = Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def settings(qtbot: QtBot, shell: Shell) -> SettingsPage:
    """The page, filled."""
    shell.go_settings()
    wait(qtbot, lambda: shell.settings.who.name.text == "Robin Marlow" and shell.settings.backup.last.text())
    return shell.settings


def _window(page: SettingsPage) -> Window:
    window = page.window()
    assert isinstance(window, Window)
    return window


def _view(page: SettingsPage) -> object:
    app = _window(page).desk.app
    return app.run(app.services.settings.view)


def test_that_name_and_title_are_saved_when_the_field_is_left(qtbot: QtBot, settings: SettingsPage) -> None:
    settings.who.name.edit.setText("Robin  Q. Marlow")
    settings.who.post.edit.setText("Senior partner")
    settings.who.post.edit.setFocus()
    qtbot.keyClick(settings.who.post.edit, Qt.Key.Key_Tab)
    wait(qtbot, settings.who.good.text)
    view = _view(settings)
    assert (view.partner, view.title) == ("Robin Q. Marlow", "Senior partner")


def test_that_the_two_columns_are_about_as_long_as_each_other(qtbot: QtBot, settings: SettingsPage) -> None:
    settings.window().resize(1280, 720)
    first, second = (part.parentWidget() for part in (settings.who, settings.about))
    wait(qtbot, lambda: first.x() < second.x())
    wait(qtbot, lambda: 0.75 < first.height() / second.height() < 1.33)


def test_that_a_name_is_never_emptied(qtbot: QtBot, settings: SettingsPage) -> None:
    settings.who.name.edit.setText("  ")
    settings.who.name.edit.setFocus()
    qtbot.keyClick(settings.who.name.edit, Qt.Key.Key_Return)
    wait(qtbot, settings.who.bad.text)
    assert _view(settings).partner == "Robin Marlow"


def test_that_words_of_ones_own_are_kept(qtbot: QtBot, settings: SettingsPage) -> None:
    settings.words.words.setFocus()
    settings.words.words.setPlainText("phonic\n\n Oracy \nphonic")
    settings.who.name.edit.setFocus()
    wait(qtbot, settings.words.good.text)
    assert _view(settings).words == ["Oracy", "phonic"]


def test_that_the_look_counts_at_once(settings: SettingsPage) -> None:
    window = _window(settings)
    settings.look.look.chosen.emit("dark")
    assert window.theme.palette.name == "dark"
    settings.look.letters.chosen.emit(1.5)
    assert window.theme.scale == 1.5
    settings.look.still.click()
    assert window.theme.still
    settings.look.still.click()
    assert not window.theme.still


def test_that_the_minutes_of_the_lock_are_remembered_on_this_device(
    qtbot: QtBot, settings: SettingsPage, tmp_path: Path
) -> None:
    settings.lock.minutes.chosen.emit(10)
    assert _window(settings).watch.minutes == 10
    assert _window(settings).shell.foot.lock.text() == "Locks after 10 minutes"
    file = Preferences(tmp_path / "window.ini")
    file.keep_minutes(2)
    assert Preferences(tmp_path / "window.ini").minutes == 2
    file.keep_minutes(900)
    assert Preferences(tmp_path / "window.ini").minutes == 5


def test_that_the_passphrase_is_changed_with_the_old_one_alone(
    qtbot: QtBot, settings: SettingsPage, ring: Ring, desk_folder: Path
) -> None:
    part = settings.passphrase
    part.open.click()
    part.old.edit.setText("not the words of it")
    part.new.first.edit.setText(NEW)
    part.new.again.edit.setText(NEW)
    part.go.click()
    wait(qtbot, part.bad.text)
    assert "does not open" in part.bad.text()
    ring.kept["sipdesk", _view(settings).id] = PASSPHRASE
    part.old.edit.setText(PASSPHRASE)
    part.go.click()
    wait(qtbot, lambda: part.open.isVisible() and part.good.text())
    assert part.old.text == part.new.first.text == ""
    wait(qtbot, lambda: not ring.kept)
    window = _window(settings)
    window.lock()
    wait(qtbot, lambda: not window.is_open and window.unlock.go.isEnabled())
    window.unlock.field.setText(NEW)
    window.unlock.go.click()
    wait(qtbot, lambda: window.is_open)


def test_that_a_device_remembers_and_forgets(
    qtbot: QtBot, ring: Ring, settings: SettingsPage, make_window: MakeWindow, desk_folder: Path
) -> None:
    part = settings.memory
    wait(qtbot, part.isVisible)
    part.passphrase.edit.setText("not the words of it")
    part.go.click()
    wait(qtbot, part.passphrase.error.text)
    assert not ring.kept
    part.passphrase.edit.setText(PASSPHRASE)
    part.go.click()
    wait(qtbot, part.drop.isVisible)
    assert list(ring.kept.values()) == [PASSPHRASE]
    first = _window(settings)
    first.close()
    first.finish()
    again = make_window(desk_folder)
    wait(qtbot, lambda: again.is_open)
    again.lock()
    wait(qtbot, lambda: not again.is_open and again.unlock.go.isEnabled())
    shell = unlock(qtbot, again)  # after a lock it asks all the same
    shell.go_settings()
    wait(qtbot, shell.settings.memory.drop.isVisible)
    shell.settings.memory.drop.click()
    wait(qtbot, lambda: not ring.kept)


def test_that_without_a_keyring_nothing_is_offered(qtbot: QtBot, settings: SettingsPage) -> None:
    wait(qtbot, lambda: not _window(settings).desk.background.busy)
    assert settings.memory.isHidden()


def test_that_a_backup_is_made_told_and_restored(qtbot: QtBot, settings: SettingsPage, tmp_path: Path) -> None:
    part, file = settings.backup, tmp_path / "mine.sipbackup"
    names: list[str] = []
    part.save = lambda _parent, name: names.append(name) or str(file)
    part.choose = lambda _parent, _name: str(file)
    part.make.click()
    wait(qtbot, lambda: "found whole" in part.good.text())
    assert names == ["sipdesk 2025-10-07.sipbackup"]
    assert "The last one was made on 7 October 2025" in part.last.text()
    settings.who.name.edit.setText("Somebody Else")
    settings.who.name.edit.editingFinished.emit()
    wait(qtbot, settings.who.good.text)
    part.put.click()
    part.go.click()
    assert "Type the passphrase" in part.passphrase.error.text()
    part.passphrase.edit.setText(PASSPHRASE)
    window = _window(settings)
    part.go.click()
    wait(qtbot, lambda: not window.is_open and window.unlock.why.text().startswith("The backup of"))
    assert "kept beside it" in window.unlock.why.text()
    shell = unlock(qtbot, window)
    shell.go_settings()
    wait(qtbot, lambda: shell.settings.who.name.text == "Robin Marlow")


def test_that_a_spoilt_backup_changes_nothing(qtbot: QtBot, settings: SettingsPage, tmp_path: Path) -> None:
    file = tmp_path / "spoilt.sipbackup"
    file.write_bytes(b"nothing of the kind")
    part = settings.backup
    part.choose = lambda _parent, _name: str(file)
    part.put.click()
    part.passphrase.edit.setText(PASSPHRASE)
    window = _window(settings)
    part.go.click()
    wait(qtbot, lambda: not window.is_open and window.unlock.error.text())
    assert "not a whole sipdesk backup" in window.unlock.error.text()
    unlock(qtbot, window)


def test_that_the_desk_is_checked(qtbot: QtBot, settings: SettingsPage) -> None:
    settings.backup.check.click()
    wait(qtbot, lambda: settings.backup.good.text().startswith("Sound: 3 schools, 3 visits"))


def test_that_files_of_ones_own_are_checked(qtbot: QtBot, settings: SettingsPage, tmp_path: Path) -> None:
    part = settings.forms
    opened: list[Path] = []
    part.opener = opened.append
    part.own = tmp_path / "forms"
    part.folder.click()
    assert opened == [part.own]
    part.check.click()
    wait(qtbot, lambda: "no files of your own" in part.good.text())
    (part.own / "anyshire" / "2025-26").mkdir(parents=True)
    (part.own / "anyshire" / "2025-26" / "programme.toml").write_text('authority = "other"', encoding="utf-8")
    part.check.click()
    wait(qtbot, lambda: "to mend" in part.bad.text())
    assert "anyshire/2025-26/programme.toml:1" in part.problems.text()


def test_that_a_machine_without_a_file_manager_is_told_where_the_folder_lies(settings: SettingsPage) -> None:
    """The offscreen platform opens nothing, as a bare Linux desktop does not."""
    part = settings.places
    part.folder.click()
    assert part.bad.text().startswith("Nothing on this machine opens folders. It is here: ")
    assert str(_window(settings).desk.folder) in part.bad.text()


def test_that_settings_are_worked_by_keyboard_and_fit_at_double_size(qtbot: QtBot, settings: SettingsPage) -> None:
    window = _window(settings)
    settings.passphrase.open.click()
    wait(qtbot, lambda: faults(window) == [])  # once what unfolded has its place
    settings.arrive()
    missed = set(reachable(window)) - set(tabbed(qtbot, window, limit=80))
    assert not missed
    window.theme.resize(2.0)
    assert window.minimumSizeHint().height() <= 720
    assert window.minimumSizeHint().width() <= 1280


def test_that_a_title_of_ones_own_stands_on_the_note(visits: dict[str, str], app: App) -> None:
    first = app.run(app.services.notes.record, visits["whole"]).signatories[0]
    assert (first.role, first.name) == ("School improvement partner", "Robin Marlow")
    app.run(app.services.settings.name, "Robin Marlow", "Lead partner")
    assert app.run(app.services.notes.record, visits["whole"]).signatories[0].role == "Lead partner"


def test_that_the_spelling_and_the_settings_keep_the_same_words(visits: dict[str, str], app: App) -> None:
    app.run(app.services.phrases.add_word, "oracy")
    assert app.run(app.services.settings.view).words == ["oracy"]
    app.run(app.services.settings.keep_words, ["phonic", "oracy"])
    assert app.run(app.services.phrases.language, visits["whole"]).own == ["oracy", "phonic"]


def test_that_the_rehearsal_is_offered_by_every_programme_and_opens_by_the_one_chosen(
    qtbot: QtBot, settings: SettingsPage
) -> None:
    window, whose = _window(settings), settings.rehearsal.whose
    wait(qtbot, whose.isVisible)
    assert whose.value == "hackney"  # the desk's own
    offered = [action.text() for action in whose.menu().actions()]
    assert len(offered) == len(set(offered)) == 6
    chosen = next(action for action in whose.menu().actions() if action.text() == "Havering 2011")
    chosen.trigger()
    assert whose.accessibleName() == "By the programme of: Havering 2011"
    settings.rehearsal.go.click()
    wait(qtbot, lambda: not window.is_open)
    qtbot.waitUntil(lambda: window.is_open, timeout=60_000)  # a year is written meanwhile
    app = window.desk.app
    standing = app.run(app.services.standing.of_school, "900101")
    assert (standing.authority, standing.name) == ("havering", "Category 3B")
    window.shell.go_settings()
    wait(qtbot, lambda: "Leave" in window.shell.settings.rehearsal.go.text())
    assert window.shell.settings.rehearsal.whose.isHidden()


def test_that_another_edition_of_ones_own_programme_is_chosen_and_left_again(
    qtbot: QtBot, settings: SettingsPage
) -> None:
    app, forms = _window(settings).desk.app, settings.forms
    assert forms.edition.isHidden()  # there is one alone

    def elsewhere() -> None:
        with app.services.desk.writing():
            app.services.desk.set_fact("authority", "hillingdon")

    app.run(elsewhere)
    settings.load()
    wait(qtbot, forms.edition.isVisible)
    assert forms.edition.text() == "Edition: by its dates"
    offered = {action.text(): action for action in forms.edition.menu().actions()}
    offered["2020-23, a draft"].trigger()
    wait(qtbot, lambda: forms.good.text().startswith("Hillingdon 2020-23 counts from now on."))
    assert forms.authority.text() == "This desk follows the programme of Hillingdon 2020-23."
    offered["by its dates"].trigger()
    wait(qtbot, lambda: forms.authority.text() == "This desk follows the programme of Hillingdon 2015-18.")
