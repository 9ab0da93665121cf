"""The real program in processes of its own, as a service desk or a script would call it."""

import csv
import json
import shutil
from pathlib import Path

import pypdfium2
import pytest

from tests.e2e.commands import Shell

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
DATA = Path(__file__).parents[1] / "data" / "imports"


@pytest.fixture
def demo(rehearsed: Path) -> list[str]:
    """Three notes, as `sipdesk demo` prints their paths."""
    return (rehearsed.parent / "stdout.txt").read_text(encoding="utf-8").split()


def text_of(path: str | Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf)


def test_that_the_demo_prints_the_absolute_path_of_three_notes(demo):
    assert len(demo) == 3
    assert all(Path(path).is_absolute() and Path(path).read_bytes().startswith(b"%PDF") for path in demo)


def test_that_the_thread_runs_from_autumn_to_summer(demo):
    autumn, spring, summer = map(text_of, demo)
    for word in ("Early reading", "mathematics", "leadership"):
        assert word.casefold() in autumn.casefold()
        assert word.casefold() in summer.casefold()
    assert "early reading" in spring.casefold()
    assert "Carried over" in spring or "carried over" in spring
    for text in (autumn, spring, summer):
        assert "412" in text
        assert "Permanent exclusions" in text
        assert "REHEARSAL" in text


def test_that_a_demo_done_twice_replaces_itself_and_never_anything_else(demo, rehearsed, tmp_path):
    shell = Shell(tmp_path)
    shutil.copytree(rehearsed, tmp_path / "here")
    again = shell.run("demo", "here", "--no-window").stdout.split()
    assert again == [str(tmp_path / "here" / Path(path).relative_to(rehearsed)) for path in demo]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep")
    told = shell.run("demo", "mine", "--no-window", code=1)
    assert "holds other things" in told.stderr
    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep"


def test_that_a_caseload_comes_in_with_exactly_the_agreed_keys(shell):
    told = shell.json("import", DATA / "hackney_open_cp1252.csv", "--kind", "gias")
    assert (told["kind"], told["read"], told["applied"]) == ("gias", 112, True)
    file = DATA / "messy_hackney_2025-26.xlsx"
    dry = shell.json("import", file, "--term", "2025-26/autumn", "--dry-run")
    assert set(dry) == {"kind", "read", "new", "changed", "gone", "unmatched", "applied"}
    assert dry["applied"] is False
    assert shell.json("schools") == []
    first = shell.json("import", file, "--term", "2025-26/autumn")
    assert first["new"] == dry["new"]
    assert len(first["new"]) == 14
    again = shell.json("import", file, "--term", "2025-26/autumn")
    assert (again["new"], again["changed"], again["gone"]) == ([], [], [])
    listed = shell.json("schools")
    assert {row["urn"] for row in listed} == set(first["new"])
    assert {"urn", "name", "authority", "phase", "governance", "category"} <= set(listed[0])
    shell.on("undo-import")
    assert shell.json("schools") == []


@pytest.mark.parametrize("name", ["alex example", "Example, Alex", " A. EXAMPLE ", "example alex"])
def test_that_the_partner_is_found_however_the_name_is_given(shell, name):
    shell.on("import", DATA / "hackney_open_cp1252.csv", "--kind", "gias")
    told = shell.json(
        "import", DATA / "messy_hackney_cp1252_semicolon.csv", "--term", "2025-26/autumn", "--partner", name
    )
    assert len(told["new"]) == 8


def test_that_a_name_two_people_fit_is_not_guessed(shell):
    told = shell.on("import", DATA / "messy_hackney_cp1252_semicolon.csv", "--partner", "Sample", code=1)
    assert "B Sample" in told.stderr
    assert "Sam Sample" in told.stderr


def test_that_a_visit_goes_from_template_to_note(shell, tmp_path):
    shell.on("import", DATA / "messy_hackney_cp1252_semicolon.csv", "--term", "2025-26/autumn")
    urn = shell.json("schools")[0]["urn"]
    template = json.loads(shell.on("visit", urn, "2025-26/autumn", "--template").stdout)
    template["visit"].update({"date": "2025-10-14", "start": "09:00", "end": "12:30"})
    template["answers"]["context"] = "Fewer than <5 pupils & Łukasz’s café"
    (tmp_path / "a.json").write_text(json.dumps(template), encoding="utf-8")
    told = shell.json("visit", urn, "2025-26/autumn", "--answers", tmp_path / "a.json")
    assert set(told) == {"visit", "state", "incomplete"}
    assert told["state"] == "writing"
    assert told["incomplete"]
    refused = shell.on("note", told["visit"], "--to", tmp_path / "n.pdf", code=1)
    assert "not complete" in refused.stderr
    assert not (tmp_path / "n.pdf").exists()
    shell.on("note", told["visit"], "--to", tmp_path / "n.pdf", "--draft")
    assert "Fewer than <5 pupils & Łukasz’s café" in text_of(tmp_path / "n.pdf")
    assert "DRAFT" in text_of(tmp_path / "n.pdf")


