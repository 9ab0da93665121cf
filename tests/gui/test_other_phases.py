"""Secondary figures beside a primary school: every way in is tried, and every page and file is looked at."""

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sipdesk.app import App, Services
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.note import canonical
from sipdesk.domain.visit import State
from sipdesk.gui.shell import Shell
from sipdesk.notes.render import render
from sipdesk.services.renditions import wider
from sipdesk.services.visits import Step
from tests.gui.conftest import Going, wait
from tests.gui.test_exclusions import shown_on

LABELS = {"area": "England", "phase": "primary", "year": "2023-24", "source": "DfE"}
DISGUISES = {
    "as they are": LABELS | {"phase": "secondary"},
    "of all-through schools": LABELS | {"phase": "all-through"},
    "with nothing said": {"area": "England"},
    "under a primary label, of a secondary population": LABELS | {"population": "state-funded secondary schools"},
    "under a primary label, from a secondary source": LABELS | {"source": "DfE, state-funded Secondary, table 4"},
    "under a primary label, of a secondary area": LABELS | {"area": "Hackney secondary schools"},
}
SECRET = ("88.88", "77.77")


def told(labels: dict[str, str]) -> dict[str, object]:
    """Both tables, each with figures of others beside the school's own."""
    return {
        "exclusions": {
            "periods": {"year_before": {"all": {"pex": 0, "suspension": 31, "roll": 410}}},
            "comparators": {"national": labels | {"values": {"suspension_rate": "88.88"}}},
        },
        "attendance": {
            "periods": {"year_before": {"all": {"absence": "5.9", "persistent": 69, "roll": 410}}},
            "comparators": {"national": labels | {"values": {"persistent": "77.77"}}},
        },
    }


def clean(text: str) -> None:
    """Nothing of them is there."""
    assert not [secret for secret in SECRET if secret in text]


@pytest.mark.parametrize("how", DISGUISES)
def test_that_no_file_made_of_a_primary_school_holds_them(
    how: str, desk_folder: Path, visits: dict[str, str], clock
) -> None:
    """An answers file, as the command line takes it; then the record, the note, its wider version, the brief, the leaf,
    the school's page."""
    app = App(desk_folder, clock)
    app.open("four plain english words")

    def made(services: Services) -> list[str]:
        agreed = {"actions": [{"text": "Read daily with the lowest fifth.", "owner": "Deputy headteacher"}]}
        services.files.fill(visits["draft"], {"answers": told(DISGUISES[how]) | agreed})
        record = services.notes.record(visits["draft"], draft=True)
        year = services.schoolyear
        views = (record, wider(record), services.brief.of(visits["draft"]), services.brief.leaf(visits["draft"]),
                 year.exclusions("900101"), year.attendance("900101"))  # fmt: skip
        return [view.model_dump_json() for view in views] + [canonical(one).decode() for one in (record, wider(record))]

    texts = app.run(made, app.services)
    record = app.run(lambda: app.services.notes.record(visits["draft"], draft=True))
    app.close()
    assert '"roll":410' in texts[0]
    for text in texts:
        clean(text)
    for note in (record, wider(record)):
        assert not any(secret.encode() in render(note).pdf for secret in SECRET)


@pytest.mark.parametrize("how", [how for how in DISGUISES if how != "with nothing said"])
def test_that_the_visit_shows_them_neither_while_it_is_written_nor_when_it_is_closed(
    how: str, qtbot: QtBot, shell: Shell, go: Going, visits: dict[str, str]
) -> None:
    desk, visit = shell.desk, visits["draft"]
    done: list[object] = []
    desk.ask(lambda services: services.visits.save(visit, None, told(DISGUISES[how])), done.append, done.append)
    wait(qtbot, lambda: done)
    assert not isinstance(done[0], str), done
    shell.go_visit(visit, "exclusions")
    wait(qtbot, lambda: shell.visit.body is not None and "exclusions" in shell.visit.body.boxes)
    clean(shown_on(shell))
    editor = shell.visit.body.boxes["attendance"].editor
    row = next(n for n, line in enumerate(editor.figures.lines) if line.row == "persistent")
    editor.grid.stand_on(row, 4)
    editor.grid.setFocus()
    assert not editor.figures.look(row, 4).typed  # nothing can be typed or pasted there either
    go.note(visit)
    document = shell.note.viewer.document
    clean("\n".join(document.getAllText(n).text() for n in range(document.pageCount())))
    done.clear()
    closed = Step(to=State.CANCELLED, why="The school asked for another day.")
    desk.ask(lambda services: services.visits.move(visit, closed), done.append, done.append)
    wait(qtbot, lambda: done)
    shell.go_visit(visit, "exclusions")
    wait(qtbot, lambda: shell.visit.body is not None and "exclusions" in shell.visit.body.boxes)
    clean(shown_on(shell))


def test_that_a_visit_after_it_carries_nothing_of_them_over(desk_folder: Path, visits: dict[str, str], clock) -> None:
    app = App(desk_folder, clock)
    app.open("four plain english words")

    def template(services: Services) -> str:
        services.files.fill(visits["draft"], {"answers": told(DISGUISES["as they are"])})
        after, _ = services.visits.open_in_term("900101", TermSlot.parse("2025-26/summer"))
        return json.dumps(services.files.template(after.id))

    clean(app.run(template, app.services))
    app.close()
