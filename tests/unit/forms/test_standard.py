"""The shipped standard edition: nobody's own, every line explained, and a copy of it is a programme."""

import re
from datetime import date
from pathlib import Path

import pytest

from sipdesk import paths
from sipdesk.domain.category import Known, matches
from sipdesk.domain.school import Governance, Phase
from sipdesk.forms.lint import check
from sipdesk.forms.loader import load_programmes
from tests.unit.forms.editions import LIBRARY, asked, by_id, given

STANDARD = LIBRARY.programme("standard", "2026-27")
FOLDER = paths.forms() / "standard" / "2026-27"
NAMED = re.compile(r"\b(?:FTEs?|RAISEonline|satisfactory|floor standard)\b", re.IGNORECASE)
"""Words of the past."""
ENDS = {"]", '"""'}
"""Lines that only close what a commented line opened."""


def bare_lines(text: str) -> list[str]:
    """Lines that say something and say not what it is."""
    bare, above, quoted = [], "", False
    for line in text.splitlines():
        inside = quoted
        quoted ^= line.count('"""') % 2 == 1
        told = not line.strip() or "#" in line or line.strip() in ENDS or inside or above.lstrip().startswith("#")
        told = told or bool(re.match(r"\[+[a-z_.]+\]+$", line))  # a heading; the lines below it say what they are
        bare += [] if told else [line]
        above = line
    return bare


def copied(root: Path, name: str, change: dict[str, str] | None = None) -> Path:
    """A copy under another authority's name, as a council makes it."""
    target = root / name / "2026-27"
    target.mkdir(parents=True)
    for file in FOLDER.glob("*.toml"):
        text = file.read_text(encoding="utf-8").replace('authority = "standard"', f'authority = "{name}"')
        for old, new in (change or {}).items():
            text = text.replace(old, new)
        (target / file.name).write_text(text, encoding="utf-8")
    return root


def test_that_it_passes_the_check_without_a_remark():
    assert [str(one) for one in check(paths.forms(), date(2026, 11, 2)) if one.file.startswith("standard/")] == []


def test_that_every_line_of_its_programme_says_what_it_is():
    assert bare_lines((FOLDER / "programme.toml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", ["autumn", "spring", "summer", "contact", "support"])
def test_that_every_part_of_its_forms_has_a_line_above_it(name):
    lines = (FOLDER / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    parts = [n for n, line in enumerate(lines) if line.startswith("[[")]
    assert [lines[n] for n in parts if not lines[n - 1].startswith("# ")] == []


def test_that_it_names_no_authority_and_no_word_of_the_past():
    names = [LIBRARY.programme(one, LIBRARY.editions(one)[0]).vocabulary.authority for one in LIBRARY.authorities()]
    text = "\n".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.toml"))
    assert [name for name in names if name != STANDARD.vocabulary.authority and name in text] == []
    assert NAMED.findall(text) == []


def test_that_a_copy_under_another_name_is_a_programme(tmp_path):
    copied(tmp_path, "anyshire", {'status = "example"': 'status = "in force"', "la_codes = [] ": 'la_codes = ["999"] '})
    assert check(tmp_path, date(2026, 11, 2)) == []
    edition = load_programmes(tmp_path).edition_for("anyshire", date(2026, 11, 2))
    assert (edition.programme.status, edition.remark) == ("in force", "")


def test_that_its_examples_hold_once_the_marks_are_taken_away(tmp_path):
    copied(tmp_path, "anyshire", {"#~ ": "", "#~\n": "\n"})
    assert [str(one) for one in check(tmp_path) if not one.remark] == []
    programme = load_programmes(tmp_path).programme("anyshire", "2026-27")
    assert (programme.risk_register.short, programme.priorities[0].id, programme.partners[0].offers) == (
        "Register",
        "attendance",
        "traded",
    )
    assert "Chair of governors" in [one.role for one in programme.recipients_for("intensive", "support-review")]


@pytest.mark.parametrize(
    ("known", "categories"),
    [
        (Known(aspects=0), ["universal"]), (Known(aspects=2), ["extra"]), (Known(aspects=3), ["intensive"]),
        (Known(facts=["report-card"]), []), (Known(facts=["card-needs-attention"]), ["extra"]),
        (Known(facts=["significant-improvement"]), ["intensive"]), (Known(facts=["special-measures"]), ["intensive"]),
        (Known(facts=["grade-3"]), ["intensive"]), (Known(facts=["grade-2"]), []), (Known(facts=["no-overall-grade"]), []),
        (Known(facts=["satisfactory"]), []), (Known(facts=["new-head"]), ["extra"]), (Known(facts=["rise-targeted"]), ["intensive"]),
        (Known(facts=["stuck", "card-needs-attention"]), ["extra", "intensive"]),
    ],
)  # fmt: skip
def test_that_it_suggests_by_each_framework_s_own_words_and_sets_nothing(known, categories):
    found = matches(STANDARD, known)
    assert list(dict.fromkeys(one.category for one in found)) == categories
    assert not any(one.automatic for one in found)


def test_that_it_has_three_visits_and_invents_no_amount():
    assert len(STANDARD.visits_for(Phase.PRIMARY, Governance.MAINTAINED)) == 3
    assert STANDARD.visits_for(Phase.PRIMARY, Governance.ACADEMY) == "to be agreed"
    assert len(STANDARD.visits_for(Phase.PRIMARY, Governance.ACADEMY, brokered=True)) == 3
    assert {given(one)["support"][0] for one in STANDARD.categories[1:]} == {"to be agreed"}
    assert (STANDARD.la_codes, STANDARD.half_day_hours, STANDARD.reply_working_days) == ([], "not stated", "not stated")
    assert (STANDARD.risk_register, STANDARD.priorities, STANDARD.gaps[0].held) == (None, [], [])


def test_that_the_report_card_is_asked_for_area_by_area_in_its_own_five_grades():
    table = asked(STANDARD, "autumn")["report_card"]
    assert [row.id for row in table.rows][:6] == [
        "inclusion",
        "curriculum",
        "achievement",
        "behaviour",
        "development",
        "leadership",
    ]
    grades = [option.id for option in by_id(table.columns)["grade"].options]
    assert grades == ["exceptional", "strong", "expected", "attention", "urgent", "not_judged"]


def test_that_foci_of_the_autumn_return_in_spring_and_summer():
    kinds = [{question.kind for question in asked(STANDARD, name).values()} for name in ("autumn", "spring", "summer")]
    assert ["focus_areas" in kinds[0], "deep_dives" in kinds[1], "impact_review" in kinds[2]] == [True] * 3
