"""Signed notes from the command line, as a service desk checks them: each in a process of its own."""

import json
import shutil
from pathlib import Path

import pytest

from tests.e2e.commands import Shell
from tests.unit.notes import stamping

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def folder(rehearsed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `sipdesk demo` makes."""
    return Path(shutil.copytree(rehearsed, tmp_path_factory.mktemp("signed") / "here"))


@pytest.fixture
def shell(folder: Path) -> Shell:
    """Beside the demo, on its desk."""
    return Shell(folder)


@pytest.fixture
def note(folder: Path, tmp_path: Path) -> Path:
    """A copy of the first note."""
    return Path(shutil.copy(min((folder / "notes").glob("*.pdf")), tmp_path / "note.pdf"))


def trust(folder: Path) -> list[object]:
    return ["--trust", folder / "papers" / "rehearsal-authority.pem"]


def test_that_a_note_is_intact_to_whoever_relies_on_the_authority(shell, folder, note):
    told = shell.run("verify", note, *trust(folder))
    assert told.stdout.startswith("intact: Signed by Robin Marlow and Amara Osei")
    found = json.loads(shell.run("verify", note, *trust(folder), "--json").stdout)
    assert list(found) == ["verdict", "why", "signatures", "record", "sha256", "timestamps"]
    assert found["verdict"] == "intact"
    assert [one["field"] for one in found["signatures"]] == ["partner", "head"]
    kept = json.loads((folder / "papers" / "2025-26_1_autumn_900101.json").read_bytes())
    assert found["record"] == kept


def test_that_the_demo_s_heads_answer_in_the_order_of_their_days_and_agree_once(folder):
    for paper in sorted((folder / "papers").glob("*.json")):
        told = json.loads(paper.read_bytes())
        answers = [*told["earlier"], told["response"]]
        days = [one["on"] for one in answers]
        assert days == sorted(set(days))
        assert [one["kind"] for one in answers].count("accurate") == 1


def test_that_each_other_verdict_exits_1_with_its_sentence(shell, folder, note, tmp_path):
    told = shell.run("verify", note, code=1)
    assert told.stdout.startswith("untrusted")
    assert "nobody you rely on" in told.stderr
    note.write_bytes(note.read_bytes() + b" ")
    told = shell.run("verify", note, *trust(folder), "--json", code=1)
    assert json.loads(told.stdout)["verdict"] == "altered"
    assert told.stderr.strip() == json.loads(told.stdout)["why"]
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4\n")
    assert "copy" in shell.run("verify", scan, code=1).stderr
    assert "cannot be read" in shell.run("verify", tmp_path / "none.pdf", code=1).stderr
    assert "PEM" in shell.run("verify", note, "--trust", scan, code=1).stderr


def test_that_the_desk_knows_its_own_notes(shell, note):
    assert shell.on("verify", note).stdout.startswith("intact")
    again = note.with_name("again.pdf")
    shell.on("note", "900101/2025-26/autumn", "--to", again, "--record", note.with_name("r.json"))
    assert again.read_bytes() == note.read_bytes()
    assert json.loads(note.with_name("r.json").read_bytes())["school"]["urn"] == "900101"


def test_that_the_hash_beside_a_file_counts(shell, folder, note):
    sha256 = json.loads(shell.run("verify", note, *trust(folder), "--json").stdout)["sha256"]
    beside = note.with_name("note.pdf.sha256")
    beside.write_text(f"{sha256}  note.pdf\n")
    shell.run("verify", note, *trust(folder))
    beside.write_text(f"{'0' * 64}  note.pdf\n")
    assert "SHA-256" in shell.run("verify", note, *trust(folder), code=1).stderr


def test_that_nobody_is_added_to_a_note_that_is_signed_already(shell, note):
    again = note.with_name("again.pdf")
    told = shell.on("note", "900101/2025-26/autumn", "--to", again, "--sign", "--head-signs", "Somebody Else")
    assert "signed already, and nobody was added" in told.stderr
    assert again.read_bytes() == note.read_bytes()


def test_that_only_a_checked_note_is_signed(shell, tmp_path):
    visit = shell.json("visit", "900101", "2026-27/autumn")["visit"]
    told = shell.on("note", visit, "--to", tmp_path / "n.pdf", "--sign", code=1)
    assert "cannot become" in told.stderr
    assert not (tmp_path / "n.pdf").exists()
    shell.on("note", visit, "--to", tmp_path / "n.pdf", "--sign", "--draft", code=2)
    for other in ("--head-signs", "--reviewer"):
        shell.on("note", visit, "--to", tmp_path / "n.pdf", other, "Somebody", code=2)


def test_that_who_signs_is_told_in_words_and_given_as_a_trust_file(shell, tmp_path):
    card = shell.json("identity")
    assert card["name"] == "Robin Marlow"
    assert len(card["words"].split()) == 12
    shell.on("identity", "--export", tmp_path / "me.pem")
    pem = (tmp_path / "me.pem").read_text()
    assert "BEGIN CERTIFICATE" in pem
    assert "PRIVATE" not in pem
    (tmp_path / "p.txt").write_text("wrong\n")
    told = shell.on("identity", "--import", tmp_path / "me.pem", "--passphrase-file", tmp_path / "p.txt", code=1)
    assert "Nothing was changed" in told.stderr


def test_that_a_time_stamp_is_added_later_and_the_note_stays_intact(shell, folder, note, tmp_path):
    """By file without a desk, and by visit in the desk, which then gives the stamped file out."""
    before = note.read_bytes()
    with stamping.listening() as place:
        told = shell.run("timestamp", note, "--url", place.address)
        assert told.stdout.startswith("Time stamped 01 Nov 2025 12:30 UTC by Invented time stamps")
        beside = note.with_name("note_stamped.pdf")
        assert beside.read_bytes().startswith(before)
        assert note.read_bytes() == before
        found = json.loads(shell.run("verify", beside, *trust(folder), "--json").stdout)
        assert (found["verdict"], found["timestamps"][0]["service"]) == ("intact", "Invented time stamps")
        assert "time stamped 01 Nov 2025 12:30 UTC" in shell.run("verify", beside, *trust(folder)).stdout
        kept = shell.json("timestamp", "900101/2025-26/summer", "--url", place.address)
        assert (kept["sealed"], kept["file"]) == (True, None)
    out = tmp_path / "summer.pdf"
    shell.on("note", "900101/2025-26/summer", "--to", out)
    assert shell.on("verify", out).stdout.startswith("intact")
    older = max((folder / "notes").glob("*summer*.pdf"))
    assert shell.on("verify", older).stdout.startswith("intact")


def test_that_a_time_stamp_that_does_not_come_leaves_everything(shell, note):
    told = shell.run("timestamp", note, code=1)
    assert "No time stamping service is named" in told.stderr
    told = shell.run("timestamp", note, "--url", "http://127.0.0.1:9/", code=1)
    assert "cannot be reached" in told.stderr
    assert "Nothing was changed" in told.stderr
    assert list(note.parent.glob("*stamped*")) == []


def test_that_what_cannot_be_checked_is_told_in_a_sentence(shell, tmp_path):
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "folder.pdf").mkdir()
    assert "is empty" in shell.run("verify", tmp_path / "empty.pdf", code=1).stderr
    assert "is a folder" in shell.run("verify", tmp_path / "folder.pdf", code=1).stderr
    assert "no ordinary file" in shell.run("verify", "/dev/null", code=1).stderr


def test_that_a_fingerprint_page_is_written(shell, tmp_path):
    told = shell.on("identity", "--page", tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF-")
    assert "Robin Marlow" in told.stdout
