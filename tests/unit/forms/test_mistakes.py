"""Every mistake is reported with its file, line and key, and with what was expected."""

from pathlib import Path

import pytest

from sipdesk.domain.errors import FormProblems, Problem
from sipdesk.forms.lint import check
from sipdesk.forms.loader import load_programmes

# file, what stands there, what it is spoilt to, then line, key and words of the finding
MISTAKES = [
    ("autumn", 'prompt = "In short?"', 'promt = "In short?"', 11, "sections.questions.promt", "did you mean `prompt`?"),
    ("autumn", 'prompt = "In short?"\n', "", 8, "sections.questions.prompt", "missing"),
    ("autumn", 'kind = "people_met"', 'kind = "people"', 16, "sections.questions.kind", "did you mean people_met?"),
    ("autumn", 'kind = "people_met"\n', "", 14, "sections.questions.kind", "missing; one of: short_text"),
    ("autumn", "maximum = 5", "maximum = 0", 12, "sections.questions.maximum", "a number, 1 or more"),
    ("autumn", "maximum = 5", "maximum = 11", 12, "sections.questions.maximum", "a number, 10 or less"),
    ("autumn", "maximum = 5", 'maximum = "some"', 12, "sections.questions.maximum", "a whole number"),
    ("autumn", 'id = "met"', 'id = "Met!"', 15, "sections.questions.id", "lower-case letters"),
    ("autumn", 'id = "met"', 'id = "summary"', 15, "sections.questions.id", "section start has it too"),
    ("autumn", 'id = "mood"', 'id = "met"', 29, "sections.questions.id", "used once in this form"),
    ("autumn", 'id = "middle"', 'id = "start"', 24, "sections.id", "used once in this list"),
    ("autumn", '["primary"]', '["primry"]', 26, "sections.when.phases", "did you mean primary?"),
    ("autumn", '{ id = "poor", label', '{ id = "good", label', 34, "sections.questions.scale.id", "used once"),
    ("autumn", 'label = "Poor"', 'name = "Poor"', 34, "sections.questions.scale.label", "missing"),
    ("autumn", 'prompt = "How?"', 'prompt = ""', 31, "sections.questions.prompt", "some words"),
    ("autumn", 'prompt = "How?"', "prompt = 5", 31, "sections.questions.prompt", "text in quotes"),
    ("autumn", 'prompt = "How?"', 'prompt = """a\nb"""', 31, "sections.questions.prompt", "text on one line"),
    ("autumn", '"rate", group = "all"', '"rate", group = "al"', 44, "sections.questions.rows.group", "did you mean all?"),
    ("autumn", '"rate", group', '"rates", group', 44, "sections.questions.rows.shows", "one of: number, rate"),
    ("autumn", 'source = "school", to_date = true', 'source = "comparator"', 46,
     "sections.questions.columns.label", "a label"),
    ("autumn", "minimum = 2", "minimum = 4", 52, "sections.questions.minimum", "no larger than the maximum"),
    ("autumn", "minimum = 2", 'minimum = "4"', 52, "sections.questions.minimum", "4 is more than 3"),
    ("autumn", "to_date = true", 'year = "1"', 46, "sections.questions.columns.year", "0 for the year of the visit"),
    ("autumn", "required = true", 'required = "perhaps"', 59, "sections.questions.required", "true or false"),
    ("autumn", 'form = "autumn"', 'form = "winter"', 1, "form", "as the file is called"),
    ("autumn", 'form = "autumn"', "# form", 1, "form", "missing"),
    ("autumn", 'form = "autumn"', 'form = "spring"', 1, "form", "no two forms share an id"),
    ("autumn", "[[sections]]\nid = \"middle\"", "[sections]\nid = \"middle\"", 23, "sections", "once only"),
    ("autumn", 'id = "mood"', 'id = "mood', 29, "id", "closing quotes on the same line"),
    ("autumn", 'id = "mood"', "id mood", 29, "id", "= and a value"),
    ("autumn", 'id = "mood"', "id =", 29, "id", "a value: text in quotes"),
    ("autumn", 'id = "mood"', 'id = "mood" "x"', 29, "id", "nothing more on this line"),
    ("autumn", 'id = "mood"', 'id = "mood"\nid = "mood"', 30, "id", "once only"),
    ("autumn", "\nrequired = true\n", '\nhint = """\nrequired = true\n', 59, "sections.questions.hint", "closing quotes"),
    ("programme", "valid_from = 2025-09-01", "valid_from = 2025-09-31", 4, "valid_from", "a date that exists"),
    ("programme", "valid_from = 2025-09-01", 'valid_from = "soon"', 4, "valid_from", "a date, such as"),
    ("programme", "valid_to = 2026", "valid_to = 2024", 5, "valid_to", "a date after valid_from"),
    ("programme", 'authority = "anyshire"', 'authority = "otherton"', 1, "authority", "as the folder is called"),
    ("programme", 'edition = "2025-26"', 'edition = "2025"', 2, "edition", "as the folder is called"),
    ("programme", '["999"]', '["99"]', 8, "la_codes", "three digits"),
    ("programme", 'form = "spring"', 'form = "sprng"', 28, "visits.form", "did you mean spring?"),
    ("programme", 'id = "spring"', 'id = "autumn"', 23, "visits.id", "used once"),
    ("programme", 'term = "spring"', 'term = "winter"', 24, "visits.term", "one of: autumn, spring, summer"),
    ("programme", 'days = "0.5"', 'days = "half"', 29, "visits.days",
     'a number, such as 2 or "0.5" or one of: not stated'),
    ("programme", '["autumn", "spring"]', '["autumn", "sprng"]', 34, "variants.visits", "a visit of this programme"),
    ("programme", '["autumn", "spring"]', '["autumn", 5]', 34, "variants.visits", "text in quotes"),
    ("programme", '"not stated"', '"unknown"', 39, "variants.visits", "a list in square brackets or one of"),
    ("programme", 'brokered = ["autumn"]', 'brokered = ["a"]', 40, "variants.brokered", "a visit of this programme"),
    ("programme", 'also = ["Lite"]', 'also = ["HEAVY"]', 55, "categories.name", "light has it too"),
    ("programme", 'per = "term"', 'per = "week"', 51, "categories.entitlements.per", "one of: year, term"),
    ("programme", '"to be agreed"', "true", 56, "categories.entitlements.amount", "a number"),
    ("programme", "[[variants]]\nid = \"maintained\"", "[[varients]]\nid = \"maintained\"", 31, "varients", "`variants`"),
    ("programme", "[vocabulary]", "[[vocabulary]]", 10, "vocabulary", "a table with keys of its own"),
    ("programme", 'service = "School Improvement"', "", 10, "vocabulary.service", "missing"),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m[0]}-{m[3]}-{m[4]}-{m[5][:20]}")
