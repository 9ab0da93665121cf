"""What goes wrong with one package or one letter is about that one alone: the others go, and come, as if it were not there."""

import pytest

from sipdesk.app import App
from sipdesk.domain.outbox import Stage
from sipdesk.store.outbox import Letters, Parcels
from sipdesk.sync.answers import Asked, of_status
from tests.unit.services.central import bent, failing, one_issued, sync, view
from tests.unit.services.test_outbox_faults import PERSON, forward, many


@pytest.fixture
def app(app, authority) -> App:
    """A desk with one note issued."""
    one_issued(app, authority)
    return app


def test_that_any_number_of_packages_too_large_for_a_server_holds_up_no_other(app, authority):
    many(app, 6)
    large = app.run(lambda: [row.name for row in Parcels(app.services.desk).in_stage(Stage.QUEUED)])[:5]

    def bend(method: str, name: str) -> None:
        if method == "put" and name in large:
            raise of_status(Asked("PUT", "notes.council.example"), 413, {})

    assert sync(app, bent(bend)).delivered == 2
    assert view(app).attention == 5
    assert "too large" in next(one.why for one in view(app).parcels if one.stage is Stage.ATTENTION)
    assert sync(app, bent(bend)).delivered == 0
    assert sync(app).delivered == 5


def test_that_packages_that_are_only_listed_there_hold_up_no_other(app, authority):
    many(app, 4)
    sync(app)
    forward(app, days=1)
    for path in authority.share.glob("*.sipd"):
        path.write_bytes(b"")  # made room by a synchronising program
    many(app, 1)
    told = sync(app)
    assert told.delivered == 1
    assert any("not arrived yet" in line for line in told.troubles)


def test_that_letters_that_have_not_arrived_hold_up_no_other(app, authority):
    many(app, 4)
    sync(app)
    authority.receive()
    letters = sorted(path for path in authority.share.glob("*.sipr") if path.name not in taken(app))
    whole = {path: path.read_bytes() for path in letters[:4]}
    for path in whole:
        path.write_bytes(b"")
    told = sync(app)
    assert (told.received + told.letters, len(told.troubles)) == (len(letters) - 4, 1)
    assert "not arrived yet" in told.troubles[0]
    many(app, 1)
    assert sync(app, asked=False).delivered == 1, "the place itself is fit"
    for path, data in whole.items():
        path.write_bytes(data)
    told = sync(app)
    assert (told.received + told.letters, told.troubles) == (4, [])


def taken(app: App) -> set[str]:
    """The names of the letters that came."""
    return app.run(lambda: Letters(app.services.desk).taken())


def test_that_letters_come_down_from_a_place_that_takes_nothing(app, authority):
    sync(app)
    authority.receive()
    many(app, 5)
    told = sync(app, bent(failing("put", PERSON)))
    assert (told.delivered, told.received, told.troubles) == (0, 1, [PERSON.sentence])
