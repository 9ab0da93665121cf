"""Signing in the window: from a checked note to a sealed one, with ink and with typed names, and without the head."""

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from sipdesk.app import App
from sipdesk.domain.clock import Clock
from sipdesk.domain.visit import HeadResponse, ResponseKind, State
from sipdesk.gui.note.ink import InkPad
from sipdesk.gui.note.lookback import SignedPanel
from sipdesk.gui.note.page import NotePage
from sipdesk.gui.note.sign import SignPanel
from sipdesk.gui.shell import Shell
from sipdesk.services import signing
from sipdesk.services.visits import Step
from tests.gui.conftest import Going, MakeWindow, unlock, wait
from tests.gui.inking import path, with_finger, with_mouse, with_pen
from tests.gui.walk import faults, reachable, tabbed
from tests.unit.services import reviewing

Visits = dict[str, str]
_LEFT = Qt.MouseButton.LeftButton
_ENTER = Qt.Key.Key_Return


def panel_of(page: NotePage) -> SignPanel:
    found = next(panel for panel in page.side.steps.panels if isinstance(panel, SignPanel))
    assert isinstance(found, SignPanel)
    return found


def looked_back(page: NotePage) -> SignedPanel:
    found = next(panel for panel in page.side.steps.panels if isinstance(panel, SignedPanel))
    assert isinstance(found, SignedPanel)
    return found


@pytest.fixture
def page(shell: Shell) -> NotePage:
    """The note's page."""
    return shell.note


def answered(page: NotePage, visit: str, kind: ResponseKind) -> None:
    """The head's answer is another one."""
    app = page._desk.app
    app.run(app.services.visits.move, visit, Step(to=State.WITH_HEAD))
    answer = HeadResponse(kind=kind, on=dt.date(2025, 10, 21))
    app.run(app.services.visits.move, visit, Step(to=State.CHECKED, response=answer))


@pytest.fixture
def panel(qtbot: QtBot, visits: Visits, go: Going, page: NotePage) -> SignPanel:
    """A checked note, nobody has signed."""
    answered(page, visits["whole"], ResponseKind.ACCURATE)
    go.note(visits["whole"])
    found = panel_of(page)
    wait(qtbot, found.go.isEnabled)
    return found


def begin(qtbot: QtBot, panel: SignPanel) -> InkPad:
    qtbot.mouseClick(panel.go, _LEFT)
    pad = panel.turn.box.pad
    wait(qtbot, lambda: pad.isVisible() and pad.height() >= pad.sizeHint().height())  # it stands in its place
    return pad


def signed(qtbot: QtBot, page: NotePage) -> None:
    wait(qtbot, lambda: page.side.state.text() == "Signed" and page.side.save.isEnabled())


def sealed(page: NotePage, visit: str) -> bytes:
    app = page._desk.app
    found = app.run(app.services.signing.sealed, visit)
    assert isinstance(found, bytes)
    return found


def state(page: NotePage, visit: str) -> State:
    app = page._desk.app
    return app.run(app.services.visits.get, visit).state


