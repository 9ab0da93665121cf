"""The doctor: what it finds in good and bad places, in what words, and what it leaves behind."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail

from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import BadInput
from sipdesk.services import credentials
from sipdesk.services.doctor import Diagnosis, Proof, examine
from sipdesk.sync.server import Door
from sipdesk.sync.transport import Credentials, is_test_file
from tests.faults.certificates import BAD, authority, server
from tests.faults.nginx import nginx
from tests.faults.place import served
from tests.faults.shelf import Shelf
from tests.gui.test_settings import Ring

NONE = Proof()


@pytest.fixture(autouse=True)
def ring() -> Iterator[Ring]:
    """A keyring of this test's own."""
    before = keyring.get_keyring()
    made = Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def findings(found: Diagnosis) -> dict[str, str]:
    return {step.id: step.finding for step in found.steps}


def words(found: Diagnosis) -> str:
    return " ".join(step.says for step in found.steps)


def at(shelf: Shelf, clock: Clock, proof: Proof = NONE) -> Diagnosis:
    with served(shelf.app()) as port:
        return examine(f"http://127.0.0.1:{port}", proof, clock)


def test_that_a_good_folder_is_fit_and_keeps_one_test_file(tmp_path: Path, clock: Clock) -> None:
    heard = []
    found = examine(str(tmp_path), NONE, clock, heard.append)
    assert found.fit, words(found)
    assert heard == found.steps
    assert set(findings(found).values()) == {"fine"}
    assert [path.name for path in tmp_path.iterdir()] == [found.left]
    assert is_test_file(found.left)
    assert b"may delete it" in (tmp_path / found.left).read_bytes()


def test_that_a_good_address_is_fit_each_time(clock: Clock) -> None:
    shelf = Shelf()
    for _ in range(2):
        assert at(shelf, clock).fit
    assert len(shelf.files) == 2


def test_that_a_server_that_only_knows_412_is_fit(clock: Clock) -> None:
    assert at(Shelf(ways=frozenset({"says 412"})), clock).fit


@pytest.mark.parametrize(
    ("way", "step", "says"),
    [
        ("overwrites", "other", "can be written over"),
        ("hides", "listed", "not in the list"),
        ("invents", "absent", "never put there"),
    ],
)
def test_that_bad_manners_are_found_and_named(way: str, step: str, says: str, clock: Clock) -> None:
    found = at(Shelf(ways=frozenset({way})), clock)
    assert not found.fit
    assert findings(found)[step] == "wrong"
    assert says in words(found)


def test_that_a_store_that_cuts_files_short_is_found(clock: Clock) -> None:
    found = at(Shelf(keeps=lambda data: data[:1000]), clock)
    assert findings(found)["back"] == "wrong"
    assert "damaged, cut short" in words(found)


def test_that_after_a_place_that_cannot_be_reached_nothing_more_is_tried(tmp_path: Path, clock: Clock) -> None:
    found = examine(str(tmp_path / "gone"), NONE, clock)
    assert list(findings(found).values()) == ["wrong"] + ["not tried"] * 6
    assert found.left == ""
    assert "is not there now" in words(found)
    assert "package" not in words(found)
    assert "by itself" not in words(found)


def test_that_a_file_is_no_folder(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("")
    assert "is a file, not a folder" in words(examine(str(tmp_path / "file"), NONE, clock))


@pytest.mark.parametrize("bad", BAD)
def test_that_a_bad_certificate_is_named(bad: str, tmp_path: Path, clock: Clock) -> None:
    shows, says = BAD[bad]
    trusted = Proof(authorities=authority().put(tmp_path, "authority")[0])
    with served(Shelf().app(), shows().serving(tmp_path)) as port:
        found = examine(f"https://127.0.0.1:{port}", trusted, clock)
    assert findings(found)["reach"] == "wrong"
    assert says in words(found)


def test_that_a_token_with_which_all_was_well_is_remembered_in_the_keyring(clock: Clock, ring: Ring) -> None:
    shelf = Shelf(token="seven-small-ships")
    with served(shelf.app()) as port:
        address = f"http://127.0.0.1:{port}"
        assert "token" in words(examine(address, NONE, clock))
        assert not examine(address, Proof("wrong"), clock).fit
        assert ring.kept == {}
        assert examine(address, Proof(shelf.token), clock).fit
        assert examine(address, NONE, clock).fit
        credentials.forget(address)
        assert not examine(address, NONE, clock).fit
    assert ring.kept == {}


def test_that_certificates_with_which_all_was_well_are_remembered_too(tmp_path: Path, clock: Clock) -> None:
    named = authority().put(tmp_path, "authority")[0]
    with served(Shelf().app(), server().serving(tmp_path)) as port:
        address = f"https://127.0.0.1:{port}"
        assert not examine(address, NONE, clock).fit
        assert examine(address, Proof(authorities=named), clock).fit
        assert examine(address, NONE, clock).fit
        assert credentials.credentials_for(address) == Credentials(authorities=named)


@pytest.mark.outside
def test_that_the_small_server_behind_nginx_is_fit(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "shared").mkdir()
    named = authority().put(tmp_path, "authority")[0]
    with (
        served(Door(tmp_path / "shared", "seven-small-ships-sail").app()) as behind,
        nginx(behind, server(), tmp_path / "nginx") as port,
    ):
        address = f"https://127.0.0.1:{port}"
        assert "token" in words(examine(address, Proof(authorities=named), clock))
        found = examine(address, Proof("seven-small-ships-sail", named), clock)
    assert found.fit, words(found)
    assert [path.name for path in (tmp_path / "shared").iterdir()] == [found.left]


def test_that_without_a_keyring_a_token_holds_until_the_end(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring.set_keyring(fail.Keyring())
    monkeypatch.setattr(credentials, "_held", {})
    shelf = Shelf(token="seven-small-ships")
    with served(shelf.app()) as port:
        address = f"http://127.0.0.1:{port}"
        found = examine(address, Proof(shelf.token), clock)
        assert (found.fit, found.kept) == (True, False)
        assert examine(address, NONE, clock).fit
        credentials.forget(address)
        assert not examine(address, NONE, clock).fit


def test_that_a_folder_needs_no_credentials_and_nonsense_in_the_keyring_is_none(ring: Ring) -> None:
    assert credentials.credentials_for("/srv/shared") == Credentials()
    ring.set_password("sipdesk", "way to central.example", "{")
    assert credentials.credentials_for("https://central.example/sip") == Credentials()


def test_that_what_is_no_destination_is_refused(clock: Clock) -> None:
    with pytest.raises(BadInput):
        examine("ftp://central.example", NONE, clock)
