"""Public data through the command line, and, where they are at hand, the whole files for England."""

import gzip
import os
import shutil
from pathlib import Path

import pytest

from tests.e2e.commands import Shell
from tests.unit.imports import public

pytestmark = pytest.mark.e2e
WHOLE = {
    "gias/england_all_cp1252.csv.gz": ("gias", 51_012, 51_012),
    "gias/links_cp1252.csv.gz": ("gias", 34_565, 34_565),
    "ofsted/england_latest_cp1252.csv.gz": ("ofsted", 22_529, 22_529),
    "ofsted/hackney_latest_with_preamble_cp1252.csv": ("ofsted", 79, 79),
    "exclusions/la_2015-16_to_2023-24.csv": ("exclusions", 18_360, 144),
    "exclusions/national_by_ethnicity_fsm_phase_termly_202324_202425.csv": ("exclusions", 301, 301),
    "exclusions/hackney_england_all_phases_by_ethnicity_major_202324_202425.csv": ("exclusions", 24, 24),
    "exclusions/national_characteristics_2011-12_to_2016-17.csv": ("exclusions", 3_789, 3_789),
}
"""What kind each is, its rows counted by hand, and how many of them are kept."""


def test_that_public_data_are_imported_listed_and_taken_back(shell: Shell) -> None:
    told = shell.json("import", public.OFSTED)
    assert (told["kind"], told["read"], told["applied"]) == ("ofsted", 79, True)
    assert set(told) == {"kind", "read", "new", "changed", "gone", "unmatched", "applied"}
    assert shell.json("import", "--kind", "gias", public.LINKS)["kind"] == "gias"
    dry = shell.json("import", "--dry-run", public.SERIES)
    assert (dry["kind"], dry["read"], dry["applied"]) == ("exclusions", 2808, False)
    shell.json("import", "--published", "2025-07-10", public.SERIES)
    listed = shell.json("sources")
    assert [source["kind"] for source in listed] == ["exclusions", "links", "ofsted"]
    assert (listed[0]["published"], listed[0]["kept"], len(listed[0]["sha256"])) == ("2025-07-10", 144, 64)
    shell.on("sources", "--undo", listed[2]["id"])
    shell.on("undo-import")
    assert [source["kind"] for source in shell.json("sources")] == ["links"]


def test_that_a_file_of_another_kind_than_it_is_said_to_be_is_refused(shell: Shell) -> None:
    told = shell.on("import", "--kind", "ofsted", public.SERIES, code=1)
    assert "not Ofsted's management information" in told.stderr
    assert shell.json("sources") == []


@pytest.mark.data
def test_that_the_whole_files_import_with_their_counts(shell: Shell, tmp_path: Path) -> None:
    folder = Path(os.environ.get("SIPDESK_DATA") or "absent")
    absent = [name for name in WHOLE if not (folder / name).is_file()]
    if absent:
        pytest.fail(f"Not in {folder}: {', '.join(absent)}. Say where they are: make data DATA=FOLDER")
    for name, (kind, read, kept) in WHOLE.items():
        file = tmp_path / Path(name).name.removesuffix(".gz")
        if name.endswith(".gz"):
            with gzip.open(folder / name) as packed, file.open("wb") as out:
                shutil.copyfileobj(packed, out)
        else:
            shutil.copyfile(folder / name, file)
        told = shell.json("import", file)
        assert (told["kind"], told["read"], told["applied"]) == (kind, read, True), name
        assert shell.json("sources")[0]["kept"] == kept, name