def test_that_pen_and_mouse_sign_a_note_and_the_page_shows_the_sealed_file(
    qtbot: QtBot, tmp_path: Path, visits: Visits, page: NotePage, panel: SignPanel
) -> None:
    pad = begin(qtbot, panel)
    assert panel.turn.who.text() == "Robin Marlow, School improvement partner"
    with_pen(pad)
    strokes = pad.ink().strokes
    assert {point.pressure for point in strokes[0]} > {0.0, 0.5}
    qtbot.mouseClick(panel.turn.sign, _LEFT)
    assert panel.turn.who.text() == "Amara Osei, Headteacher: “Received and factually accurate”"
    assert "You do not sign that you agree" in panel.turn.says.text()
    assert "Robin Marlow’s key seals your signature" in panel.turn.says.text()
    assert pad.empty
    with_mouse(pad)
    qtbot.mouseClick(panel.turn.sign, _LEFT)
    assert panel.end.texts() == ["Robin Marlow: Written by", "Amara Osei: Received and factually accurate"]
    assert "never changes" in panel.end.sentence.text()
    qtbot.mouseClick(panel.end.seal, _LEFT)
    signed(qtbot, page)
    pdf = sealed(page, visits["whole"])
    assert page._pdf == pdf
    assert "SIGNED" in page.viewer.text()
    app = page._desk.app
    found = signing.check(pdf, app.run(app.services.signing.trusted))
    assert (found.verdict, [one.name for one in found.signatures]) == ("intact", ["Robin Marlow", "Amara Osei"])
    assert page.side.status.text() == "The signed pages, byte for byte"
    back = looked_back(page)
    wait(qtbot, back.hash.text)
    told = [(who.text(), how.text()) for who, how in back.rows if who.text()]
    assert [who for who, _ in told] == ["Robin Marlow, School improvement partner", "Amara Osei, Headteacher"]
    assert told[1][1].startswith("Received and factually accurate · 7 October 2025 at 10:")
    assert found.sha256.startswith(back.hash.text().partition("SHA-256: ")[2].rstrip("…"))
    page._where = lambda *_: str(tmp_path / "copy.pdf")
    page.side.save.click()
    wait(qtbot, page.side.done.text)
    assert (tmp_path / "copy.pdf").read_bytes() == pdf
    assert not panel.isVisible()


def test_that_typed_names_and_the_keyboard_alone_sign_a_note(
    qtbot: QtBot, visits: Visits, page: NotePage, panel: SignPanel
) -> None:
    panel.go.setFocus()
    qtbot.keyClick(panel.go, Qt.Key.Key_Space)
    turn = panel.turn
    for name in ("Robin Marlow", "Amara Osei"):
        wait(qtbot, turn.box.pad.hasFocus)
        qtbot.keyClick(turn.box.pad, Qt.Key.Key_Backtab)
        assert turn.box.typing.hasFocus() or turn.box.drawing.hasFocus()
        qtbot.keyClick(turn.box.typing, Qt.Key.Key_Space)
        wait(qtbot, turn.box.typed.edit.hasFocus)
        qtbot.keyClicks(turn.box.typed.edit, name)
        qtbot.keyClick(turn.box.typed.edit, _ENTER)
    wait(qtbot, panel.end.seal.hasFocus)
    assert panel.end.texts()[1] == "Amara Osei: Typed: Amara Osei · Received and factually accurate"
    qtbot.keyClick(panel.end.seal, Qt.Key.Key_Space)
    signed(qtbot, page)
    assert state(page, visits["whole"]) is State.SIGNED


def test_that_an_empty_room_and_a_dot_are_refused_beside_it(
    qtbot: QtBot, visits: Visits, page: NotePage, panel: SignPanel
) -> None:
    pad = begin(qtbot, panel)
    panel.turn.sign.click()
    assert "Robin Marlow has not signed yet" in panel.turn.box.error.text()
    with_mouse(pad, [QPointF(40, 40), QPointF(42, 41)])
    assert not panel.turn.box.error.isVisible()
    panel.turn.sign.click()
    assert "only a dot" in panel.turn.box.error.text()
    panel.turn.box.typing.click()
    qtbot.keyClicks(panel.turn.box.typed.edit, "   ")
    panel.turn.sign.click()
    assert "has not signed yet" in panel.turn.box.error.text()
    assert state(page, visits["whole"]) is State.CHECKED


def test_that_a_head_who_does_not_sign_now_is_named_with_the_reason_as_printed(
    qtbot: QtBot, visits: Visits, page: NotePage, panel: SignPanel
) -> None:
    with_pen(begin(qtbot, panel))
    panel.turn.sign.click()
    panel.turn.leave.click()
    why = "Not signed. The answer of 21 October 2025 stands above."
    assert panel.end.texts() == ["Robin Marlow: Written by", f"Amara Osei: {why}"]
    panel.end.seal.click()
    signed(qtbot, page)
    assert why in " ".join(page.viewer.text().split())
    back = looked_back(page)
    wait(qtbot, back.hash.text)
    assert (back.rows[1][0].text(), back.rows[1][1].text()) == ("Amara Osei, Headteacher", why)


