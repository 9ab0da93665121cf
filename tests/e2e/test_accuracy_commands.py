"""The accuracy check from outside: a draft sent, the form filled in elsewhere, the answer taken in, the note checked."""

import json
from pathlib import Path

import pytest

from sipdesk import paths
from tests.e2e.commands import Shell
from tests.unit.services.returned import fill, put

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
DEMO = paths.resources() / "demo"


@pytest.fixture
def visit(shell: Shell, tmp_path: Path) -> str:
    """The id of a visit with nothing missing."""
    shell.on("import", DEMO / "register.csv", "--kind", "gias")
    shell.on(
        "import",
        DEMO / "allocation.csv",
        "--kind",
        "allocation",
        "--term",
        "2025-26/autumn",
        "--partner",
        "Robin Marlow",
    )
    told = json.loads((DEMO / "autumn.json").read_text(encoding="utf-8"))
    told.pop("move")
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(told), encoding="utf-8")
    return str(shell.json("visit", "900101", "2025-26/autumn", "--answers", answers)["visit"])


def test_that_a_form_goes_out_comes_back_and_its_corrections_are_dealt_with(
    shell: Shell, visit: str, tmp_path: Path
) -> None:
    sent = shell.json("accuracy", visit, "--send", tmp_path / "out", "--reply-by", "2099-10-14")
    assert sent["state"] == "with head"
    assert [Path(one).suffix for one in sent["files"]] == [".pdf", ".pdf", ".eml"]
    assert sent["reply_by"] == "2099-10-14"
    filled = fill(Path(sent["files"][1]).read_bytes(), ("corrections",), line_1="7", now_1="412", should_1="421")
    told = shell.json("accuracy", visit, "--reply", put(tmp_path, filled))
    [asked] = told["corrections"]
    assert (asked["line"], asked["now"], asked["should"], asked["decision"]) == ("7", "412", "421", "")
    assert "not decided yet" in shell.on("accuracy", visit, "--done", code=1).stderr
    shell.on("accuracy", visit, "--decline", "1", "The register says 412.")
    assert shell.json("accuracy", visit, "--done")["state"] == "checked"


def test_that_an_email_or_a_call_can_be_taken_in_and_silence_waits_for_its_day(
    shell: Shell, visit: str, tmp_path: Path
) -> None:
    shell.on("accuracy", visit, "--send", tmp_path / "out", "--reply-by", "2099-10-14")
    assert "asked to reply by" in shell.on("accuracy", visit, "--no-reply", code=1).stderr
    mail = tmp_path / "mail.txt"
    mail.write_text("Hello,\n\nline 9: Mr should be Dr\n\nBest wishes\nA Head\n", encoding="utf-8")
    told = shell.json("accuracy", visit, "--email", mail)
    assert [(one["line"], one["now"], one["should"]) for one in told["corrections"]] == [("line 9", "Mr", "Dr")]
    shell.on("accuracy", visit, "--accept", "1")
    assert "not worked in yet" in shell.on("accuracy", visit, "--done", code=1).stderr
    assert shell.json("accuracy", visit, "--work-in")["state"] == "writing"
    assert shell.on("accuracy", visit, "--call", "3", "a", "b", "--accurate", code=2).stderr
