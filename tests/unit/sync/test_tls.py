"""Who answers must prove who it is: by a server of Python's in every run, and by nginx where `make outside` has it."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sipdesk.domain.errors import BadInput
from sipdesk.sync.transport import Credentials, Trouble, open_transport
from tests.faults.certificates import BAD, Holder, authority, server
from tests.faults.nginx import nginx
from tests.faults.place import served
from tests.faults.shelf import Shelf
from tests.unit.sync.test_contract import named

Listening = Callable[[Holder], str]
DATA = b"sealed " * 9999


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture(params=["python", pytest.param("nginx", marks=pytest.mark.outside)])
def listening(request: pytest.FixtureRequest, shelf: Shelf, tmp_path: Path) -> Iterator[Listening]:
    """Starts a server that shows a certificate; its address."""
    with ExitStack() as stack:

        def start(shows: Holder) -> str:
            if request.param == "python":
                return f"https://127.0.0.1:{stack.enter_context(served(shelf.app(), shows.serving(tmp_path)))}"
            behind = stack.enter_context(served(shelf.app()))
            return f"https://127.0.0.1:{stack.enter_context(nginx(behind, shows, tmp_path / 'nginx'))}"

        yield start


@pytest.fixture
def trusted(tmp_path: Path) -> Credentials:
    """Trusts the authority of these tests besides the system's."""
    return Credentials(authorities=authority().put(tmp_path, "authority")[0])


def test_that_a_package_travels_under_a_certificate_of_an_authority_that_was_named(
    listening: Listening, trusted: Credentials, shelf: Shelf
) -> None:
    with open_transport(listening(server()), trusted) as transport:
        assert [transport.put_new(named(DATA), DATA) for _ in "12"] == ["created", "already-same"]
        assert transport.get(named(DATA)) == DATA
    assert shelf.files == {named(DATA): DATA}


def test_that_the_system_s_own_store_of_certificates_is_asked(
    listening: Listening, trusted: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted.authorities))
    with open_transport(listening(server())) as transport:
        assert transport.put_new(named(DATA), DATA) == "created"


@pytest.mark.parametrize("bad", BAD)
def test_that_nothing_is_sent_to_who_does_not_prove_itself(
    bad: str, listening: Listening, trusted: Credentials, shelf: Shelf
) -> None:
    shows, words = BAD[bad]
    with open_transport(listening(shows()), trusted) as transport:
        for question in (
            lambda: transport.put_new(named(DATA), DATA),
            lambda: transport.get(named(DATA)),
            transport.list,
        ):
            with pytest.raises(Trouble) as caught:
                question()
            assert words in caught.value.sentence
            assert "nothing was sent" in caught.value.sentence
            assert caught.value.sort == "later"
    assert shelf.files == {}


@pytest.mark.filterwarnings("ignore:.*TLSv1_1 is deprecated:DeprecationWarning")
def test_that_an_old_protocol_is_not_spoken(shelf: Shelf, trusted: Credentials, tmp_path: Path) -> None:
    context = server().serving(tmp_path)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with served(shelf.app(), context) as port, open_transport(f"https://127.0.0.1:{port}", trusted) as transport:
        with pytest.raises(Trouble) as caught:
            transport.put_new(named(DATA), DATA)
        assert caught.value.sort == "later"
    assert shelf.files == {}


def test_that_a_server_without_tls_is_no_server(shelf: Shelf, trusted: Credentials) -> None:
    with served(shelf.app()) as port, open_transport(f"https://127.0.0.1:{port}", trusted) as transport:
        with pytest.raises(Trouble) as caught:
            transport.put_new(named(DATA), DATA)
        assert caught.value.sort == "later"
        assert "nothing was sent" in caught.value.sentence
    assert shelf.files == {}


def test_that_a_file_that_holds_no_certificate_is_said_to_hold_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no certificate")
    named = Credentials(authorities=tmp_path / "notes.txt")
    with open_transport("https://127.0.0.1:9", named) as transport, pytest.raises(BadInput, match="no certificates"):
        transport.list()


@pytest.mark.outside
def test_that_what_nginx_finds_too_large_waits_for_somebody(shelf: Shelf, trusted: Credentials, tmp_path: Path) -> None:
    data = bytes(9_000_000)
    with ExitStack() as stack:
        behind = stack.enter_context(served(shelf.app()))
        port = stack.enter_context(nginx(behind, server(), tmp_path / "nginx"))
        transport = stack.enter_context(open_transport(f"https://127.0.0.1:{port}", trusted))
        with pytest.raises(Trouble) as caught:
            transport.put_new(named(data), data)
        assert caught.value.sort == "person"
        assert "too large" in caught.value.sentence
        assert transport.put_new(named(DATA), DATA) == "created"


@pytest.mark.outside
def test_that_nginx_without_its_server_leaves_the_outcome_unknown(trusted: Credentials, tmp_path: Path) -> None:
    with served(Shelf().app()) as behind:
        pass
    with (
        nginx(behind, server(), tmp_path / "nginx") as port,
        open_transport(f"https://127.0.0.1:{port}", trusted) as transport,
    ):
        with pytest.raises(Trouble) as caught:
            transport.put_new(named(DATA), DATA)
        assert caught.value.sort == "unknown"
        with pytest.raises(Trouble) as caught:
            transport.get(named(DATA))
        assert caught.value.sort == "later"
