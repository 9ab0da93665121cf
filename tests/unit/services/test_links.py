"""A school that became an academy keeps its history under the new URN; one that was merged does not take another's."""

import datetime as dt

import pytest

from sipdesk.domain.calendar import Term, TermSlot
from sipdesk.domain.school import Governance, Phase, School
from sipdesk.domain.visit import State
from sipdesk.store.schools import put_school
from tests.unit.imports.public import csv_bytes

HEAD = ["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"]
ACADEMY, BEFORE, FIRST = "900102", "800002", "800001"


@pytest.fixture
def linked(app, tmp_path):
    def take(*rows):
        file = tmp_path / "links.csv"
        file.write_bytes(csv_bytes(HEAD, *rows))
        services = app.services
        read = services.intake.public("links", file, app.run(services.publicdata.asked))
        seen = app.run(services.publicdata.preview, read)
        app.run(services.publicdata.apply, seen, read)
        return seen

    return take


@pytest.fixture
def old_visit(app):
    """A visit to the school while it had another URN."""

    def put():
        with app.services.desk.change("put a school in place", "") as db:
            old = School(
                urn=BEFORE, name="Bramble Lane School", phase=Phase.SECONDARY, governance=Governance.MAINTAINED
            )
            put_school(db, old)
            db.conn.execute(
                "INSERT INTO allocations SELECT ?, authority, year, term, 'mine', category, category_written, brokered, "
                "planned, notes, import_id, since FROM allocations WHERE urn = ?",
                (BEFORE, ACADEMY),
            )
        visit = app.services.visits.open_in_term(BEFORE, TermSlot.parse("2024-25/autumn"))[0]
        with app.services.desk.change("let a school go", "") as db:
            db.conn.execute("UPDATE allocations SET status = 'left' WHERE urn = ?", (BEFORE,))
        return visit

    return app.run(put)


def visits(app, urn=ACADEMY):
    return [line.title for line in app.run(app.services.overview.school, urn).visits]


def test_that_visits_of_the_predecessor_stand_under_the_successor(app, linked, old_visit):
    assert visits(app) == []
    seen = linked([ACADEMY, BEFORE, "Bramble Lane School", "Predecessor", "01-09-2025"])
    assert [one.becomes for one in seen.told if one.urn == ACADEMY] == ["new"]
    assert visits(app) == [f"{old_visit.title} (as URN {BEFORE})"]
    assert "2024-25" in app.run(app.services.schoolyear.year, ACADEMY).years
    (told,) = app.run(app.services.inspections.lines, ACADEMY)
    assert told.startswith(f"Went before it: Bramble Lane School (URN {BEFORE}) until 1 September 2025.")
    app.run(app.services.caseload.undo_last)
    assert visits(app) == []


def test_that_a_visit_before_the_conversion_in_the_same_year_is_not_asked_for_again(app, linked, old_visit):
    """A school becomes an academy under another URN in the middle of a year."""
    services, on = app.services, dt.date(2025, 1, 14)

    def took_place():
        with services.desk.change("a visit took place", BEFORE) as db:
            db.conn.execute("UPDATE visits SET state = 'writing', date = '2024-10-15' WHERE id = ?", (old_visit.id,))

    def asked():
        return [one.what for one in app.run(services.due.on, on) if one.urn == ACADEMY and one.kind == "visit"]

    def autumn():
        (row,) = [row for row in app.run(services.overview.caseload, "2024-25").rows if row.urn == ACADEMY]
        return row.terms[Term.AUTUMN].state

    app.run(took_place)
    assert asked() == ["SIP 1: autumn visit 2024-25"]
    assert autumn() is None
    linked([ACADEMY, BEFORE, "Bramble Lane School", "Predecessor", "01-01-2025"])
    assert asked() == []
    assert autumn() is State.WRITING


def test_that_a_link_written_under_the_old_urn_alone_is_as_good(app, linked, old_visit):
    linked([BEFORE, ACADEMY, "Bramble Lane Academy", "Successor", ""])
    assert visits(app) == [f"{old_visit.title} (as URN {BEFORE})"]


@pytest.mark.parametrize(
    "rows",
    [
        [[ACADEMY, BEFORE, "x", "Predecessor - merged", ""]],
        [[ACADEMY, BEFORE, "x", "Predecessor", ""], [ACADEMY, "800009", "y", "Predecessor", ""]],
        [[BEFORE, ACADEMY, "x", "Successor", ""], [BEFORE, "800010", "y", "Successor", ""]],
        [[ACADEMY, BEFORE, "x", "Predecessor - Split School", ""]],
        [[ACADEMY, BEFORE, "x", "Sixth Form Centre Link", ""]],
    ],
)
def test_that_schools_merged_split_or_otherwise_linked_keep_their_histories_apart(app, linked, old_visit, rows):
    linked(*rows)
    assert visits(app) == []


def test_that_a_conversion_of_a_conversion_is_followed_to_its_beginning(app, linked, old_visit):
    linked(
        [ACADEMY, "800005", "Second", "Predecessor", "01-09-2020"],
        [ACADEMY, BEFORE, "First", "Predecessor", "01-09-2012"],  # the register may name the older one here too
        ["800005", BEFORE, "First", "Predecessor", "01-09-2012"],
    )
    assert visits(app) == [f"{old_visit.title} (as URN {BEFORE})"]


def test_that_a_ring_of_links_ends(app, linked, old_visit):
    linked([ACADEMY, BEFORE, "x", "Predecessor", ""], [BEFORE, ACADEMY, "y", "Predecessor", ""])
    assert len(visits(app)) <= 1


def test_that_a_link_the_next_file_lacks_is_gone_and_back_after_undo(app, linked, old_visit):
    link = [ACADEMY, BEFORE, "Bramble Lane School", "Predecessor", ""]
    linked(link)
    linked([ACADEMY, "800007", "Another", "Sixth Form Centre Link", ""])
    assert visits(app) == []
    app.run(app.services.caseload.undo_last)
    assert len(visits(app)) == 1


def test_that_a_file_of_other_schools_takes_no_link_away(app, linked, old_visit):
    linked([ACADEMY, BEFORE, "Bramble Lane School", "Predecessor", ""])
    linked(["700001", "700002", "Elsewhere", "Predecessor", ""])
    assert len(visits(app)) == 1
