"""Killed at every step of sealing a signed note, the desk has it signed or not at all, and sealing again makes it whole."""

import shutil
from pathlib import Path

import pytest

from sipdesk.app import App, Services
from sipdesk.domain.ink import Ink
from sipdesk.domain.visit import State
from sipdesk.forms.loader import load_programmes
from sipdesk.paths import forms as shipped_forms
from sipdesk.services import signing
from sipdesk.store import sealed
from sipdesk.store.desk import Desk
from tests.conftest import PASSPHRASE
from tests.faults.killer import at_every_step
from tests.faults.test_every_step import Bench, contents, same_clock
from tests.unit.services.test_signing import checked

pytestmark = pytest.mark.long


def test_that_a_seal_killed_at_any_step_is_whole_or_absent_and_can_be_made_again(template_desk: Path, tmp_path: Path):
    folder = tmp_path / "desk"
    shutil.copytree(template_desk, folder)
    app = App(folder, same_clock())
    app.open(PASSPHRASE)
    visit = checked(app)
    prepared = app.run(lambda: app.services.signing.prepare(visit, head=False))
    made = signing.make(prepared, Ink(typed="Robin Marlow"))
    app.close()
    library = load_programmes(shipped_forms())

    def keep(desk: Desk) -> None:
        Services(desk, library).signing.keep(made)

    bench = Bench(Path(shutil.copytree(folder, tmp_path / "checked")), folder)
    bench.fresh()
    old = contents(folder)
    bench.run(keep)
    new = contents(folder)
    assert old != new
    seen = set()

    def look(step: int) -> None:
        left = contents(folder)
        assert left in (old, new), f"between old and new after step {step}"
        signed = left == new
        seen.add(signed)
        desk = Desk.open(folder, PASSPHRASE, same_clock())
        services = Services(desk, library)
        assert (services.signing.sealed(visit) == made.pdf) is signed
        assert (services.visits.get(visit).state is State.SIGNED) is signed
        services.signing.keep(made)
        assert services.signing.sealed(visit) == made.pdf
        assert [file.name for file in (folder / sealed.FOLDER).glob("*.pdf")] == [f"{made.sha256}.pdf"]
        desk.close()

    assert at_every_step(bench.fresh, lambda: bench.run(keep), look) > 10
    assert seen == {True, False}
