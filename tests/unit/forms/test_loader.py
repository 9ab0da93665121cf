"""The library: authorities, editions, the edition of a day, and forms with the text that pins them."""

import hashlib
import shutil
from datetime import date

import pytest

from sipdesk.domain.errors import FormProblems, NotFound
from sipdesk.forms.loader import load_programmes, read_form


def _edition(root, name, begins, ends, status="in force"):
    text = (root / "anyshire/2025-26/programme.toml").read_text()
    for old, new in (('"2025-26"', f'"{name}"'), ("2025-09-01", begins), ("2026-08-31", ends)):
        text = text.replace(old, new)
    folder = root / "anyshire" / name
    folder.mkdir()
    for form in ("autumn", "spring"):
        (folder / f"{form}.toml").write_bytes((root / f"anyshire/2025-26/{form}.toml").read_bytes())
    (folder / "programme.toml").write_text(f'status = "{status}"\n{text}')


def test_that_authorities_and_editions_are_the_folders(root):
    _edition(root, "2027-28", "2027-09-01", "2028-08-31")
    library = load_programmes(root)
    assert library.authorities() == ["anyshire"]
    assert library.editions("anyshire") == ["2025-26", "2027-28"]
    assert library.programme("anyshire", "2027-28").edition == "2027-28"


@pytest.mark.parametrize(
    ("on", "edition", "remark"),
    [
        (date(2025, 9, 1), "2025-26", ""),
        (date(2026, 8, 31), "2025-26", ""),
        (date(2026, 9, 1), "2025-26", "Anyshire 2025-26 ended on 31 August 2026. It serves until there is a newer edition."),
        (date(2027, 9, 1), "2027-28", ""),
        (date(2031, 1, 5), "2027-28", "Anyshire 2027-28 ended on 31 August 2028. It serves until there is a newer edition."),
        (date(2020, 1, 1), "2025-26",
         "Anyshire 2025-26 begins on 1 September 2025. It serves before that as there is no earlier edition."),
    ],
)  # fmt: skip
def test_that_a_day_finds_its_edition(root, on, edition, remark):
    _edition(root, "2027-28", "2027-09-01", "2028-08-31")
    found = load_programmes(root).edition_for("anyshire", on)
    assert (found.programme.edition, found.remark) == (edition, remark)


def test_that_where_two_editions_are_valid_the_one_begun_last_counts(root):
    _edition(root, "new", "2026-01-01", "2026-12-31")
    assert load_programmes(root).edition_for("anyshire", date(2026, 2, 1)).programme.edition == "new"


def test_that_an_edition_that_begins_within_the_term_comes_before_one_that_is_over(root):
    _edition(root, "2026-27", "2026-09-07", "2027-08-31")
    library, first, last = load_programmes(root), date(2026, 9, 1), date(2026, 12, 18)
    assert library.edition_for("anyshire", first).programme.edition == "2025-26"
    found = library.edition_for("anyshire", first, until=last)
    assert (found.programme.edition, found.remark) == ("2026-27", "")
    before = library.edition_for("anyshire", date(2026, 4, 13), until=date(2026, 7, 21))
    assert (before.programme.edition, before.remark) == ("2025-26", "")


def test_that_a_mistake_in_the_next_edition_takes_nothing_from_this_years(root):
    _edition(root, "2026-27", "2026-09-01", "2027-08-31")
    (root / "anyshire/2026-27/programme.toml").write_text("authority = ")
    library = load_programmes(root)
    found = library.edition_for("anyshire", date(2026, 1, 8))
    assert found.programme.edition == "2025-26"
    assert found.remark == "There are mistakes in the files of anyshire 2026-27: left out until they are mended."
    with pytest.raises(FormProblems, match=r"2026-27/programme\.toml:1"):
        library.edition_for("anyshire", date(2026, 10, 1))


def test_that_a_draft_does_not_displace_a_settled_edition(root):
    _edition(root, "new", "2026-01-01", "2026-12-31", status="draft")
    assert load_programmes(root).edition_for("anyshire", date(2026, 2, 1)).programme.edition == "2025-26"


def test_that_a_form_comes_with_the_text_and_hash_of_its_file(root):
    path = root / "anyshire/2025-26/autumn.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    loaded = load_programmes(root).form("anyshire", "2025-26", "autumn")
    assert loaded.text.encode() == path.read_bytes()
    assert loaded.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_form(loaded.text, loaded.sha256, "autumn.toml") == loaded.form


def test_that_a_changed_text_is_not_taken_for_the_pinned_one(root):
    loaded = load_programmes(root).form("anyshire", "2025-26", "autumn")
    with pytest.raises(FormProblems, match="the text this visit was opened with"):
        read_form(loaded.text + "# later\n", loaded.sha256, "autumn.toml")
    assert read_form(loaded.text + "# later\n", None, "autumn.toml") == loaded.form


def test_that_a_pinned_form_is_held_to_its_shape_alone(root):
    text = (root / "anyshire/2025-26/autumn.toml").read_text().replace('id = "mood"', 'id = "met"')
    assert read_form(text, None, "pinned").form == "autumn"
    with pytest.raises(FormProblems, match=r"pinned:31: error: sections.questions.prompt"):
        read_form(text.replace('prompt = "How?"', "prompt = 5"), None, "pinned")


def test_that_what_is_not_there_is_said_with_what_is(root):
    library = load_programmes(root)
    with pytest.raises(NotFound, match="forms for: anyshire"):
        library.programme("../anyshire", "2025-26")
    with pytest.raises(NotFound, match="editions are: 2025-26"):
        library.programme("anyshire", "1999")
    with pytest.raises(NotFound, match="forms are: autumn, spring"):
        library.form("anyshire", "2025-26", "programme")


def test_that_one_broken_authority_leaves_the_others_usable(root):
    (root / "broken" / "2025").mkdir(parents=True)
    (root / "broken" / "2025" / "programme.toml").write_text("x =")
    library = load_programmes(root)
    assert library.programme("anyshire", "2025-26").name == "Visits"
    with pytest.raises(FormProblems, match=r"broken/2025/programme\.toml:1"):
        library.edition_for("broken", date(2025, 10, 1))


def test_that_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FormProblems):
        load_programmes(tmp_path / "nowhere")


def test_that_an_authority_of_ones_own_stands_beside_the_shipped_ones(tmp_path):
    from sipdesk.paths import forms as shipped  # noqa: PLC0415

    own = tmp_path / "own"
    shutil.copytree(shipped() / "hackney" / "2021-22", own / "ours" / "2021-22")
    programme = own / "ours" / "2021-22" / "programme.toml"
    programme.write_text(
        programme.read_text(encoding="utf-8").replace('authority = "hackney"', 'authority = "ours"', 1),
        encoding="utf-8",
    )
    library = load_programmes(shipped(), own)
    assert {"hackney", "ours"} <= set(library.authorities())
    assert library.programme("ours", "2021-22").authority == "ours"
    assert library.form("ours", "2021-22", "sip1-autumn").form.sections
    assert library.programme("hackney", "2021-22").authority == "hackney"


def test_that_a_mistake_is_told_as_a_sentence_before_its_place(root):
    (root / "anyshire/2025-26/autumn.toml").write_text("title = ")
    with pytest.raises(FormProblems) as caught:
        load_programmes(root).form("anyshire", "2025-26", "autumn")
    first, place = caught.value.sentence.splitlines()
    assert first == "The files of the programme cannot be used as they are, so nothing was changed. Mend this first:"
    assert place.startswith("anyshire/2025-26/autumn.toml:1: error:")
