"""Where a school stands when things move: to another authority in mid-year, to the next term's sheet, to files with a mistake."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipdesk import paths
from sipdesk.app import App
from sipdesk.domain.errors import NotFound
from sipdesk.domain.placement import DatedFact
from sipdesk.services.care import choose_edition
from sipdesk.store.schools import Allocation, ImportRow, record_change, record_import
from tests.conftest import PASSPHRASE
from tests.unit.services.standings import SINCE, TODAY, URN, follow, place

_UNREADABLE = "There are no forms that can be read for this school’s authority, so nothing says what it is entitled to."


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder of the partner's own: this year's programme, and another authority with the same register."""
    folder = tmp_path / "forms"
    shutil.copytree(paths.forms() / "hackney", folder / "hackney")
    shutil.copytree(paths.forms() / "hillingdon/2015-18", folder / "anyshire/2015-18")
    _spoil(folder / "anyshire/2015-18/programme.toml", 'authority = "hillingdon"', 'authority = "anyshire"')
    return folder


@pytest.fixture
def beside(app: App, own: Path) -> Iterator[App]:
    """The desk with those files."""
    app.close()
    again = App(app.folder, app.clock, forms=own)
    again.open(PASSPHRASE)
    yield again
    again.close()


def _spoil(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture
def mistaken(own: Path) -> Path:
    """A file with a mistake, before the desk is opened."""
    file = own / "hackney/2021-22/programme.toml"
    _spoil(file, "valid_to = 2022", "valid_to = soon")
    return file


def test_that_a_mistake_in_ones_own_files_is_named_and_mended_without_opening_anew(mistaken: Path, beside: App) -> None:
    services = beside.services
    spoilt = beside.run(services.standing.of_school, URN)
    assert spoilt.trouble.startswith("The files of “hackney” have a mistake, so nobody can say what its rules are.")
    assert "hackney/2021-22/programme.toml:11" in spoilt.trouble
    due = [one.what for one in beside.run(services.due.on, TODAY) if one.urn == URN]
    assert due == ["Nobody can tell what is due here"]
    _spoil(mistaken, "valid_to = soon", "valid_to = 2022")
    mended = beside.run(services.standing.of_school, URN)
    assert (mended.trouble, mended.name) == ("", "Core")


def test_that_a_register_entry_by_another_authoritys_rules_neither_runs_nor_stands_in_the_way(beside: App) -> None:
    risk = beside.services.risk
    follow(beside, "hillingdon", "gobar")
    beside.run(risk.enter, URN, TODAY, "Outcomes fell twice.")
    follow(beside, "anyshire", "")
    moved = beside.run(risk.open, URN)
    assert (moved.entry, moved.earlier) == (None, [])
    beside.run(beside.services.standing.note_fact, DatedFact(urn=URN, fact="grade-3", since=TODAY))
    entered = beside.run(risk.open, URN).entry
    assert entered is not None
    assert (entered.authority, entered.decided_by) == ("anyshire", "set by the rule")
    follow(beside, "hillingdon", "gobar")
    back = beside.run(risk.open, URN).entry
    assert back is not None
    assert back.reason == "Outcomes fell twice."


def _came(app: App, *days: tuple[str, str]) -> None:
    """A school came with an import, and each further one changed its term: the instant of each, and its authority."""

    def put() -> None:
        desk, before = app.services.desk, None
        with desk.change("imported", "") as db:
            for n, (at, authority) in enumerate(days):
                now = Allocation(urn=URN, authority=authority, year=f"{2024 + n}-{25 + n}", term="autumn")
                record_import(db, ImportRow(id=f"0{n}", kind="allocation", file="a.csv", sha256="", at=at, detail={}))
                record_change(db, f"0{n}", "allocation", URN, before, now)
                before = now

    app.run(put)


def test_that_what_comes_round_is_counted_from_when_a_school_came_whatever_sheet_follows(app: App) -> None:
    follow(app, "hillingdon", "")
    _came(app, ("2024-09-02T08:00:00.000Z", "hillingdon"), (SINCE, "hillingdon"))
    clocks = app.run(app.services.standing.of_school, URN).clocks
    risk = next(one for one in clocks if one.rule == "risk-half-term")
    assert (risk.start, risk.due, risk.overdue) == (dt.date(2024, 9, 2), dt.date(2024, 12, 20), True)
    review = next(one for one in clocks if one.rule == "school-review")
    assert review.said.endswith("none yet; counted from 2 September 2024; due by 2 September 2027")


def test_that_a_school_that_moved_in_mid_year_counts_from_the_day_it_moved(app: App) -> None:
    follow(app, "hillingdon", "")
    _came(app, ("2024-09-02T08:00:00.000Z", "hackney"), (SINCE, "hillingdon"))
    clocks = app.run(app.services.standing.of_school, URN).clocks
    assert {one.start for one in clocks} == {dt.date(2025, 9, 3)}
    assert not any(one.overdue for one in clocks)


def test_that_a_category_the_next_edition_does_not_have_is_said_until_somebody_decides(app: App) -> None:
    """An edition changes at the turn of the year, and its categories with it."""
    services = app.services
    follow(app, "hillingdon", "")
    place(app, "ri-b")
    assert app.run(services.standing.of_school, URN).lapsed == ""

    def next_edition() -> None:
        with services.desk.writing():
            choose_edition(services.desk, "hillingdon", "2020-23")

    app.run(next_edition)
    standing = app.run(services.standing.of_school, URN)
    said = "RI (B) (edition 2015-18) is none of the categories of School improvement strategy 2020-23 (draft)."
    assert standing.lapsed == f"{said} Decide on its category anew."
    assert (standing.place, standing.clocks) == ("RI (B) since 7 October 2025", [])
    due = [one for one in app.run(services.due.on, TODAY) if one.urn == URN]
    assert [(one.kind, one.rule) for one in due] == [("decision", standing.lapsed)]
    place(app, "intensive")
    assert app.run(services.standing.of_school, URN).lapsed == ""
    assert [one for one in app.run(services.due.on, TODAY) if one.urn == URN] == []


def test_that_the_newest_count_of_aspects_counts_whenever_an_older_one_is_entered(app: App) -> None:
    services = app.services
    for day, count in ((dt.date(2025, 10, 1), 4), (dt.date(2025, 9, 1), 1)):
        app.run(services.standing.note_fact, DatedFact(urn=URN, fact="aspects", since=day, count=count))
    assert app.run(services.standing.of_school, URN).matches == []  # four aspects fit no category here
    then = app.run(services.standing.of_school, URN, dt.date(2025, 9, 10))
    assert [one.category for one in then.matches] == ["focused"]


def test_that_another_edition_of_ones_own_authority_counts_at_once_everywhere_and_can_be_left_again(
    mistaken: Path, beside: App
) -> None:
    services = beside.services
    assert beside.run(services.ledger.of_school, URN).remarks == [_UNREADABLE]
    _spoil(mistaken, "valid_to = soon", "valid_to = 2022")
    assert beside.run(services.ledger.of_school, URN).remarks == []
    newer = mistaken.parents[1] / "2026-27"
    shutil.copytree(mistaken.parent, newer)
    _spoil(newer / "programme.toml", 'edition = "2021-22"', 'edition = "2026-27"')
    _spoil(newer / "programme.toml", "amount = 3\n", "amount = 4\n")
    assert [name for name, _ in beside.run(services.settings.view).editions] == ["2021-22", "2026-27"]
    assert beside.run(services.settings.follow, "2026-27") == ""
    visits = next(one for one in beside.run(services.ledger.of_school, URN).standings if one.unit == "visits")
    assert visits.due == 4
    assert beside.run(services.settings.follow, "") == "2026-27"
    with pytest.raises(NotFound):
        beside.run(services.settings.follow, "1999")
    assert beside.run(services.settings.view).chosen == ""
