"""Names and forms of what travels; the schemas that ship are the present ones."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipdesk import paths
from sipdesk.domain.errors import BadInput
from sipdesk.domain.parcel import (
    SCHEMAS,
    Cover,
    letter_name,
    parcel_name,
    read,
    read_letter_name,
    read_parcel_name,
)
from sipdesk.domain.schema import json_schema

NOTE = "0192c3a4-7d1e-7c55-8b1a-3f6f0a1b2c3d"


@given(st.binary(max_size=50), st.integers(1, 999_999_999))
def test_that_names_are_read_back(data, revision):
    name = parcel_name(NOTE, revision, data)
    told = read_parcel_name(name)
    assert told is not None
    assert (told.note, told.revision) == (NOTE, revision)
    assert read_letter_name(name) is None
    letter = letter_name("ab" * 32, NOTE, data)
    assert read_letter_name(letter) is not None
    assert read_parcel_name(letter) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda name: name.replace(".sipd", " (1).sipd"),
        lambda name: name.replace(".sipd", "-PARTNER-PC.sipd"),
        lambda name: name + ".part",
        lambda name: "." + name,
        lambda name: name.upper(),
        lambda name: name.replace(".1.", ".0."),
        lambda name: name.replace(".1.", ".01."),
        lambda name: name + "\n",
        lambda name: "../" + name,
    ],
    ids=["copy", "machine", "partial", "hidden", "capitals", "zero", "padded", "line", "path"],
)
def test_that_copies_and_unfinished_files_are_none_of_ours(change):
    name = parcel_name(NOTE, 1, b"x")
    assert read_parcel_name(name) or read_letter_name(name)
    assert not read_parcel_name(change(name))
    assert not read_letter_name(change(name))


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_that_the_schemas_that_ship_are_current(name):
    shipped = (paths.resources() / "schema" / f"{name}.json").read_text(encoding="utf-8")
    assert json.loads(shipped) == json_schema(SCHEMAS[name]), "run packaging/record_schema.py"


@pytest.mark.parametrize("data", [b"", b"{", b"[" * 100_000, b"\xff", b"null", b'"\\ud800"', b"{}"])
def test_that_what_cannot_be_read_says_so_in_a_sentence(data):
    with pytest.raises(BadInput, match=r"^The manifest .* Nothing was changed\."):
        read(Cover, data, "The manifest")


def test_that_a_doubled_key_is_not_believed():
    with pytest.raises(BadInput, match="changed on its way"):
        read(Cover, b'{"id":"a","id":"b"}', "The manifest")
