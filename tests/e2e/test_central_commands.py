"""The authority's side in processes of its own, as a service desk would call it: nothing needs a desk."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sipdesk.domain.errors import BadInput
from sipdesk.domain.parcel import Letter
from sipdesk.sync import enrolment, letters
from sipdesk.sync.central import read_key
from sipdesk.sync.package import pack
from sipdesk.sync.transport import Credentials, open_transport
from tests.e2e.commands import Shell
from tests.unit.sync import post

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
SHEET = "School,URN,SIP\nAlder Park Primary School,900101,Helen Ashdown\n"


@pytest.fixture
def office(tmp_path: Path) -> Shell:
    """A shell with a shared folder, where an authority has invited somebody."""
    shell = Shell(tmp_path)
    (tmp_path / "share").mkdir()
    shell.run(
        "central", "invite", "central.key", "--authority", post.AUTHORITY, "--name", "Somewhere", "--to", tmp_path / "share",
        "--enrolment", "helen.sipenrol", "--marking", "OFFICIAL", "--other", "205=/srv/other",
    )  # fmt: skip
    return shell


def lay_requests(office: Shell) -> str:
    """A desk that says hello and asks for support; the id of what it asks for."""
    told = enrolment.read((office.folder / "helen.sipenrol").read_bytes()).enrolment
    asked = {"requests.json": post.actions("r-1", note="")["requests.json"]}
    for files, said in (
        ({}, {"kind": "greeting", "id": post.uuid(90), "note": post.uuid(90), "invitation": told.invitation}),
        (asked, {"kind": "requests", "id": post.uuid(60), "note": post.uuid(60)}),
    ):
        made = pack(post.cover(**said), files, post.partner(), bytes.fromhex(told.seal_key))
        (office.folder / "share" / made.name).write_bytes(made.data)
    return "r-1"


def replies(office: Shell) -> list[Letter]:
    key, found = read_key(office.folder / "central.key"), []
    for file in sorted((office.folder / "share").glob("*.sipr")):
        try:
            found.append(letters.read(file.read_bytes(), post.private(), key.sign_public, file.name))
        except BadInput:
            continue
    return found


def test_that_an_enrolment_says_whom_to_ring_and_what_to_compare(office: Shell) -> None:
    again = office.run(
        "central", "invite", "central.key", "--authority", post.AUTHORITY, "--name", "Somewhere", "--to", "/srv/share",
        "--enrolment", "robin.sipenrol", "--json",
    )  # fmt: skip
    told = json.loads(again.stdout)
    read = enrolment.read((office.folder / "robin.sipenrol").read_bytes())
    assert (told["words"], told["new_key"]) == (read.words, False)
    assert read.enrolment.destination == "/srv/share"
    first = enrolment.read((office.folder / "helen.sipenrol").read_bytes()).enrolment
    assert (first.marking, first.destinations) == ("OFFICIAL", {"205": "/srv/other"})


def test_that_the_whole_way_there_and_back_is_told_in_lines_and_in_json(office: Shell) -> None:
    request = lay_requests(office)
    (office.folder / "share" / "Thumbs.db").write_bytes(b"x")
    told = json.loads(office.run("receive", "share", "--key", "central.key", "--json").stdout)
    assert sorted(line["fate"] for line in told["lines"]) == ["foreign", "taken", "taken"]
    assert (told["letters"], told["held_back"], told["inbox"]) == (2, 0, str(office.folder / "central-inbox"))
    lines = office.run("receive", "share", "--key", "central.key").stderr
    assert "2 known from before" in lines
    lines = office.run("receive", "share", "--key", "central.key", "--inbox", "new inbox").stderr
    assert "1 paper taken in before lies in another inbox" in lines
    listed = json.loads(office.run("central", "list", "central.key", "--json").stdout)
    assert [one["request"] for one in listed["requests"]] == [request]
    assert "Helen Ashdown" in office.run("central", "list", "central.key").stdout
    office.run("central", "answer", "central.key", request, "placed", "--words", "From January.", "--into", "share")
    (office.folder / "autumn.csv").write_text(SHEET, encoding="utf-8")
    office.run("central", "snapshot", "central.key", "autumn.csv", "--term", "2025-26/autumn")
    office.run("receive", "share", "--key", "central.key")
    assert sorted(letter.kind for letter in replies(office)) == ["answer", "receipt", "receipt", "snapshot"]


def test_that_refusals_are_sentences(office: Shell) -> None:
    for arguments, words in (
        (("receive", "nowhere", "--key", "central.key"), "There is no folder"),
        (("receive", "share", "--key", "no.key"), "There is no key file"),
        (("receive", "share", "--key", "central.key", "--inbox", "share/in"), "lies in the shared folder"),
        (("receive", "https://127.0.0.1:9", "--key", "central.key", "--authorities", "central.key"), "no certificates"),
        (
            ("central", "query", "central.key", post.NOTE, "--by", "Head of service", "--words", "Why?"),
            "was taken in here",
        ),
        (("serve", "share", "--host", "0.0.0.0"), "Without a certificate"),  # noqa: S104
        (("serve", "nowhere"), "There is no folder"),
    ):
        assert words in office.run(*arguments, code=1).stderr


def test_that_the_small_receiver_takes_parcels_until_it_is_stopped(office: Shell) -> None:
    (office.folder / "token").write_text("a token of this test".replace(" ", "-"), encoding="ascii")
    served = subprocess.Popen(
        [sys.executable, "-m", "sipdesk", "serve", "share", "--port", "0", "--token-file", "token", "--key", "central.key"],
        cwd=office.folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert served.stderr is not None
        address = served.stderr.readline().split()[2].rstrip(".")
        told = enrolment.read((office.folder / "helen.sipenrol").read_bytes()).enrolment
        said = {"kind": "greeting", "id": post.uuid(90), "note": post.uuid(90), "invitation": told.invitation}
        made = pack(post.cover(**said), {}, post.partner(), bytes.fromhex(told.seal_key))
        with open_transport(address, Credentials("a-token-of-this-test")) as way:
            assert way.put_new(made.name, made.data) == "created"
            assert way.put_new(made.name, made.data) == "already-same"
        assert served.stdout is not None
        first = served.stdout.readline()
        assert made.name in first
        assert "taken in" in first
    finally:
        served.send_signal(signal.SIGTERM)
        _out, errors = served.communicate(timeout=30)
    assert "Traceback" not in errors
    assert served.returncode == 0
    assert [letter.kind for letter in replies(office)] == ["receipt"]


def test_that_a_forgotten_passphrase_is_mended_with_the_key_the_authority_keeps(tmp_path: Path, monkeypatch):
    office = Shell(tmp_path)
    (tmp_path / "share").mkdir()
    public = office.run("central", "recovery", "recovery.key").stdout.strip()
    again = office.run("central", "recovery", "recovery.key", code=1)
    assert "made once" in again.stderr
    office.run(
        "central", "invite", "central.key", "--authority", post.AUTHORITY, "--name", "Somewhere", "--to", tmp_path / "share",
        "--enrolment", "helen.sipenrol", "--recovery-key", public,
    )  # fmt: skip
    assert enrolment.read((tmp_path / "helen.sipenrol").read_bytes()).enrolment.recovery_key == public
    office.run("--desk", "desk", "new", "--authority", "hackney", "--partner", "Helen Ashdown")
    office.run("--desk", "desk", "enrol", "helen.sipenrol")
    renewed = "an entirely other set of words"
    with monkeypatch.context() as given:
        given.setenv("SIPDESK_NEW_PASSPHRASE", renewed)
        office.run("--desk", "desk", "passphrase", "--recovery-key", "recovery.key")
    office.run("--desk", "desk", "schools", code=1)
    office.run("--desk", "desk", "schools", passphrase=renewed)
