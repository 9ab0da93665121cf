"""`sipdesk doctor` as a service desk calls it."""

import json
from pathlib import Path

import pytest

from sipdesk.sync.transport import is_test_file
from tests.e2e.commands import Shell

pytestmark = pytest.mark.e2e


def test_that_doctor_tells_of_a_folder_in_plain_lines(tmp_path: Path) -> None:
    told = Shell(tmp_path).run("doctor", tmp_path / "shared", code=1)
    assert told.stdout.startswith("NO ")
    assert "is not fit for packages" in told.stderr
    (tmp_path / "shared").mkdir()
    told = Shell(tmp_path).run("doctor", tmp_path / "shared")
    assert told.stdout.count("yes  ") == 7
    assert told.stdout.splitlines()[-1].endswith("is fit for packages.")
    assert "may be deleted" in told.stderr


def test_that_doctor_gives_one_json_document(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    told = json.loads(Shell(tmp_path).run("doctor", tmp_path / "shared", "--json").stdout)
    assert told["fit"]
    assert is_test_file(told["left"])
    assert [step["finding"] for step in told["steps"]] == ["fine"] * 7


def test_that_doctor_refuses_what_is_no_destination(tmp_path: Path) -> None:
    told = Shell(tmp_path).run("doctor", "http://central.example/", code=1)
    assert "https://" in told.stderr
