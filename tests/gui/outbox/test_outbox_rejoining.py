"""An enrolment file that lay about for a while says in the window that a newer one counts, before it counts itself."""

from sipdesk.app import App
from sipdesk.gui.shell import Shell
from tests.gui.conftest import wait
from tests.gui.outbox.conftest import Service, Turn


def test_that_an_older_file_says_so_and_takes_effect_only_when_agreed_to(
    app: App, service: Service, turn: Turn, shell: Shell
) -> None:
    older = service.file()
    newer = service.invitation()
    app.run(app.services.enrolling.enrol, newer)
    shell.go_settings()
    section = shell.settings.central
    wait(turn.qtbot, section.words.text)
    section.join.take(older)
    turn.until(lambda: "older than the one" in section.join.says.text())
    assert section.join.says.property("role") == "doubt"
    assert section.join.go.text() == "Take the older one"
    turn.click(section.join.drop)
    assert app.run(app.services.enrolling.look, newer).standing == "same"
    section.join.take(older)
    turn.until(section.join.go.isVisible)
    turn.click(section.join.go)
    turn.until(lambda: section.good.text().startswith("This desk is enrolled"))
    assert app.run(app.services.enrolling.look, older.read_bytes()).standing == "same"