def test_that_a_head_who_never_answered_is_not_asked_to_sign(
    qtbot: QtBot, visits: Visits, go: Going, page: NotePage, shell: Shell
) -> None:
    answered(page, visits["whole"], ResponseKind.NO_REPLY)
    go.note(visits["whole"])
    panel = panel_of(page)
    wait(qtbot, panel.go.isEnabled)
    why = "Not signed: no reply by 21 October 2025. This is not taken as agreement."
    assert why in panel.line.text()
    with_pen(begin(qtbot, panel))
    assert panel.turn.step.text() == "Signature 1 of 1"
    panel.turn.sign.click()
    assert panel.end.texts()[1] == f"Amara Osei: {why}"
    panel.end.seal.click()
    signed(qtbot, page)
    assert why in " ".join(page.viewer.text().split())


def test_that_the_partner_can_think_better_of_it_at_any_step(qtbot: QtBot, page: NotePage, panel: SignPanel) -> None:
    with_mouse(begin(qtbot, panel))
    panel.turn.leave.click()
    assert panel.go.isVisible()
    assert not panel.turn.isVisible()
    with_mouse(begin(qtbot, panel))
    panel.turn.sign.click()
    panel.turn.leave.click()
    panel.end.again.click()
    assert panel.go.isVisible()
    assert panel._inks == {}


def test_that_a_stroke_is_taken_back_by_button_and_by_key_and_all_of_them_cleared(
    qtbot: QtBot, panel: SignPanel
) -> None:
    pad, box = begin(qtbot, panel), panel.turn.box
    assert not box.undo.isEnabled()
    for _ in range(4):
        with_mouse(pad)
    box.undo.click()
    qtbot.keyClick(pad, Qt.Key.Key_Backspace)
    assert len(pad.ink().strokes) == 2
    qtbot.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.empty
    with_mouse(pad)
    box.clear_all.click()
    assert pad.empty
    assert pad.accessibleName() == "Room for the signature of Robin Marlow"


def test_that_a_finger_draws_and_a_palm_beside_it_does_not(qtbot: QtBot, panel: SignPanel) -> None:
    pad = begin(qtbot, panel)
    with_finger(pad, palm=QPoint(10, pad.height() - 5))
    strokes = pad.ink().strokes
    assert len(strokes) == 1
    assert len(strokes[0]) > 20
    with_finger(pad)
    assert len(pad.ink().strokes) == 2


def test_that_the_line_on_the_screen_is_ink_and_the_same_after_it_is_drawn_anew(qtbot: QtBot, panel: SignPanel) -> None:
    pad = begin(qtbot, panel)
    with_pen(pad)
    live = pad.grab().toImage()
    panel.theme.changed.emit()
    again = pad.grab().toImage()
    assert again.size() == live.size()
    differs = sum(
        abs(live.pixelColor(x, y).lightness() - again.pixelColor(x, y).lightness()) > 40
        for x in range(live.width())
        for y in range(live.height())
    )
    assert differs < 10
    on = path(pad)[20].toPoint()
    near = [again.pixelColor(on.x(), on.y() + by).lightness() for by in range(-4, 5)]
    assert min(near) < 80


def test_that_leaving_the_page_leaves_no_ink(
    qtbot: QtBot, visits: Visits, shell: Shell, go: Going, panel: SignPanel
) -> None:
    with_mouse(begin(qtbot, panel))
    panel.turn.sign.click()
    with_mouse(panel.turn.box.pad)
    go.today()
    assert panel.turn.box.pad.empty
    assert panel._inks == {}
    go.note(visits["whole"])
    wait(qtbot, panel.go.isEnabled)
    assert panel.go.isVisible()


def test_that_locking_leaves_no_ink(qtbot: QtBot, shell: Shell, panel: SignPanel) -> None:
    pad = begin(qtbot, panel)
    with_mouse(pad)
    gone: list[bool] = []
    pad.changed.connect(lambda: gone.append(pad.empty))
    window = shell.window()
    window.lock()  # type: ignore[attr-defined]
    wait(qtbot, lambda: gone)
    assert gone[-1]
    wait(qtbot, lambda: not window.desk.app.is_open)  # type: ignore[attr-defined]


