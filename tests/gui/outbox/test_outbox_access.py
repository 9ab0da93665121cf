"""The outbox with everything in it: named, reached, large enough, legible in each palette, and at double size."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sipdesk.domain.outbox import LetterView, OutboxView, ParcelView, RequestView, Stage
from sipdesk.gui.outbox.page import OutboxPage
from sipdesk.gui.outbox.signs import ANSWERS, MEANS, STAGES, next_step
from tests.gui.contrast import faint
from tests.gui.outbox.conftest import Turn
from tests.gui.walk import faults, reachable, tabbed

AT = "2025-10-06T08:10:00.000Z"


def crowded() -> OutboxView:
    """Each stage once, each kind of letter and of answer once."""
    parcels = [
        ParcelView(
            id=stage.name, kind="note", title="SIP 1, autumn 2025-26, revision 1", school="Alder Park Primary School",
            urn="900101", visit="v", stage=stage, since=AT, made=AT, size=214_000, to="the folder /srv/notes",
            attempts=3, can=["retry", "check", "show"],
            why="The folder is full. Ask the people who run it to make room." if stage is Stage.ATTENTION else "",
        )
        for stage in STAGES
    ]  # fmt: skip
    letters = [
        LetterView(id=kind, kind=kind, at=AT, title="Something that came", words="Which date is meant?", by="Head of service")
        for kind in ("query", "snapshot", "warning")
    ]  # fmt: skip
    requests = [
        RequestView(id=outcome or "none", urn="900101", school="Alder Park", visit="v", words="Phonics support", asked=AT, outcome=outcome)
        for outcome in ("", "acknowledged", "placed", "declined")
    ]  # fmt: skip
    return OutboxView(
        enrolled=True, authority="Hackney Education", destination="the folder /srv/notes", parcels=parcels, received=1,
        waiting=4, attention=1, oldest_days=2, letters=letters, requests=requests, last_sync=AT, first_today=True,
        leaving=[f"Note of visit, school {n}" for n in range(9)],
    )  # fmt: skip


@pytest.fixture
def full(page: OutboxPage) -> OutboxPage:
    """The page as it shows such an outbox."""
    page._show(crowded())
    return page


def with_many(count: int) -> OutboxView:
    """So many packages, each of a revision of its own."""
    one = crowded().parcels[0]
    parcels = [one.model_copy(update={"id": str(n), "title": f"SIP 1, revision {n}x"}) for n in range(count)]
    return crowded().model_copy(update={"parcels": parcels, "waiting": count})


def test_that_two_thousand_packages_make_no_more_widgets_than_twenty(full: OutboxPage) -> None:
    counts = []
    for count in (20, 2000):
        full._show(with_many(count))
        assert full.going.table.rows.rowCount() == count
        counts.append(len(full.findChildren(QWidget)))
    assert counts[0] == counts[1]
    assert full.view.leaving
    full.going.table.stand_on("1999")
    assert "revision 1999x" in full.going.title.text()


def test_that_a_long_list_is_filtered_by_typing_and_a_short_one_needs_no_field(full: OutboxPage, turn: Turn) -> None:
    turn.settle()
    full._show(with_many(2))
    assert full.field.isHidden()
    full._show(with_many(200))
    turn.qtbot.keyClick(full, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert full.field.hasFocus()
    turn.qtbot.keyClicks(full.field, "alder 17x")
    assert [row.id for row in full.going.table.rows.shown] == ["17", "117"]
    assert "revision 17x" in full.going.title.text()
    turn.qtbot.keyClicks(full.field, " nowhere")
    assert full.going.table.isHidden()
    assert full.going.empty.text() == "Nothing here fits the filter. Clear it to see all 200."
    full._show(with_many(200))
    assert full.going.table.isHidden(), "the filter stays"
    turn.qtbot.keyClick(full.field, Qt.Key.Key_Escape)
    turn.qtbot.keyClick(full.field, Qt.Key.Key_Return)
    assert full.going.table.hasFocus()
    assert len(full.going.table.rows.shown) == 200


def test_that_no_two_states_are_told_apart_by_colour_alone() -> None:
    for signs in (STAGES, ANSWERS):
        assert len({sign.word for sign in signs.values()}) == len(signs)
    assert set(STAGES) == set(MEANS) == set(Stage)
    bare = crowded().parcels
    assert all(next_step(row, dt.date(2025, 10, 7)) or row.stage is Stage.RECEIVED for row in bare)


@pytest.mark.parametrize("pane", ["Going out", "Requests", "Came in"])
def test_that_every_control_is_named_reached_and_large_enough(full: OutboxPage, turn: Turn, pane: str) -> None:
    window = turn.shell.window()
    full.show_pane(pane)
    assert faults(window) == []
    full.sync.setFocus()
    assert not set(reachable(window)) - set(tabbed(turn.qtbot, window))


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_that_words_stand_out_as_they_are_painted(full: OutboxPage, turn: Turn, look: str) -> None:
    turn.shell.window().theme.choose(look)
    for pane in ("Going out", "Requests", "Came in"):
        full.show_pane(pane)
        assert faint(turn.shell.window()) == []


def test_that_text_of_double_size_fits_and_nothing_scrolls_sideways_but_the_table(full: OutboxPage, turn: Turn) -> None:
    window = turn.shell.window()
    window.theme.resize(2.0)
    assert window.minimumSizeHint().width() <= 1280
    assert window.minimumSizeHint().height() <= 720
    assert (window.width(), window.height()) == (1280, 720)
    assert full._scroll.horizontalScrollBar().maximum() == 0


def test_that_it_is_worked_from_the_keyboard(full: OutboxPage, turn: Turn) -> None:
    table = full.going.table
    table.stand_on(Stage.ATTENTION.name)
    table.setFocus()
    turn.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert full.going.retry.hasFocus()
    turn.qtbot.keyClick(table, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert full.asked_for.isVisible()
    turn.qtbot.keyClick(full.bar, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert full.came_in.isVisible()


def test_that_the_titles_of_window_and_trail_name_no_school(full: OutboxPage, turn: Turn) -> None:
    assert turn.shell.window().windowTitle() == "sipdesk · Outbox"
    assert [step.text for step in full.trail] == ["Outbox"]
    assert "Alder" not in turn.shell.outgoing.foot.button.text()


def test_that_today_says_in_a_few_words_what_the_outbox_wants(full: OutboxPage, turn: Turn) -> None:
    today = turn.shell.today
    assert today.sync.text() == "Outbox: 3 things to look at."
    turn.shell.go_today()
    turn.until(today.sync.isVisible)
    turn.click(today.sync)
    assert turn.shell.page is full
    full._show(crowded().model_copy(update={"letters": [], "attention": 0}))
    assert today.sync.isHidden()
