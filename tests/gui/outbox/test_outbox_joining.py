"""Joining a service: at the first run, in the settings, again, and by a file of somebody else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.gui.first.page import FirstPage
from sipdesk.gui.first.steps import EMPTY
from sipdesk.gui.settings.central import CentralSection
from sipdesk.gui.shell import Shell
from sipdesk.gui.window import Window
from sipdesk.services import central, credentials
from tests.gui.conftest import PASSPHRASE, MakeWindow, wait
from tests.gui.outbox.conftest import Service, Turn
from tests.gui.walk import faults


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path, make_window: MakeWindow) -> FirstPage:
    """The first run, its authorities listed, none of them chosen."""
    window = make_window(tmp_path / "new" / "desk")
    wait(qtbot, lambda: window.first is not None and window.first.authority.findChildren(QRadioButton))
    assert window.first is not None
    return window.first


def test_that_the_first_run_takes_an_enrolment_file_and_chooses_its_authority(
    qtbot: QtBot, first: FirstPage, service: Service
) -> None:
    window = first.window()
    assert isinstance(window, Window)
    qtbot.keyClicks(first.who.name.edit, "Robin Marlow")
    first.go_on()
    first.authority.choose("nowhere")
    assert "not here" in first.authority.error.text()
    first.invited.take(service.file())
    wait(qtbot, first.invited.words.text)
    assert first.authority.chosen == "hackney"
    assert str(service.share) in first.invited.name.text()
    assert faults(window) == []
    first.go_on()
    first.passphrase.typed.first.edit.setText(PASSPHRASE)
    first.passphrase.typed.again.edit.setText(PASSPHRASE)
    first.go_on()
    first.schools.choose(EMPTY)
    first.go_on()
    wait(qtbot, lambda: window.is_open)
    app = window.desk.app
    view = app.run(app.services.outbox.view)
    assert view.enrolled
    assert view.authority == "Hackney Education"
    assert [row.kind for row in view.parcels] == ["greeting"]


def test_that_the_first_run_says_when_an_authority_could_open_the_desk(
    qtbot: QtBot, first: FirstPage, service: Service, tmp_path: Path
) -> None:
    alone = first.passphrase.care.text()
    assert "Nobody can recover it: not we, not your authority." in alone
    first.invited.take(service.file(recovery_key=central.recovery(tmp_path / "recovery.key")))
    wait(qtbot, first.invited.words.text)
    assert "your authority could open your desk for you" in first.invited.words.text()
    assert "your authority could set a new one" in first.passphrase.care.text()
    assert "Nobody" not in first.passphrase.care.text()
    first.invited.clear()
    assert first.passphrase.care.text() == alone


def test_that_the_first_run_goes_on_without_a_file_that_is_none(qtbot: QtBot, first: FirstPage, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.sipenrol"
    wrong.write_bytes(b"{}")
    first.invited.take(wrong)
    wait(qtbot, first.invited.error.text)
    assert not first.invited.data
    assert not first.invited.drop.isVisibleTo(first.invited)


@pytest.fixture
def section(qtbot: QtBot, enrolled: App, shell: Shell) -> CentralSection:
    """The settings of a desk that has joined."""
    assert enrolled
    shell.go_settings()
    wait(qtbot, shell.settings.central.words.text)
    return shell.settings.central


def test_that_the_settings_say_with_whom_and_where_and_by_which_words(
    section: CentralSection, service: Service
) -> None:
    assert section.name.text() == "Hackney Education"
    assert str(service.share) in section.place.text()
    assert len(section.words.text().split(": ")[1].split()) == 12
    assert not section.token.isVisible()


def test_that_the_connection_is_tested_in_plain_words(section: CentralSection, turn: Turn, service: Service) -> None:
    turn.click(section.test)
    turn.until(lambda: section.good.text().startswith("It is reached"))
    assert section.found.text().count("✓") >= 4
    assert [file.name for file in service.share.iterdir() if file.name.startswith("sipdesk-doctor")]
    service.share.rename(service.share.with_name("away"))
    turn.click(section.test)
    turn.until(section.bad.text)
    assert "✗" in section.found.text()


def test_that_the_same_file_again_changes_nothing(section: CentralSection, turn: Turn, service: Service) -> None:
    data = service.file()
    section.join.take(data)
    turn.until(section.join.go.isVisible)
    turn.click(section.join.go)
    turn.until(lambda: section.good.text().startswith("This desk is enrolled"))
    section.join.take(data)
    turn.until(lambda: "already, by this very file" in section.join.says.text())
    assert not section.join.go.isVisible()


def test_that_the_file_of_another_authority_says_what_it_would_mean(
    section: CentralSection, turn: Turn, service: Service, tmp_path: Path, enrolled: App
) -> None:
    other = Service(tmp_path, service.clock, key="other")
    section.join.take(other.file(authority="newham", name="Newham Learning"))
    turn.until(section.join.go.isVisible)
    assert section.join.go.text() == "Change to this authority"
    assert "goes to Newham Learning instead" in section.join.says.text()
    turn.click(section.join.drop)
    assert enrolled.run(enrolled.services.enrolling.view).name == "Hackney Education"


def test_that_a_token_that_is_not_taken_is_not_kept_and_says_so(
    app: App, service: Service, turn: Turn, answering: Callable[[int], str]
) -> None:
    service.destination = answering(401)
    app.run(app.services.enrolling.enrol, service.invitation())
    turn.shell.go_settings()
    section = turn.shell.settings.central
    turn.until(section.token.isVisible)
    turn.click(section.keep)
    assert section.token.error.text() == "Paste the token first."
    section.token.edit.setText("a token that is wrong")
    turn.click(section.keep)
    turn.until(section.bad.text)
    assert "password or token" in section.found.text()
    assert credentials.credentials_for(service.destination).token == ""
