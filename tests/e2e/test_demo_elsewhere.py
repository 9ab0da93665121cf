"""`sipdesk demo --authority ID`: the invented school's year by each shipped programme, from its files alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Pdf

from sipdesk.domain.programme import Programme
from tests.e2e.commands import Shell
from tests.e2e.test_command_line import text_of
from tests.unit.forms.test_editions import EDITIONS, LIBRARY


def record_of(note: Path) -> dict[str, Any]:
    """The record beside a note."""
    told: dict[str, Any] = json.loads((note.parents[1] / "papers" / f"{note.stem}.json").read_text(encoding="utf-8"))
    return told


# A year takes a while: two of them always, all the others in `make faults`.
QUICK = {("havering", "2011"), ("standard", "2026-27")}
YEARS = [
    pytest.param(*one, id="-".join(one), marks=() if one in QUICK else pytest.mark.long) for one in sorted(EDITIONS)
]


@pytest.mark.parametrize(("authority", "edition"), YEARS)
def test_that_each_programme_has_a_year_of_signed_notes_with_its_category_and_clocks(tmp_path, authority, edition):
    programme = LIBRARY.programme(authority, edition)
    asked = f"{authority}/{edition}" if programme.status == "draft" else authority
    shell = Shell(tmp_path)
    told = shell.run("demo", "here", "--authority", asked, "--no-window")
    notes = [Path(line) for line in told.stdout.splitlines()]
    _notes(programme, notes)
    _rules(programme, told.stderr, Shell(tmp_path / "here"))
    register = programme.risk_register
    kept_apart = [register.name, register.short] if register else []
    for note in notes:
        assert not [word for word in kept_apart if word in text_of(note) or word in json.dumps(record_of(note))]


def _notes(programme: Programme, notes: list[Path]) -> None:
    """Its visits, and a contact on each of its other forms."""
    visits = {slot.form for slot in programme.visits}
    others = {kind.form for kind in programme.contacts} - visits
    assert len(notes) == len(programme.visits) + len(others) >= 3
    for note in notes:
        with Pdf.open(note) as pdf:
            assert len(pdf.pages) >= 1
        record = record_of(note)
        assert (record["authority"]["id"], record["authority"]["edition"]) == (programme.authority, programme.edition)
        named = {programme.report_of(one.id) for one in (*programme.visits, *programme.contacts)}
        assert record["authority"]["report"] in named
        assert record["recipients"][0]["role"] == "Headteacher"
        assert not programme.caseload_confidential or record["school"]["urn"] not in note.name


def _rules(programme: Programme, told: str, shell: Shell) -> None:
    """The school stands in a category by a decision with its reason, and its clocks run."""
    if not programme.categories:
        assert "This programme has no categories." in told
        return
    standing = shell.json("category", "900101")
    category = programme.category(standing["category"])
    assert category is not None
    assert f"{category.name} since 15 September 2025." in told
    assert standing["placement"]["reason"] == next(
        one.says for one in category.triggers if not one.came_from or one.facts
    )
    designated = any(category.id in one.categories for one in programme.designations)
    assert bool(standing["steps"]) is designated
    assert not designated or standing["steps"][0]["on"] == "2025-09-15"
    assert [one["category"] for one in standing["matches"] if one["category"] == category.id]
    running = {one["rule"] for one in standing["clocks"]}
    assert running >= {one.id for one in category.cadences}
    assert all(f"{one['label']}: " in told and one["source"] for one in standing["clocks"])


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
    assert (
        "To be reviewed by 30 November 2016."
        in shell.run("forms", "explain", "hillingdon/2015-18", "--references").stdout
    )
    assert "plan, line" in shell.run("forms", "explain", "hillingdon/2015-18", "--references").stdout
    assert "slides, line 127" in shell.run("forms", "explain", "hackney", "--references").stdout


def test_that_a_programme_tells_its_gaps_doubts_and_guidance(tmp_path):
    shell = Shell(tmp_path)
    told = shell.run("forms", "explain", "hillingdon/2015-18", "--gaps").stdout
    assert "Statutory guidance: Schools causing concern, January 2015" in told
    assert "was to be reviewed by 30 November 2016, and that day has passed." in told
    assert "  Steps after a risk assessment: " in told
    assert "    Empty.\n" in told
    assert "    Our reading: Both are kept; the stricter one falls due first." in told
    page = json.loads(shell.run("forms", "explain", "hertfordshire", "--gaps", "--json").stdout)
    (partners,) = (one["entries"] for one in page["chapters"] if one["id"] == "partners")
    assert partners[0]["text"] == "core"


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
