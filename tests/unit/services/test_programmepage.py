"""What a programme's page says: all the document holds with its source, gaps left empty, nothing of any school."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sipdesk import paths
from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.domain.errors import NotFound
from sipdesk.domain.programme import Programme
from sipdesk.domain.rules import Gap
from sipdesk.services.programmepage import (
    Chapter,
    ProgrammeView,
    fitting,
    of_itself,
    past_review,
    view_of,
    words_of,
)
from tests.conftest import PASSPHRASE
from tests.unit.forms.editions import LIBRARY
from tests.unit.services.standings import follow

TODAY = date(2025, 10, 7)
EDITIONS = [(name, edition) for name in LIBRARY.authorities() for edition in LIBRARY.editions(name)]


def _page(authority: str, edition: str) -> ProgrammeView:
    return view_of(LIBRARY.programme(authority, edition), TODAY)


def _chapter(view: ProgrammeView, name: str) -> Chapter:
    return next(one for one in view.chapters if one.id == name)


def _said(view: ProgrammeView) -> str:
    lines = [
        text
        for chapter in view.chapters
        for entry in chapter.entries
        for text in (chapter.title, entry.spoken, *(one.spoken for one in entry.under))
    ]
    return "\n".join(lines)


@pytest.mark.parametrize(("authority", "edition"), EDITIONS)
def test_that_the_page_leaves_out_nothing_that_a_programme_carries(authority: str, edition: str) -> None:
    programme, said = LIBRARY.programme(authority, edition), _said(_page(authority, edition))
    wanted = [item.label for one in programme.references for item in one.items]
    wanted += [one.title for one in programme.references]
    wanted += [part.label for one in programme.priorities for part in one.parts]
    wanted += [one.label for group in (programme.priorities, programme.strands, programme.gaps) for one in group]
    wanted += [text for one in programme.partners for text in (one.name, *one.roles)]
    wanted += [text for one in programme.doubts for text in (one.says, one.ours)]
    wanted += [text for one in programme.glossary for text in (one.word, one.means)]
    wanted += [one.label for category in programme.categories for one in (*category.entitlements, *category.cadences)]
    wanted += [one.says for category in programme.categories for one in category.stays]
    assert [text for text in wanted if text not in said] == []
    named = {one.source for group in (programme.partners, programme.doubts, programme.gaps) for one in group}
    assert all(f"[{source}]" in said for source in named if source)


def test_that_a_gap_is_empty_until_the_authority_fills_it() -> None:
    programme = LIBRARY.programme("hillingdon", "2020-23")
    assert [one.text for one in _chapter(view_of(programme, TODAY), "gaps").entries[0].under] == ["Empty."]
    filled = programme.model_copy(update={"gaps": [Gap(id="x", label="A table", why="lost", held=["Row one"])]})
    assert [one.text for one in _chapter(view_of(filled, TODAY), "gaps").entries[0].under] == ["Row one"]


def test_that_what_a_programme_does_not_hold_is_said_and_not_left_out() -> None:
    view = _page("hackney", "2021-22")
    assert (_chapter(view, "priorities").says, _chapter(view, "priorities").entries) == ("The document names no priorities.", [])  # fmt: skip
    about = {one.lead: one.text for one in _chapter(view, "about").entries}
    assert about["To be reviewed by"] == "not stated"
    assert about["Statutory guidance"] == "the document names no edition"


def test_that_core_and_traded_are_told_apart_and_an_amount_keeps_the_documents_word() -> None:
    partners = _chapter(_page("hertfordshire", "2018-21"), "partners").entries
    assert partners[0].text == "core"
    said = _said(_page("havering", "2011"))
    assert "to be agreed" in said
    assert "not stated" in said


def _due(status: str, review: date | None) -> Programme:
    return LIBRARY.programme("hackney", "2021-22").model_copy(update={"status": status, "review_by": review})


def test_that_a_review_day_that_has_passed_is_remarked_on_the_day_after() -> None:
    assert past_review(_due("in force", None), TODAY) == ""
    assert past_review(_due("in force", TODAY), TODAY) == ""
    told = past_review(_due("in force", date(2025, 10, 6)), TODAY)
    assert told.startswith("Hackney 2021-22 was to be reviewed by 6 October 2025, and that day has passed.")
    assert "newer edition" in told
    assert "newer edition" not in past_review(_due("historic", date(2025, 10, 6)), TODAY)


def test_that_a_search_keeps_what_has_all_words_and_a_title_keeps_its_chapter() -> None:
    chapters = _page("hackney", "2021-22").chapters
    assert fitting(chapters, "  ") == chapters
    (found,) = fitting(chapters, "INTENSIVE funding")
    assert [(one.lead, len(one.under) > 1) for one in found.entries] == [("Intensive A", True), ("Intensive B", True)]
    (funding,) = fitting(chapters, "access funding")
    assert all([one.text for one in entry.under] == ["Access to additional funding"] for entry in funding.entries)
    powers = fitting(chapters, "powers of the authority")
    assert [len(one.entries) for one in powers if one.id == "reference-authority-powers"] == [6]
    assert fitting(chapters, "zebra crossing") == []


def test_that_words_are_the_glossary_and_the_categories_but_no_bare_figure() -> None:
    words = {one.word: one.means for one in words_of(LIBRARY.programme("hackney", "2021-22"))}
    assert words["TAG"].startswith("Team Action Group")
    assert words["Int A"] == words["Intensive A"]
    assert not any(word.isdigit() for word in (one.word for one in words_of(LIBRARY.programme("havering", "2011"))))


def test_that_a_programme_tells_of_itself_without_its_lists() -> None:
    told = of_itself(LIBRARY.programme("hillingdon", "2015-18"), TODAY)
    assert [one.id for one in told.chapters] == ["about", "priorities", "strands", "partners", "gaps", "doubts"]
    assert len(_chapter(told, "strands").entries) == 6


@pytest.fixture
def open_on(tmp_path: Path, desk_folder: Path, clock: Clock) -> Callable[[str], App]:
    """A desk whose authority has a programme of its own with a status, to be reviewed by a day that has passed."""

    def make(status: str) -> App:
        own = tmp_path / f"own-{status}"
        shutil.copytree(paths.forms() / "hackney", own / "hackney")
        file = own / "hackney" / "2021-22" / "programme.toml"
        text = file.read_text(encoding="utf-8")
        old = 'status = "historic"\n'
        assert old in text
        file.write_text(text.replace(old, f'status = "{status}"\nreview_by = 2025-09-30\n'), encoding="utf-8")
        app = App(desk_folder, clock, own)
        app.open(PASSPHRASE)
        return app

    return make


@pytest.mark.parametrize(("status", "remarks"), [("in force", 1), ("draft", 1), ("historic", 0), ("example", 0)])
def test_that_today_remarks_once_on_an_edition_past_its_review(
    open_on: Callable[[str], App], status: str, remarks: int
) -> None:
    app = open_on(status)
    try:
        told = app.run(app.services.today.view).remarks
        assert len(told) == remarks  # three schools follow it
        assert all("30 September 2025" in line for line in told)
        page = app.run(app.services.programmepage.view)
        assert "30 September 2025" in page.remark  # the page says it whatever the status
        assert [one.name for one in app.run(app.services.programmepage.names)] == ["Hackney: School improvement partner programme 2021-22"]  # fmt: skip
        assert app.run(app.services.programmepage.words, "nowhere") == []
    finally:
        app.close()


def test_that_who_chairs_what_comes_round_is_said() -> None:
    said = _said(_page("hillingdon", "2015-18"))
    programme = LIBRARY.programme("hillingdon", "2015-18")
    chairs = {one.chaired_by for category in programme.categories for one in category.cadences if one.chaired_by}
    assert chairs
    assert all(f"chaired by {one}" in said for one in chairs)


def test_that_an_edition_that_is_not_in_use_says_which_one_is(app: App) -> None:
    follow(app, "hillingdon", "")
    page = app.services.programmepage
    used = app.run(page.view, "hillingdon")
    assert (used.id, used.remark.startswith("This edition is not in use")) == ("hillingdon/2015-18", False)
    other = app.run(page.view, "hillingdon/2020-23")
    assert other.remark.startswith("This edition is not in use: schools of Hillingdon here follow 2015-18.")
    names = {one.id: one.name for one in other.editions}
    assert names["hillingdon/2015-18"] == "Hillingdon 2015-18, in use"
    assert names["hackney/2021-22"] == "Hackney 2021-22, in use"  # the desk's own
    assert names["havering/2011"] == "Havering 2011"
    with pytest.raises(NotFound):
        app.run(page.view, "hillingdon/1999")
