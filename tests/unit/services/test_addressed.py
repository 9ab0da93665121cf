"""The draft for the accuracy check is as careful about whom it goes to as the note itself."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from sipdesk.app import App
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.person import HEAD
from sipdesk.services import demo, sending
from tests.unit.services.test_signing import checked, sign


@pytest.fixture
def visit(app: App) -> str:
    """A visit with nothing missing, being written; its note names Amara Osei as head."""
    opened, _ = app.run(app.services.visits.open_in_term, "900101", TermSlot.parse("2025-26/autumn"))
    told = demo.answers("2025-26/autumn")
    told.pop("move", None)
    told["visit"] |= {"head": "Amara Osei"}
    app.run(app.services.files.fill, opened.id, told)
    return opened.id


def enter(app: App, name: str, email: str, role: str = HEAD, urn: str = "900101") -> str:
    person, _ = app.run(app.services.people.save, urn, {"role": role, "name": name, "email": email})
    return person.id


def doubt(app: App, visit: str) -> str:
    return app.run(app.services.accuracy.view, visit).to.doubt


def test_that_of_two_heads_the_draft_goes_to_the_one_made_sure_of_last_and_both_are_named(app, visit):
    enter(app, "Ben Ash", "ash@alderpark.example")
    amara = enter(app, "Amara Osei", "head@alderpark.example")
    former = next(
        one.person for one in app.run(app.services.people.of_school, "900101").lines if one.person.id != amara
    )
    app.run(app.services.people.put_back, former.model_copy(update={"checked": former.checked.replace(month=9)}))
    told = app.run(app.services.accuracy.view, visit).to
    assert told.address == "head@alderpark.example"
    assert "Ben Ash and Amara Osei are entered as Headteacher" in told.doubt


@pytest.mark.parametrize(
    ("name", "email", "asks"),
    [
        ("Amara Osei", "head@alderpark.example", ""),
        ("Ben Ash", "head@alderpark.example", "The note names Amara Osei"),
        ("Amara Osei", "amara@gmail.com", "a mailbox anybody can open"),
        ("Amara Osei", "head@bramble.example", "as at Bramble Lane Academy. Is it this school’s?"),
    ],
)
def test_that_an_address_to_wonder_at_is_asked_about_before_the_draft_goes(app, visit, name, email, asks):
    enter(app, "Tom Reid", "office@bramble.example", "Office", "900102")
    enter(app, name, email)
    assert asks in doubt(app, visit)
    assert bool(asks) == bool(doubt(app, visit))


def test_that_what_is_no_address_is_told_and_the_letter_has_none(app, visit, tmp_path: Path):
    enter(app, "Amara Osei", "head at school")
    assert "“head at school” cannot be the e-mail address of Amara Osei" in doubt(app, visit)
    sent = sending.make(app.run(app.services.sending.prepare, visit, None), tmp_path)
    assert message_from_bytes(sent.letter.read_bytes(), policy=default)["To"] is None


def test_that_a_note_is_not_issued_to_another_schools_address_unasked(app):
    enter(app, "Tom Reid", "office@bramble.example", "Office", "900102")
    enter(app, "Amara Osei", "head@bramble.example")
    visit = checked(app)
    sign(app, visit)
    asked = [one.words for one in app.run(app.services.issue.plan, visit).doubts]
    assert any("as at Bramble Lane Academy" in words for words in asked)
