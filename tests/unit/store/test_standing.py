"""What is kept of the standing of schools: read back as it was written, never lost, and gone with the school alone."""

import datetime as dt

import pytest

from sipdesk.domain.placement import DatedFact, Occurrence, Placement, RegisterEntry
from sipdesk.store.desk import Desk
from sipdesk.store.sqlite import DatabaseError
from sipdesk.store.standing import Standings, forget, known, placed_since, take_back_import

URN = "900101"


def _placement(number: int, day: int = 1, **more: str) -> Placement:
    return Placement(
        id=f"{number:03d}", urn=URN, authority="hackney", edition="2021-22", category="core",
        placed_on=dt.date(2025, 9, day), reason="why", decided_at=f"2025-09-{day:02d}", decided_by="R. Marlow", **more,
    )  # fmt: skip


def test_that_everything_is_read_back_as_it_was_written(desk: Desk) -> None:
    kept = Standings(desk)
    fact = DatedFact(id="f", urn=URN, fact="grade-3", since=dt.date(2024, 5, 1), source="a file", scale="Graded")
    entry = RegisterEntry(id="r", urn=URN, authority="x", edition="1", on=dt.date(2025, 9, 1))
    once = [Occurrence(id="a", urn=URN, rule="r", on=dt.date(2025, 9, 3)), Occurrence(id="b", urn="", rule="s", on=dt.date(2025, 9, 3))]  # fmt: skip
    with desk.writing():
        kept.put_fact(fact)
        kept.put_entry(entry)
        for one in once:
            kept.put_occurrence(one)
        kept.put_placement(_placement(2, 5))
        kept.put_placement(_placement(3, 1))
    assert kept.facts(URN) == kept.facts() == [fact]
    assert kept.fact("f") == fact
    assert kept.entries(URN) == [entry]
    assert kept.occurrences(URN) == kept.occurrences() == once
    assert kept.occurrences("900102") == once[1:]
    assert [one.id for one in kept.placements(URN)] == ["003", "002"]  # by their day
    assert kept.placement("none") is None


def test_that_what_an_import_placed_no_longer_counts_and_stays(desk: Desk) -> None:
    kept = Standings(desk)
    with desk.writing() as db:
        kept.put_placement(_placement(1, import_id="i"))
        kept.put_placement(_placement(2, import_id="j"))
        take_back_import(db, "i", "later")
        take_back_import(db, "i", "later still")
    assert [(one.id, one.taken_back) for one in kept.placements()] == [("001", "later"), ("002", "")]


def test_that_a_persons_decision_is_told_from_a_sheets(desk: Desk) -> None:
    kept = Standings(desk)
    with desk.writing() as db:
        kept.put_placement(_placement(5, import_id="i"))
        assert not known(db, URN)
        assert not placed_since(db, "004", URN)
        kept.put_placement(_placement(6))
        assert known(db, URN)
        assert placed_since(db, "004", URN)
        assert not placed_since(db, "007", URN)
        forget(db, URN)
    assert kept.placements() == []


def test_that_a_change_that_fails_leaves_nothing(desk: Desk) -> None:
    kept = Standings(desk)
    with pytest.raises(DatabaseError), desk.db.atomic():
        kept.put_placement(_placement(1))
        desk.db.conn.execute("INSERT INTO no_such_table VALUES (1)")
    assert kept.placements() == []


def test_that_a_chosen_number_is_of_one_authority_and_can_be_taken_back(desk: Desk) -> None:
    kept = Standings(desk)
    with desk.writing():
        kept.choose("hackney", "alert", "2")
    assert (kept.numbers("hackney"), kept.numbers("havering")) == ({"alert": "2"}, {})
    with desk.writing():
        kept.choose("hackney", "alert", "")
    assert "alert" not in kept.numbers("hackney")
