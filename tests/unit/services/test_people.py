"""The contact sheet: kept, put back, questioned after a term, offered from the register."""

from datetime import timedelta

import pytest

from sipdesk.app import App
from sipdesk.domain.errors import BadInput, NotFound
from sipdesk.domain.person import Person
from sipdesk.store.schools import put_school
from tests.conftest import SCHOOLS


def _head(app: App) -> Person:
    person, before = app.run(app.services.people.save, "900101", {"role": "Headteacher", "name": "Amara Osei"})
    assert before is None
    return person


def test_that_a_contact_is_kept_and_told_first_by_role(app: App) -> None:
    app.run(app.services.people.save, "900101", {"role": "Office", "phone": "020 7946 0000"})
    _head(app)
    lines = app.run(app.services.people.of_school, "900101").lines
    assert [line.person.role for line in lines] == ["Headteacher", "Office"]
    assert [line.question for line in lines] == ["", ""]


def test_that_a_change_and_a_removal_can_be_put_back(app: App) -> None:
    people, head = app.services.people, _head(app)
    changed, before = app.run(people.save, "900101", {"name": "Jo Reid"}, head.id)
    assert (changed.name, before) == ("Jo Reid", head)
    app.run(people.put_back, before)
    gone = app.run(people.remove, head.id)
    assert app.run(people.of_school, "900101").lines == []
    app.run(people.put_back, gone)
    assert app.run(people.head, "900101") == head


def test_that_a_contact_older_than_a_term_is_questioned_until_confirmed(app: App) -> None:
    people, head = app.services.people, _head(app)
    assert head.checked is not None
    app.run(people.put_back, head.model_copy(update={"checked": head.checked - timedelta(days=200)}))
    assert "7 months ago" in app.run(people.of_school, "900101").lines[0].question
    app.run(people.confirm, head.id)
    assert app.run(people.of_school, "900101").lines[0].question == ""


def test_that_the_register_offers_whom_nobody_has_entered(app: App) -> None:
    school = SCHOOLS[0].model_copy(update={"head": "Amara Osei", "chair": "Tom Reid"})

    def put() -> None:
        with app.services.desk.change("put a school in place", "") as db:
            put_school(db, school)

    app.run(put)
    _head(app)
    assert [offer.name for offer in app.run(app.services.people.of_school, "900101").offers] == ["Tom Reid"]


def test_that_nobody_is_no_contact(app: App) -> None:
    with pytest.raises(BadInput, match="needs a role or a name"):
        app.run(app.services.people.save, "900101", {"email": "a@b.example"})
    with pytest.raises(NotFound):
        app.run(app.services.people.remove, "nobody")
