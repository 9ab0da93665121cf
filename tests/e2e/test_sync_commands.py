"""Enrolling, sending and receiving from the command line, each in a process of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import opened_cheaply
from tests.e2e.commands import Shell
from tests.faults.certificates import authority, server

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
VISIT = "900101/2025-26/autumn"


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rehearsal, synced into a folder; the rehearsal authority's keys lie in a data folder of its own."""
    where = tmp_path_factory.mktemp("synced")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "XDG_DATA_HOME", str(where / "data"))
        told = Shell(where).run("demo", "here", "--no-window", "--sync-to", "central")
    opened_cheaply(where / "here" / "desk")
    (where / "stdout.txt").write_text(told.stdout)
    (where / "stderr.txt").write_text(told.stderr)
    return where


@pytest.fixture
def shell(central: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """On the rehearsal's desk."""
    monkeypatch.setitem(os.environ, "XDG_DATA_HOME", str(central / "data"))
    return Shell(central / "here")


def test_that_the_rehearsal_ends_with_each_note_exactly_once(central):
    *notes, last = (central / "stdout.txt").read_text().splitlines()
    assert last == "3 notes signed, 3 on the other side, 3 received"
    assert [Path(line).suffix for line in notes] == [".pdf"] * 3
    told = (central / "stderr.txt").read_text()
    assert "The line was cut in the middle of a note" in told
    assert "SIP 2: spring visit, 2025-26, revision 1 is checking" in told
    assert len(list((central / "central").glob("*.sipd"))) == 4
    assert len(list((central / "here" / "received").rglob("note.pdf"))) == 3


def test_that_nothing_readable_lies_in_the_shared_folder(central):
    for file in (central / "central").iterdir():
        assert re.fullmatch(
            r"[0-9a-f-]{36}\.1\.[0-9a-f]{16}\.sipd|[0-9a-f]{16}\.[0-9a-f-]{36}\.[0-9a-f]{16}\.sipr", file.name
        )
        assert not any(word in file.read_bytes() for word in (b"PDF", b"900101", b"Alder", b"manifest"))


def test_that_the_rehearsal_can_be_held_again_into_the_same_folder(central, shell):
    told = Shell(central).run("demo", "again", "--no-window", "--sync-to", "central")
    assert told.stdout.splitlines()[-1] == "3 notes signed, 3 on the other side, 3 received"


def test_that_the_outbox_is_told_as_json_and_in_words(shell):
    view = shell.json("outbox")
    assert (view["enrolled"], view["received"], view["waiting"], view["attention"]) == (True, 4, 0, 0)
    told = shell.on("outbox").stderr
    assert told.count("[received]") == 4
    synced = shell.json("sync")
    assert (synced["delivered"], synced["waiting"], synced["troubles"], synced["leaving"]) == (0, 0, [], [])


def test_that_a_note_signed_before_enrolment_is_put_in_and_goes(rehearsed, tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "XDG_DATA_HOME", str(tmp_path / "data"))
    shutil.copytree(rehearsed, tmp_path / "here")
    shell, share = Shell(tmp_path / "here"), tmp_path / "share"
    share.mkdir()
    assert "not enrolled" in shell.on("sync", code=1).stderr
    assert not shell.json("outbox")["enrolled"]
    key, file = tmp_path / "central.key", tmp_path / "hackwater.sipenrol"
    told = ("--authority", "hackwater", "--name", "Hackwater", "--to", share, "--enrolment", file)
    shell.run("central", "invite", key, *told)
    offer = shell.json("enrol", file, "--show")
    assert (offer["enrolled"], len(offer["words"].split())) == (False, 12)
    assert "Twelve words" in shell.on("enrol", file).stderr
    assert shell.on("enrol", file).stderr.count("already") == 1
    shell.on("issue", VISIT, "--eml", tmp_path / "n.eml", "--all-the-same", "handed over on paper")
    assert "sealed" in shell.on("outbox", "--put-in").stderr
    told = shell.on("sync").stderr
    assert "Note of visit, Alder Park Primary School: SIP 1: autumn visit, 2025-26, revision 1" in told
    assert "Delivered 2" in told
    inbox = tmp_path / "inbox"
    shell.run("receive", share, "--key", key, "--inbox", inbox)
    assert shell.json("sync")["received"] == 2
    assert len(list(inbox.rglob("note.pdf"))) == 1
    assert shell.run("receive", share, "--key", key, "--inbox", inbox, "--json").stdout

    share.rename(tmp_path / "gone")
    broken = shell.on("sync", code=1).stderr
    assert str(share) in broken
    assert json.loads(shell.on("sync", "--json", code=1).stdout)["troubles"]


def test_that_a_caseload_from_the_service_is_looked_at_and_applied(central, shell, tmp_path):
    key = central / "data" / "sipdesk" / "rehearsal" / "central.key"
    rows = [one for one in shell.json("schools") if one["urn"] != "900101"]
    file = tmp_path / "spring.csv"
    lines = [f"{row['urn']},Robin Marlow" for row in shell.json("schools")]
    file.write_text("\n".join(["URN,SIP", *lines]) + "\n")
    assert rows
    shell.run("central", "snapshot", key, file, "--term", "2026-27/autumn")
    shell.run("receive", central / "central", "--key", key, "--inbox", tmp_path / "inbox")
    assert shell.json("sync")["letters"] == 1
    (letter,) = [one for one in shell.json("outbox")["letters"] if one["kind"] == "snapshot"]
    assert letter["title"] == "Caseload number 1 for autumn 2026-27"
    assert "Apply it with" in shell.on("outbox", "--look", letter["id"]).stderr
    assert "Applied" in shell.on("outbox", "--apply", letter["id"]).stderr
    assert not [one for one in shell.json("outbox")["letters"] if one["open"]]


def test_that_another_authority_and_an_old_caseload_say_what_to_add(rehearsed, tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "XDG_DATA_HOME", str(tmp_path / "data"))
    shutil.copytree(rehearsed, tmp_path / "here")
    shell, share = Shell(tmp_path / "here"), tmp_path / "share"
    share.mkdir()
    for name in ("One", "Two"):
        told = (
            "--authority",
            name.lower(),
            "--name",
            name,
            "--to",
            share,
            "--enrolment",
            tmp_path / f"{name}.sipenrol",
        )
        shell.run("central", "invite", tmp_path / f"{name}.key", *told)
    assert "Who: One\n" in shell.on("enrol", tmp_path / "One.sipenrol").stderr
    assert "--agree" in shell.on("enrol", tmp_path / "Two.sipenrol", code=1).stderr
    shown = shell.on("outbox").stderr
    assert shown.startswith("One · the folder ")
    shell.on("sync")
    shell.run("receive", share, "--key", tmp_path / "One.key")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("URN,School,Phase,SIP\n900101,Alder Park Primary School,Primary,Robin Marlow\n", encoding="utf-8")
    shell.run("central", "snapshot", tmp_path / "One.key", sheet, "--term", "2025-26/autumn", "--into", share)
    shell.on("sync")
    (letter,) = [one["id"] for one in shell.json("outbox")["letters"]]
    looked = shell.json("outbox", "--look", letter)
    assert (looked["letter"], looked["confirm"]) == (letter, str(len(looked["gone"])))
    assert f"--confirm {looked['confirm']}" in shell.on("outbox", "--apply", letter, code=1).stderr
    shell.on("outbox", "--apply", letter, "--confirm", looked["confirm"])
    package = next(share.glob("*.sipd"))
    package.rename(tmp_path / "away")
    for letter in share.glob("*.sipr"):
        letter.unlink()
    assert "emptied" in shell.on("sync", code=1).stderr
    assert "--confirm “send again”" in shell.on("outbox").stderr
    assert "Type" in shell.on("outbox", "--confirm", "no", code=1).stderr
    shell.on("outbox", "--confirm", "send again")
    shell.on("sync")


def test_that_a_certificate_of_the_authority_s_own_is_trusted_where_it_is_named(rehearsed, tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "XDG_DATA_HOME", str(tmp_path / "data"))
    shutil.copytree(rehearsed, tmp_path / "here")
    (tmp_path / "share").mkdir()
    shell, trusted = Shell(tmp_path / "here"), authority().put(tmp_path, "authority")[0]
    certificate, key = server().put(tmp_path, "server")
    listen = ["serve", tmp_path / "share", "--port", "0", "--certificate", certificate, "--certificate-key", key]
    with subprocess.Popen([sys.executable, "-m", "sipdesk", *listen], stderr=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stderr is not None
            address = serving.stderr.readline().split()[2].rstrip(".")
            told = (
                "--authority",
                "hackwater",
                "--name",
                "Hackwater",
                "--to",
                address,
                "--enrolment",
                tmp_path / "h.sipenrol",
            )
            shell.run("central", "invite", tmp_path / "central.key", *told)
            shell.on("enrol", tmp_path / "h.sipenrol")
            assert "did not prove" in shell.on("sync", code=1).stderr
            assert "Delivered 1" in shell.on("sync", "--authorities", trusted).stderr
            receive = ("receive", address, "--key", tmp_path / "central.key")
            assert "did not prove" in shell.run(*receive, code=1).stderr
            assert "1 taken in" in shell.run(*receive, "--authorities", trusted).stderr
            assert shell.json("sync", "--authorities", trusted)["received"] == 1
        finally:
            serving.terminate()