def test_that_a_mistake_is_reported_where_it_stands(root, spoil, mistake):
    name, old, new, line, key, words = mistake
    spoil(name, old, new)
    errors = [p for p in check(root) if not p.remark]
    hits = [p for p in errors if (p.line, p.key) == (line, key)]
    assert [p.file for p in hits] == [f"anyshire/2025-26/{name}.toml"], "\n".join(map(str, errors))
    assert words in hits[0].expected


@pytest.mark.parametrize("mistake", MISTAKES[:25], ids=lambda m: f"{m[3]}-{m[5][:20]}")
def test_that_one_mistake_in_a_form_makes_one_error(root, spoil, mistake):
    name, old, new, *_ = mistake
    spoil(name, old, new)
    errors = [p for p in check(root) if not p.remark]
    # `name` for `label` is too far off to be taken for a misspelling.
    assert len(errors) == (2 if new.startswith("name") else 1), "\n".join(map(str, errors))


def test_that_a_folder_without_a_mistake_has_no_problems(root):
    assert check(root) == []


def test_that_all_mistakes_of_all_files_come_at_once(root, spoil):
    spoil("autumn", "maximum = 5", "maximum = 0")
    spoil("autumn", 'prompt = "How?"', "prompt = 5")
    spoil("spring", 'title = "All"', "")
    spoil("programme", "number = 2", 'number = "b"')
    assert [(p.file.rpartition("/")[2], p.line) for p in check(root)] == [
        ("autumn.toml", 12), ("autumn.toml", 31), ("programme.toml", 25), ("spring.toml", 4),
    ]  # fmt: skip


def test_that_lines_hold_with_windows_line_ends_and_a_byte_order_mark(root, spoil):
    spoil("autumn", 'prompt = "How?"', "prompt = 5")
    path = root / "anyshire/2025-26/autumn.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert [(p.line, p.key) for p in check(root)] == [(31, "sections.questions.prompt")]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "the file is empty"),
        (b"\n  \n", 1, "the file is empty"),
        (b'form = "autumn"\ntitle = "Caf\xe9"\n', 2, "text in UTF-8"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, 1, "nested"),
        (b"# " + b"x" * 1_000_001, 1, "less than a megabyte"),
    ],
)
def test_that_a_file_that_is_no_form_is_said_to_be_none(root, content, line, words):
    (root / "anyshire/2025-26/autumn.toml").write_bytes(content)
    found = [p for p in check(root) if p.file.endswith("autumn.toml")]
    assert [(p.line, p.key) for p in found] == [(line, "file")]
    assert words in found[0].expected


def test_that_a_folder_in_place_of_a_file_is_reported(root):
    (root / "anyshire/2025-26/autumn.toml").unlink()
    (root / "anyshire/2025-26/autumn.toml").mkdir()
    assert ["a file that can be read" in p.expected for p in check(root)] == [True]


def test_that_a_missing_programme_is_reported(root):
    (root / "anyshire/2025-26/programme.toml").unlink()
    assert [str(p) for p in check(root)] == [
        "anyshire/2025-26/programme.toml:1: error: file: missing; each edition needs this file"
    ]


def test_that_a_form_named_but_not_there_is_reported(root):
    (root / "anyshire/2025-26/spring.toml").unlink()
    errors = [p for p in check(root) if not p.remark]
    assert [(p.line, p.key) for p in errors] == [(28, "visits.form")]


def test_that_a_missing_root_and_an_empty_root_are_problems(tmp_path):
    assert [p.key for p in check(tmp_path / "nowhere")] == ["folder"]
    assert ["this one is empty" in p.expected for p in check(tmp_path)] == [True]
    (tmp_path / "README.md").write_text("files beside the folders do not count")
    assert len(check(tmp_path)) == 1


def test_that_an_authority_without_an_edition_is_reported(root):
    (root / "newtown").mkdir()
    assert [(p.file, p.key, p.remark) for p in check(root)] == [("newtown", "folder", False)]


def test_that_hidden_folders_and_loose_files_are_passed_over(root):
    (root / ".git").mkdir()
    (root / "README.md").write_text("how to write a form")
    (root / "anyshire" / "notes.txt").write_text("x")
    assert check(root) == []


def test_that_loading_raises_the_same_problems(root: Path, spoil):
    spoil("autumn", 'prompt = "How?"', "prompt = 5")
    with pytest.raises(FormProblems) as caught:
        load_programmes(root).form("anyshire", "2025-26", "autumn")
    assert caught.value.problems == [
        Problem("anyshire/2025-26/autumn.toml", 31, "sections.questions.prompt", "text in quotes")
    ]
