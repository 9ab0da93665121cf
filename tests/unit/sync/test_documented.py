"""What the help tells a council's integrator is true: its own few lines open a parcel, without sipdesk."""

import re

import pytest

from sipdesk import paths
from sipdesk.domain.parcel import SCHEMAS
from sipdesk.sync import wire
from sipdesk.sync.package import pack, public_of
from tests.unit.sync import post

HELP = (paths.resources() / "help" / "central-service.md").read_text(encoding="utf-8")


def documented():
    [code] = [block for block in re.findall(r"```\n(.*?)```", HELP, re.DOTALL) if "def open_parcel" in block]
    assert "sipdesk" not in code
    names: dict = {}
    exec(compile(code, "central-service.md", "exec"), names)  # noqa: S102 - our own documentation
    return names["open_parcel"]


def test_that_the_documented_lines_open_a_parcel():
    files = {**post.papers(), **post.actions()}
    made = pack(post.cover(), files, post.partner(), public_of(post.private("central")))
    manifest, held = documented()(made.name, made.data, post.private("central"))
    assert held == files
    assert manifest == made.manifest.model_dump(mode="json")


def test_that_the_documented_lines_refuse_another_name():
    made = pack(post.cover(), post.papers(), post.partner(), public_of(post.private("central")))
    with pytest.raises(AssertionError):
        documented()(made.name.replace(made.sha256[:16], "0" * 16), made.data, post.private("central"))


def test_that_the_protocol_is_told_in_the_words_of_the_program():
    for word in (wire.PATH, f"{wire.HEADER}: {wire.VERSION}", wire.PACKAGE, wire.STORED, wire.NAMES):
        assert word in HELP
    for schema in SCHEMAS:
        assert f"`{schema}.json`" in HELP