def test_that_a_telephone_call_is_a_contact(shell):
    shell.on("import", DATA / "messy_hackney_cp1252_semicolon.csv", "--term", "2025-26/autumn")
    urn = shell.json("schools")[0]["urn"]
    told = shell.json("visit", urn, "--kind", "telephone", "--date", "2026-02-03")
    assert told["state"] == "planned"
    shell.on("visit", urn, "--kind", "telephone", code=2)
    shell.on("visit", urn, code=2)


def test_that_backup_restore_and_check_close_the_circle(shell, tmp_path):
    shell.on("import", DATA / "messy_hackney_cp1252_semicolon.csv", "--term", "2025-26/autumn")
    before = shell.json("schools")
    shell.on("backup", tmp_path / "safe.sipbackup")
    assert "Nothing has changed" in shell.on("backup", tmp_path / "safe.sipbackup").stderr
    other = Shell(tmp_path / "other")
    other.folder.mkdir()
    other.on("restore", tmp_path / "safe.sipbackup")
    assert other.json("schools") == before
    assert other.json("check")["sound"] is True


def test_that_the_passphrase_can_be_changed(shell, monkeypatch):
    monkeypatch.setenv("SIPDESK_NEW_PASSPHRASE", "another one for winter")
    shell.on("passphrase")
    monkeypatch.delenv("SIPDESK_NEW_PASSPHRASE")
    shell.on("schools", code=1)
    shell.on("schools", passphrase="another one for winter")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["schools", "--nonsense"], 2, "No such option"),
        (["nonsense"], 2, "No such command"),
        (["import"], 2, "Missing argument"),
        (["import", "nowhere.csv"], 1, "There is no file"),
        (["import", __file__], 1, ""),
        (["visit", "999999", "2025-26/autumn"], 1, "no school 999999"),
        (["visit", "999999", "2025/autumn"], 1, "is not a school year"),
        (["note", "01234567", "--to", "x.pdf"], 1, "no visit"),
        (["restore", "nowhere"], 1, "no file"),
        (["due", "--on", "tomorrow"], 2, "is not a date"),
        (["new", "--authority", "hackney", "--partner", "x"], 1, "already"),
        (["forms", "check", "nowhere"], 1, "folder"),
    ],
)  # fmt: skip
def test_that_bad_input_gets_a_sentence_and_the_right_exit_code(shell, arguments, code, told):
    assert told in shell.on(*arguments, code=code).stderr + shell.on(*arguments, code=code).stdout


def test_that_a_wrong_passphrase_is_refused(shell):
    assert "does not open" in shell.on("schools", code=1, passphrase="not this one at all").stderr


def test_that_an_unknown_authority_makes_no_desk(tmp_path):
    told = Shell(tmp_path).on("new", "--authority", "atlantis", "--partner", "x", code=1)
    assert "atlantis" in told.stderr
    assert not (tmp_path / "desk" / "current").exists()


def test_that_shipped_forms_check_clean(shell):
    told = shell.run("forms", "check")
    assert "0 errors" in told.stderr


def test_that_a_mistake_in_a_form_names_file_line_and_key(shell, tmp_path):
    folder = tmp_path / "forms" / "mine" / "2025"
    folder.mkdir(parents=True)
    (folder / "programme.toml").write_text('authority = "mine"\nedition = 5\n', encoding="utf-8")
    told = shell.run("forms", "check", tmp_path / "forms", code=1)
    assert "mine/2025/programme.toml:2: error: edition:" in told.stdout


def test_that_due_is_one_json_document(shell):
    shell.on("import", DATA / "messy_hackney_cp1252_semicolon.csv", "--term", "2025-26/autumn")
    due = shell.json("due", "--on", "2025-11-03")
    assert due
    assert {"urn", "school", "what", "due", "rule", "overdue"} <= set(due[0])


def test_that_an_allocation_may_be_in_any_shape_a_script_makes(shell, tmp_path):
    with (tmp_path / "mine.csv").open("w", newline="", encoding="utf-16") as out:
        csv.writer(out, delimiter="\t").writerows([["URN", "School name"], ["100218", "Berger Primary School"]])
    told = shell.json("import", tmp_path / "mine.csv", "--term", "2025-26/spring")
    assert told["new"] == ["100218"]
