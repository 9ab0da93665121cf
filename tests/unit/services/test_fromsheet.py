"""A sheet's category in the history: brought by the import, taken back with it, never over a person's decision."""

from pathlib import Path

import pytest

from sipdesk.app import App
from sipdesk.domain.days import spoken_day
from sipdesk.domain.errors import Refused
from sipdesk.domain.placement import DatedFact, PlacementDraft
from tests.unit.services.test_caseload import BERGER, SPRING, empty, read_register, sheet, take, urns

__all__ = ["empty"]
URN = "100218"


def _history(app: App) -> list[tuple[str, bool]]:
    standing = app.run(app.services.standing.of_school, URN)
    return [(one.name, bool(one.placement.taken_back)) for one in standing.history]


def _place(app: App, category: str) -> None:
    draft = PlacementDraft(category=category, placed_on=app.clock.today(), reason="Talked over in the autumn.")
    app.run(app.services.placing.place, URN, draft)


def test_that_a_sheet_with_another_category_adds_to_the_history_and_undo_takes_it_back(
    empty: App, tmp_path: Path
) -> None:
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER))
    take(empty, sheet(tmp_path, [*BERGER[:3], "Core", "14/10/2025"]), SPRING)  # another day, the same category
    assert _history(empty) == [("Core", False)]
    take(empty, sheet(tmp_path, [*BERGER[:3], "Enhanced", "14/10/2025"]), SPRING)
    assert _history(empty) == [("Enhanced", False), ("Core", False)]
    empty.run(empty.services.caseload.undo_last)
    standing = empty.run(empty.services.standing.of_school, URN)
    assert (standing.name, _history(empty)) == ("Core", [("Enhanced", True), ("Core", False)])
    assert standing.placement is not None
    assert standing.placement.reason == "From the sheet sheet.csv"


def test_that_undo_stops_where_a_person_has_decided_since(empty: App, tmp_path: Path) -> None:
    take(empty, sheet(tmp_path, BERGER))
    _place(empty, "core")  # the very category of the sheet, but with a reason
    with pytest.raises(Refused, match="cannot be undone"):
        empty.run(empty.services.caseload.undo_last)
    assert _history(empty) == [("Core", False), ("Core", False)]


def test_that_a_school_of_which_something_was_noted_stays_in_the_desk(empty: App, tmp_path: Path) -> None:
    take(empty, sheet(tmp_path, BERGER))
    empty.run(empty.services.standing.note_fact, DatedFact(urn=URN, fact="marked-decline"))
    empty.run(empty.services.caseload.undo_last)
    assert (urns(empty), urns(empty, left=True)) == ([], [URN])
    assert [fact.fact for fact in empty.run(empty.services.standing.of_school, URN).facts] == ["marked-decline"]


def test_that_a_school_that_only_a_sheet_knew_leaves_nothing_behind(empty: App, tmp_path: Path) -> None:
    take(empty, sheet(tmp_path, BERGER))
    empty.run(empty.services.caseload.undo_last)
    left = empty.run(lambda: list(empty.services.desk.db.query("SELECT * FROM placements")))
    assert left == []


def test_that_a_word_no_programme_knows_is_kept_as_the_sheet_writes_it(empty: App, tmp_path: Path) -> None:
    take(empty, sheet(tmp_path, [*BERGER[:3], "Blue", ""]))
    assert _history(empty) == [("Blue", False)]
    _place(empty, "")
    assert [row.category for row in empty.run(empty.services.overview.caseload).rows] == [""]


def test_that_a_sheet_that_repeats_itself_leaves_a_decision_alone_and_says_so(empty: App, tmp_path: Path) -> None:
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER))
    _place(empty, "focused")
    again = take(empty, sheet(tmp_path, BERGER))
    day = spoken_day(empty.clock.today())
    told = f"the sheet says “Core”, as it did before; you decided on “Focused” on {day}: kept"
    assert [line for line in again.messages if "Core" in line] == [f"{again.same[0].name}: {told}"]
    later = take(empty, sheet(tmp_path, [*BERGER[:3], "Core", "14/10/2025"]), SPRING)  # another day, the same category
    assert [field.field for field in later.changed[0].fields] == ["planned"]
    standing = empty.run(empty.services.standing.of_school, URN)
    assert (standing.category, _history(empty)) == ("focused", [("Focused", False), ("Core", False)])
    assert [row.category for row in empty.run(empty.services.overview.caseload).rows] == ["Focused"]


def test_that_a_sheet_that_follows_a_decision_and_then_changes_its_word_counts(empty: App, tmp_path: Path) -> None:
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER))
    _place(empty, "focused")
    take(empty, sheet(tmp_path, [*BERGER[:3], "Focused", "07/10/2025"]))  # it has caught up with the decision
    assert empty.run(empty.services.standing.of_school, URN).placement.decided_by != "Allocation sheet"
    take(empty, sheet(tmp_path, BERGER))
    assert empty.run(empty.services.standing.of_school, URN).category == "core"
    empty.run(empty.services.caseload.undo_last)
    empty.run(empty.services.caseload.undo_last)
    assert "kept" in "".join(take(empty, sheet(tmp_path, BERGER)).messages)  # what was undone was not said
    assert empty.run(empty.services.standing.of_school, URN).category == "focused"


def test_that_what_a_person_took_back_is_not_brought_again_by_the_same_sheet(empty: App, tmp_path: Path) -> None:
    read_register(empty)
    take(empty, sheet(tmp_path, BERGER))
    named = empty.run(empty.services.standing.of_school, URN).placement
    assert named is not None
    empty.run(empty.services.placing.take_back, named.id)
    seen = take(empty, sheet(tmp_path, BERGER))
    assert any("you took that back on" in line for line in seen.messages)
    assert empty.run(empty.services.standing.of_school, URN).category == ""
