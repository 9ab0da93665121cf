"""Remarks on meaning name what may be a slip; they are never errors."""

from datetime import date

import pytest

from sipdesk.forms.lint import check

REMARKS = [
    ("autumn", 'title = "Middle"', 'title = "A bi-annual look"', 25, "sections.title", "twice a year, or every two years"),
    ("autumn", "By role.", "By role, biannually.", 18, "sections.questions.hint", "“biannually” can be read in two ways"),
    ("autumn", '"Exclusions"', '"PEX and FTE"', 40, "sections.questions.prompt", "full-time equivalent"),
    ("autumn", 'prompt = "How?"', 'prompt = "How?"\nwhen = { phases = ["secondary"] }', 32,
     "sections.questions.when", "no school will be asked"),
    ("autumn", 'kind = "people_met"', 'kind = "summary"', 16, "sections.questions.kind", "asks for it twice"),
    ("spring", 'kind = "summary"', 'kind = "long_text"', 1, "form", "kind summary"),
    ("spring", 'kind = "actions"', 'kind = "long_text"', 1, "form", "kind actions"),
    ("programme", 'entitlements = [{ id = "time", label = "Adviser time", amount = "to be agreed", draws = ["officer"] }]', "", 53,
     "categories", "gives a school nothing"),
    ("programme", 'draws = ["officer"]\n[[categories]]', "[[categories]]", 47,
     "categories.entitlements", "nothing counts against “Adviser time” of “Light”"),
    ("programme", "when = {}", 'when = { governance = ["academy"] }', 31, "variants", "free school, college, independent"),
    ("programme", 'form = "spring"', 'form = "autumn"', 1, "form", "uses this form"),
    ("programme", 'form = "spring"', 'form = "autumn"', 20, "visits.form", "no form takes up"),
]  # fmt: skip


@pytest.mark.parametrize("case", REMARKS, ids=lambda c: f"{c[0]}-{c[4]}-{c[5][:20]}")
def test_that_a_likely_slip_is_remarked_upon(root, spoil, case):
    name, old, new, line, key, words = case
    spoil(name, old, new)
    problems = check(root)
    assert all(p.remark for p in problems), "\n".join(map(str, problems))
    hits = [p for p in problems if (p.line, p.key) == (line, key)]
    assert [words in p.expected for p in hits] == [True], "\n".join(map(str, problems))


def test_that_a_variant_that_takes_what_another_has_is_remarked_upon(root, spoil):
    spoil("programme", "when = {}", 'when = { governance = ["academy", "maintained"] }')
    hits = [p for p in check(root) if p.key == "variants.when"]
    assert [(p.line, p.remark) for p in hits] == [(38, True)]
    assert "some belong to maintained" in hits[0].expected


@pytest.mark.parametrize(
    ("today", "keys"),
    [
        (date(2026, 5, 1), []),
        (date(2026, 8, 31), ["review_by"]),
        (date(2026, 9, 1), ["valid_to", "review_by"]),
    ],
)
def test_that_an_edition_past_its_dates_is_remarked_upon(root, spoil, today, keys):
    spoil("programme", "la_codes =", "review_by = 2026-06-30\nla_codes =")
    assert [p.key for p in check(root, today)] == keys


def test_that_a_historic_edition_may_be_past_its_dates(root, spoil):
    spoil("programme", "la_codes =", 'status = "historic"\nla_codes =')
    assert check(root, date(2030, 1, 1)) == []


def test_that_without_a_day_no_dates_are_looked_at(root):
    assert check(root) == []


def test_that_editions_on_the_same_days_are_remarked_upon(root):
    text = (root / "anyshire/2025-26/programme.toml").read_text()
    newer = root / "anyshire" / "2026"
    newer.mkdir()
    for name in ("autumn", "spring"):
        (newer / f"{name}.toml").write_bytes((root / f"anyshire/2025-26/{name}.toml").read_bytes())
    spoilt = text.replace('edition = "2025-26"', 'edition = "2026"').replace("valid_to = 2026", "valid_to = 2027")
    (newer / "programme.toml").write_text(spoilt)
    assert [(p.file, p.line, p.remark) for p in check(root)] == [("anyshire/2026/programme.toml", 4, True)]


def test_that_two_authorities_with_one_code_are_remarked_upon(root):
    other = root / "otherton" / "2025-26"
    other.mkdir(parents=True)
    for path in (root / "anyshire/2025-26").iterdir():
        text = path.read_text().replace('authority = "anyshire"', 'authority = "otherton"')
        (other / path.name).write_text(text)
    assert [(p.file, p.key) for p in check(root)] == [("otherton/2025-26/programme.toml", "la_codes")]
