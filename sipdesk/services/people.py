"""Who is who at a school: kept by hand, offered from the register, questioned once it is older than a term."""

from pydantic import ValidationError

from sipdesk.domain.base import Model
from sipdesk.domain.errors import BadInput, NotFound
from sipdesk.domain.issue import holder
from sipdesk.domain.person import CHAIR, HEAD, Person, rank
from sipdesk.domain.spoken import said, where
from sipdesk.services.automatic import AutomaticService
from sipdesk.store.desk import Desk
from sipdesk.store.people import People
from sipdesk.store.schools import Schools


class PersonLine(Model):
    """A contact as a list shows it."""

    person: Person
    question: str = ""
    """Asked where nobody has made sure for a term."""


class Offer(Model):
    """Somebody the register or the allocation names, who is not among the contacts yet."""

    role: str
    name: str


class PeopleView(Model):
    """The contacts of a school."""

    urn: str
    lines: list[PersonLine] = []
    offers: list[Offer] = []


class PeopleService:
    """Runs on the desk's thread. Each change gives what stood before, so that it can be put back."""

    def __init__(self, desk: Desk, rules: AutomaticService | None = None) -> None:
        self._desk = desk
        self._rules = rules
        self._people = People(desk)
        self._schools = Schools(desk)

    def of_school(self, urn: str) -> PeopleView:
        """Everybody, those in a role now before those who have left."""
        people = sorted(self._people.of_school(urn), key=lambda person: (person.gone, rank(person.role)))
        return PeopleView(urn=urn, lines=[self._line(person) for person in people], offers=self._offers(urn, people))

    def head(self, urn: str) -> Person | None:
        """The headteacher now, where one is entered; of several the one made sure of last."""
        return holder(HEAD, self._people.of_school(urn))

    def _line(self, person: Person) -> PersonLine:
        today = self._desk.clock.today()
        if not person.doubtful(today):
            return PersonLine(person=person)
        if person.checked is None:
            return PersonLine(person=person, question="Never made sure. Is this still right?")
        months = max(4, round((today - person.checked).days / 30.4))
        return PersonLine(person=person, question=f"Last made sure {months} months ago. Is this still right?")

    def _offers(self, urn: str, people: list[Person]) -> list[Offer]:
        school = self._schools.school(urn)
        if school is None:
            return []
        told = [(HEAD, school.head), (CHAIR, school.chair)]
        there = {(person.role.casefold(), person.name.casefold()) for person in people}
        return [
            Offer(role=role, name=name)
            for role, name in told
            if name and (role.casefold(), name.casefold()) not in there
        ]

    def save(self, urn: str, fields: dict[str, str], person_id: str = "") -> tuple[Person, Person | None]:
        """Keep a contact, new (without an id) or changed; entering it makes sure of it. Gives it and what stood before."""
        before = self._people.get(person_id) if person_id else None
        if person_id and before is None:
            raise NotFound("This contact is no longer there.")
        told = before.model_dump() if before else {"id": self._desk.clock.new_id(), "urn": urn}
        try:
            person = Person.model_validate({**told, **fields, "checked": self._desk.clock.today()})
        except ValidationError as error:
            first = error.errors()[0]
            place = where(first)
            raise BadInput(f"{place}: {said(first)}." if place else "A contact needs a role or a name.") from None
        if person != before:
            self._put(person, "changed a contact" if before else "added a contact")
        return person, before

    def confirm(self, person_id: str) -> tuple[Person, Person]:
        """Still right today."""
        before = self._people.get(person_id)
        if before is None:
            raise NotFound("This contact is no longer there.")
        person = before.model_copy(update={"checked": self._desk.clock.today()})
        self._put(person, "made sure of a contact")
        return person, before

    def remove(self, person_id: str) -> Person:
        """Take a contact out; gives it, for putting back."""
        before = self._people.get(person_id)
        if before is None:
            raise NotFound("This contact is no longer there.")
        with self._desk.change("removed a contact", before.urn, before.id):
            self._people.remove(person_id)
            if self._rules is not None:
                self._rules.without_facts(before.urn)
        return before

    def put_back(self, person: Person) -> None:
        """As it stood before."""
        self._put(person, "put a contact back")

    def _put(self, person: Person, what: str) -> None:
        with self._desk.change(what, person.urn, person.id):
            self._people.put(person)
            if self._rules is not None:  # the day a head began is a fact about the school
                self._rules.catch_up([person.urn])
