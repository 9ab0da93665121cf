"""The small receiver does not begin where it would be open to everybody, or could not prove itself."""

from pathlib import Path

import pytest

from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.services.serving import Listeners, Serving, serve
from tests.faults.certificates import authority, server

NOBODY = Listeners(lambda _address: None, lambda _report: None, lambda _why: None)
EVERYWHERE = "0.0.0.0"  # noqa: S104 - what is refused


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    (tmp_path / "share").mkdir()
    (tmp_path / "short").write_text("short", encoding="ascii")
    (tmp_path / "two words").write_text("a token with spaces in it", encoding="ascii")
    return {path.name: path for path in tmp_path.iterdir()}


def test_that_it_never_listens_to_others_without_a_certificate_or_a_token(files, tmp_path):
    with pytest.raises(Refused, match="Without a certificate"):
        serve(Serving(files["share"], EVERYWHERE), NOBODY)
    certificate, key = server().put(tmp_path, "server")
    with pytest.raises(Refused, match="Without a token"):
        serve(Serving(files["share"], EVERYWHERE, 0, certificate, key), NOBODY)


def test_that_what_cannot_be_used_is_said_before_it_listens(files, tmp_path):
    certificate, key = server().put(tmp_path, "server")
    other = authority().put(tmp_path, "authority")[1]
    for wanted in (
        {"certificate_key": key},
        {"certificate": certificate, "certificate_key": other},
        {"certificate": tmp_path / "none"},
        {"token_file": files["short"]},
        {"token_file": files["two words"]},
        {"token_file": tmp_path / "none"},
    ):
        with pytest.raises(BadInput, match=r"Nothing was|cannot be"):
            serve(Serving(files["share"], **wanted), NOBODY)
    with pytest.raises(NotFound):
        serve(Serving(tmp_path / "none"), NOBODY)
    with pytest.raises(NotFound, match="no key file"):
        serve(Serving(files["share"], key=tmp_path / "none"), NOBODY)
