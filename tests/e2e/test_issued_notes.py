"""Issuing and correcting from the command line, each in a process of its own."""

import email
import email.policy
import json
import os
import shutil
from pathlib import Path

import docx
import pytest

from tests.e2e.commands import Shell

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
VISIT = "900101/2025-26/autumn"


@pytest.fixture(scope="module")
def made(rehearsed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `sipdesk demo` makes."""
    return Path(shutil.copytree(rehearsed, tmp_path_factory.mktemp("issued") / "here"))


@pytest.fixture
def shell(made: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Beside the demo, on its desk."""
    monkeypatch.setitem(os.environ, "XDG_DOCUMENTS_DIR", str(made / "Documents"))
    return Shell(made)


def test_that_a_note_is_issued_corrected_and_given_out_again(shell, made, tmp_path):
    plan = shell.json("issue", VISIT, "--plan")
    assert plan["state"] == "signed"
    assert [line["version"] for line in plan["distribution"]] == ["full", "copy for the service"]
    told = shell.on("issue", VISIT, "--eml", tmp_path / "n.eml", code=1)
    assert "To: the headteacher" in told.stderr
    assert "--all-the-same WHY" in told.stderr
    assert not (tmp_path / "n.eml").exists()
    done = shell.json("issue", VISIT, "--eml", tmp_path / "n.eml", "--all-the-same", "handed over on paper")
    assert done["eml"] == [str(tmp_path / "n.eml")]
    assert done["answered"][0]["why"] == "handed over on paper"
    message = email.message_from_bytes((tmp_path / "n.eml").read_bytes(), policy=email.policy.default)
    shell.on("note", VISIT, "--to", tmp_path / "one.pdf")
    first = (tmp_path / "one.pdf").read_bytes()
    (attached,) = message.iter_attachments()
    assert attached.get_content() == first
    again = shell.json("issue", VISIT)
    assert (again["id"], again["at"]) == (done["id"], done["at"])
    (file,) = (made / "Documents" / "sipdesk").iterdir()
    assert file.read_bytes() == (tmp_path / "n.eml").read_bytes()

    assert shell.json("correct", VISIT, "--why", "a figure was wrong")["state"] == "writing"
    assert "counts until" not in shell.on("correct", VISIT).stderr
    shell.on("verify", tmp_path / "one.pdf")
    shell.on("note", VISIT, "--to", tmp_path / "copy.docx", "--draft")
    words = "\n".join(line.text for line in docx.Document(str(tmp_path / "copy.docx")).paragraphs)
    assert "This is revision 2" in words
    assert "Why: a figure was wrong" in words
    shell.on("note", VISIT, "--revision", 1, "--to", tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == first
    assert "no signed revision 2" in shell.on("note", VISIT, "--revision", 2, "--to", tmp_path / "x.pdf", code=1).stderr
    view = shell.json("correct", VISIT, "--withdraw")
    assert (view["state"], len(view["lines"]), view["under_way"]) == ("issued", 1, False)


def test_that_a_line_left_out_of_the_wider_version_is_kept_by_its_number(shell, made, tmp_path):
    summer = "900101/2025-26/summer"
    wider = ("--wider", "Headteacher", "--asked-by", "The trust", "--why", "the board meets")
    shell.on("issue", summer, "--keep", 1, code=2)
    lines = shell.json("issue", summer, "--plan", *wider)["left_out"]
    assert lines
    assert f"  1. {lines[0]}" in shell.on("issue", summer, "--plan", *wider).stderr
    refused = shell.on("issue", summer, *wider, "--keep", 99, "--all-the-same", "so agreed", code=1).stderr
    assert "There is no line 99" in refused
    assert shell.json("issue", summer, "--plan")["state"] == "signed"


def test_that_wrong_usage_changes_nothing(shell, tmp_path):
    spring = "900101/2025-26/spring"
    shell.on("issue", spring, "--why", "x", code=2)
    shell.on("correct", spring, "--why", "x", "--withdraw", code=2)
    shell.on("note", spring, "--to", tmp_path / "n.docx", "--sign", code=2)
    shell.on("note", spring, "--to", tmp_path / "n.pdf", "--sign", "--revision", 1, code=2)
    assert "Say why" in shell.on("correct", spring, "--why", " ", code=1).stderr
    told = shell.on("issue", spring, "--wider", "Chair of governors", "--asked-by", "The chair", code=1)
    assert "who asked for that, and why" in told.stderr
    assert json.loads(shell.on("correct", spring, "--json").stdout)["state"] == "signed"
    assert "There is no folder" in shell.on("issue", spring, "--eml", tmp_path / "no" / "n.eml", code=1).stderr
