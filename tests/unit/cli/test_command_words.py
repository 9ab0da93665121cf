"""What the commands say: in words, with the right number, and nothing that was never meant to be said."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sipdesk.app import App
from sipdesk.cli.common import Session
from sipdesk.cli.main import run, sipdesk
from sipdesk.domain.errors import BadInput, DeskDamaged
from sipdesk.store import sealed
from sipdesk.store.desk import Desk
from tests.conftest import PASSPHRASE

Commands = Callable[..., Result]


@pytest.fixture
def commands(desk_folder: Path, clock, monkeypatch) -> Commands:
    """Runs a command on a desk with three schools, each in a session of its own."""

    def command(*arguments: str) -> Result:
        monkeypatch.setenv("SIPDESK_PASSPHRASE", PASSPHRASE)
        session = Session(lambda _folder, _passphrase: 0)
        session._app = App(desk_folder, clock)
        try:
            return CliRunner().invoke(sipdesk, ["--desk", str(desk_folder), *arguments], obj=session)
        finally:
            session.close()

    return command


def test_that_one_is_not_spoken_of_as_many(commands, tmp_path):
    commands("visit", "900101", "--kind", "telephone", "--date", "2025-10-03")
    assert commands("calendar", str(tmp_path / "visits.ics")).stderr.endswith("visits.ics, 1 date.\n")
    assert "3 schools, 1 visit, 0 answers, 0 signed files" in commands("check").stderr
    (tmp_path / "forms" / "anyshire" / "2025-26").mkdir(parents=True)
    assert "1 error, 0 remarks." in commands("forms", "check", str(tmp_path / "forms")).stderr


def test_that_time_is_told_with_days_as_people_say_them(commands):
    told = commands("time", "900101", "--add", "meeting", "2", "hours", "--on", "2025-10-03")
    assert "Added: meeting, 2 h on 3 October 2025" in told.stderr
    assert "1 August 2025 to 31 July 2026" in told.stdout or "No time" in told.stderr


@pytest.mark.parametrize(
    "option", [("--on", "2025-10-03"), ("--whose", "adviser"), ("--words", "Reading"), ("--visit", "x")]
)
def test_that_what_belongs_to_added_time_is_not_dropped_without_any(option, commands):
    told = commands("time", "900101", *option).exception
    assert isinstance(told, BadInput)
    assert f"{option[0]} belongs to time that is added" in str(told)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("visit", "900101", "2025-26/autumn", "--date", "2025-10-14"), "--date goes with --kind"),
        (("note", "x", "--to", "a.pdf", "--draft", "--revision", "1"), "use one of them"),
        (("note", "x", "--to", "a.docx", "--record", "a.json"), "--record goes with a PDF"),
        (("issue", "x", "--plan", "--eml", "a.eml"), "--plan changes nothing"),
        (("issue", "x", "--plan", "--all-the-same", "They know."), "--plan changes nothing"),
        (("accuracy", "x", "--on", "2025-10-14"), "--on goes with an answer"),
        (("accuracy", "x", "--comment", "Thank you.", "--done"), "--comment goes with an answer"),
        (("outbox", "--retry", "x", "--confirm", "3"), "--confirm goes with --apply"),
        (("enrol", "x.sipenrol", "--show", "--agree"), "use one of them"),
    ],
)
def test_that_an_option_is_never_passed_over_without_a_word(arguments, said, commands):
    told = commands(*arguments)
    assert told.exit_code == 2
    assert said in " ".join(told.stderr.split())


@pytest.mark.parametrize(
    ("kind", "option"),
    [
        ("gias", ("--term", "2025-26/autumn")),
        ("gias", ("--published", "2025-07-10")),
        ("ofsted", ("--partner", "Amara Osei")),
        ("allocation", ("--published", "2025-07-10")),
    ],
)
def test_that_what_belongs_to_a_file_of_another_kind_is_not_dropped(kind, option, commands, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Reference,Name\n1,One\n", encoding="utf-8")
    told = commands("import", str(file), "--kind", kind, *option).exception
    assert isinstance(told, BadInput)
    assert f"{option[0]} belongs to " in str(told)


def test_that_a_decision_names_the_category_and_not_its_id(commands):
    told = commands("category", "900101", "--set", "core", "--reason", "Talked over with the head.")
    assert told.stderr.startswith("Kept: Core from 7 October 2025.")


def test_that_no_time_stamping_service_leads_to_the_section_that_takes_one(tmp_path, commands):
    (tmp_path / "note.pdf").write_bytes(b"%PDF-1.7")
    told = commands("timestamp", str(tmp_path / "note.pdf"))
    assert "Settings, under Time stamps" in str(told.exception)


@pytest.mark.parametrize(
    ("arguments", "how"),
    [
        (("passphrase",), "Set SIPDESK_NEW_PASSPHRASE."),
        (("identity", "--import", "p12"), "Put it into a file and name that with --passphrase-file."),
    ],
)
def test_that_a_secret_nobody_can_type_is_asked_for_in_the_way_it_can_be_given(commands, arguments, how):
    assert str(commands(*arguments).exception).endswith(f"and there is nobody here to ask. {how}")


def test_that_a_fault_of_ours_says_where_and_never_what_it_held(capsys):
    def broken() -> None:
        json.loads("Kofi was late on Friday")

    with pytest.raises(SystemExit):
        run(lambda _folder, _passphrase: broken() or 0, [])
    told = capsys.readouterr().err
    assert "Something in sipdesk went wrong (JSONDecodeError, main.py line " in told
    assert "Kofi" not in told


def test_that_a_check_reads_the_signed_notes_too(commands, desk_folder, clock):
    desk = Desk.open(desk_folder, PASSPHRASE, clock)
    sha256 = "5e7fef1d61d2bb0e8e5ee2f1cd5ba2b85fff1b9fc0e0d9a0ed2dcf2b3ba6f8b1"
    with desk.change("signed the note", "a visit", sha256):
        sealed.remember(desk, "a-note", 1, sha256)
    desk.close()
    told = commands("check")
    assert isinstance(told.exception, DeskDamaged)
    assert "signed note in this desk is lost or damaged" in str(told.exception)