def test_that_a_note_that_cannot_be_sealed_stays_as_it_was_and_the_ink_waits_for_another_try(
    qtbot: QtBot, desk_folder: Path, visits: Visits, page: NotePage, panel: SignPanel
) -> None:
    (desk_folder / "sealed").write_bytes(b"a file where the folder should be")
    with_mouse(begin(qtbot, panel))
    panel.turn.sign.click()
    panel.turn.leave.click()
    panel.end.seal.click()
    wait(qtbot, panel.error.text)
    assert state(page, visits["whole"]) is State.CHECKED
    (desk_folder / "sealed").unlink()
    assert panel.end.isEnabled()
    panel.end.seal.click()
    signed(qtbot, page)


def test_that_two_quick_presses_seal_one_file(
    qtbot: QtBot, desk_folder: Path, visits: Visits, page: NotePage, panel: SignPanel
) -> None:
    with_mouse(begin(qtbot, panel))
    panel.turn.sign.click()
    panel.turn.leave.click()
    qtbot.mouseClick(panel.end.seal, _LEFT)
    qtbot.mouseClick(panel.end.seal, _LEFT)
    signed(qtbot, page)
    assert len(list((desk_folder / "sealed").iterdir())) == 1
    assert not page.side.error.isVisible()


def test_that_every_control_of_a_turn_is_named_and_reached_by_tab(qtbot: QtBot, shell: Shell, panel: SignPanel) -> None:
    window = shell.window()
    begin(qtbot, panel)
    assert faults(window) == []
    assert set(reachable(window)) <= set(tabbed(qtbot, window))


def test_that_a_turn_fits_the_smallest_screen_at_double_size(qtbot: QtBot, shell: Shell, panel: SignPanel) -> None:
    window = shell.window()
    window.theme.resize(2.0)  # type: ignore[attr-defined]
    pad = begin(qtbot, panel)
    assert (window.width(), window.height()) == (1280, 720)
    wait(qtbot, lambda: not pad.visibleRegion().isEmpty())
    for widget in (pad, panel.turn.sign, panel.turn.leave, panel.turn.box.typing):
        right = widget.mapTo(window, QPoint(widget.width(), 0)).x()
        assert right <= window.width()
        assert widget.width() >= widget.minimumSizeHint().width()


def test_that_a_reviewer_signs_between_partner_and_head_where_the_programme_asks(
    qtbot: QtBot,
    desk_folder: Path,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make_window: MakeWindow,
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    own = reviewing.forms_in(tmp_path / "data" / "sipdesk" / "forms")
    reviewing.allot(desk_folder, clock)
    app = App(desk_folder, clock, own)
    app.open("four plain english words")
    visit = reviewing.checked(app)
    app.close()
    shell = unlock(qtbot, make_window())
    shell.go_note(visit)
    panel = panel_of(shell.note)
    wait(qtbot, lambda: panel.go.isEnabled() and panel.line.text())
    assert panel.line.text() == "You sign first, then the reviewer and the headteacher, each in turn on this laptop."
    with_mouse(begin(qtbot, panel))
    panel.turn.sign.click()
    assert panel.turn.step.text() == "Signature 2 of 3"
    with_mouse(panel.turn.box.pad)
    panel.turn.sign.click()
    assert "Write the name of the reviewer" in panel.turn.reviewer.error.text()
    qtbot.keyClicks(panel.turn.reviewer.edit, "Jo Fenwick")
    panel.turn.sign.click()
    with_pen(panel.turn.box.pad)
    panel.turn.sign.click()
    assert [text.partition(":")[0] for text in panel.end.texts()] == ["Robin Marlow", "Jo Fenwick", "Amara Osei"]
    panel.end.seal.click()
    signed(qtbot, shell.note)
    app = shell.note._desk.app
    found = signing.check(sealed(shell.note, visit), app.run(app.services.signing.trusted))
    assert found.verdict == "intact", found.why
    assert [one.field for one in found.signatures] == ["partner", "reviewer", "head"]
