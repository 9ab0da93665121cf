"""`sipdesk demo --authority ID`: the invented school's year by each shipped programme, from its files alone."""

import json
from pathlib import Path

import pytest
from pikepdf import Pdf

from tests.e2e.test_command_line import Shell
from tests.unit.forms.test_editions import EDITIONS, LIBRARY


@pytest.mark.parametrize(("authority", "edition"), EDITIONS, ids=["-".join(one) for one in EDITIONS])
def test_that_each_programme_has_a_year_of_signed_notes(tmp_path, authority, edition):
    programme = LIBRARY.programme(authority, edition)
    asked = f"{authority}/{edition}" if programme.status == "draft" else authority
    told = Shell(tmp_path).run("demo", "here", "--authority", asked, "--no-window")
    notes = [Path(line) for line in told.stdout.splitlines()]
    assert len(notes) >= 3
    for note in notes:
        with Pdf.open(note) as pdf:
            assert len(pdf.pages) >= 1
        record = json.loads((note.parents[1] / "papers" / f"{note.stem}.json").read_text(encoding="utf-8"))
        assert (record["authority"]["id"], record["authority"]["edition"]) == (authority, edition)
        assert record["authority"]["report"] in {
            programme.report_of(one.id) for one in (*programme.visits, *programme.contacts)
        }
        assert record["recipients"][0]["role"] == "Headteacher"
        assert not programme.caseload_confidential or record["school"]["urn"] not in note.name


def test_that_a_rule_is_explained_with_its_line_and_the_way_out(tmp_path):
    shell = Shell(tmp_path)
    told = shell.run("forms", "explain", "havering", "--fact", "below-floor", "--leaving", "cat-3b", "--to", "cat-1")
    assert "fits, set by the document" in told.stdout
    assert "[report, lines 76 and 160]" in told.stdout
    asked = ("forms", "explain", "havering", "--leaving", "cat-3b", "--to", "cat-1", "--json")
    way = json.loads(shell.run(*asked).stdout)["way"]
    assert [stop["category"] for stop in way] == ["cat-3a", "cat-2", "cat-1"]
    assert "below-floor" in shell.run("forms", "explain", "havering", "--facts").stdout
    assert "knows no fact" in shell.run("forms", "explain", "havering", "--fact", "tall", code=1).stderr


def test_that_a_desk_follows_the_edition_it_was_made_for(tmp_path):
    shell = Shell(tmp_path)
    assert "Its editions are" in shell.on("new", "--authority", "hillingdon/1999", "--partner", "x", code=1).stderr
    assert not (tmp_path / "desk").exists()
    shell.on("new", "--authority", "hillingdon/2020-23", "--partner", "Alex Example")
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        "School,URN,Link,Category\nAlder Park Primary School,900101,Alex Example,Targeted\n", encoding="utf-8"
    )
    shell.on("import", sheet, "--term", "2025-26/autumn")
    assert shell.json("schools")[0]["category"] == "Targeted support"
