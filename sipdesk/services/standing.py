"""Where a school stands by its authority's rules: read here, with its facts; a person decides in `placing`.

One engine for the school's page, today's page, the caseload, the brief and the command line. Nothing here knows an authority.
"""

import datetime as dt

from sipdesk.domain.automatic import to_confirm, unconfirmed
from sipdesk.domain.cadence import cadences_of
from sipdesk.domain.clocks import clocks, variant_said
from sipdesk.domain.days import spoken_day
from sipdesk.domain.entitled import given_to
from sipdesk.domain.errors import BadInput, NotFound, Refused
from sipdesk.domain.placement import (
    DatedFact,
    Occurrence,
    RegisterSheet,
    SchoolStanding,
    Way,
)
from sipdesk.domain.programme import Programme
from sipdesk.domain.rules import FACTS, Register
from sipdesk.domain.school import School
from sipdesk.domain.standing import (
    borne,
    contradicted,
    counting,
    designation_of,
    entered,
    just_left,
    known_of,
    lapsed,
    name_in,
    speaking,
    steps_of,
    way_of,
)
from sipdesk.domain.typed import likely
from sipdesk.services.automatic import AutomaticService
from sipdesk.services.category import facts_of
from sipdesk.services.standingbook import Book, StandingReader
from sipdesk.store.schools import Allocation, CaseloadRow, Schools

_SOURCES = "risk-sources"
"""The list of references that says what a risk assessment rests on, where a programme has one."""
_ENDS = "A fact ends on the day it began, or later."


class StandingService:
    """Reads, and keeps facts and occurrences. Runs on the desk's thread."""

    def __init__(self, reader: StandingReader) -> None:
        self._reader = reader
        self._desk = reader.desk
        self._kept = reader.kept
        self._rules = AutomaticService(reader)
        self._schools = Schools(reader.desk)

    # -- reading -------------------------------------------------------------------------------------------------

    def of_school(self, urn: str, on: dt.date | None = None) -> SchoolStanding:
        """How a school stands on a day, today without one. `NotFound` where this desk has no such school."""
        day = on or self._desk.clock.today()
        book, row = self._reader.book(day, urn), self.row(urn)
        programme = book.programme(row.allocation.authority)
        if programme is None:
            return SchoolStanding(
                urn=urn,
                school=row.school.name,
                day=day,
                authority=row.allocation.authority,
                left=row.allocation.status == "left",
                trouble=book.troubles[row.allocation.authority],
                history=entered(None, book.placements(urn, row.allocation)),
            )
        return self._standing(book, row, programme)

    def _standing(self, book: Book, row: CaseloadRow, programme: Programme) -> SchoolStanding:
        urn, day = row.school.urn, book.day
        placements = book.placements(urn, row.allocation)
        there, at = counting(placements, day, programme.authority), book.situation(row, programme)
        now, open_one = there[-1] if there else None, unconfirmed(there)
        facts, category = book.facts(urn), programme.category(at.category)
        found, _ = speaking(programme, known_of(programme, facts, day, just_left(programme, at.history, day)))
        designation = designation_of(programme, at.category)
        steps, documents = steps_of(programme, at.category, now)
        register = programme.risk_register
        return SchoolStanding(
            urn=urn,
            school=row.school.name,
            day=day,
            authority=programme.authority,
            programme=programme.name,
            edition=programme.edition,
            left=row.allocation.status == "left",
            categories=[(one.id, one.name, one.meaning.strip()) for one in programme.categories],
            category=at.category,
            name=name_in(programme, now) if now and (now.category or now.written) else "",
            meaning=category.meaning.strip() if category else "",
            since=at.history.since,
            placement=now,
            matches=found,
            contradicted=contradicted(found, at.category),
            to_confirm=to_confirm(open_one) if open_one else "",
            lapsed=lapsed(programme, there),
            facts=sorted(facts, key=_newest, reverse=True),
            known_facts=facts_of(programme),
            flags=borne(programme, at.category, facts, day),
            clocks=clocks(programme, at),
            entitlement=given_to(programme, category, at.sort, brokered=row.allocation.brokered),
            expects=list(category.expects) if category else [],
            designation=designation.id if designation else "",
            steps=steps,
            documents=documents,
            agreed_by=list(designation.agreed_by) if designation else [],
            tells=list(designation.told) if designation else [],
            may_be_imposed=designation.may_be_imposed if designation else "not stated",
            imposed_when=designation.imposed_when if designation else "",
            talk_first=list(register.talk_first) if register else [],
            risk_register=sheet_of(programme, register) if register else None,
            references=programme.references,
            variant=variant_said(programme, at.sort, brokered=row.allocation.brokered),
            occurrences=book.occurrences(urn, programme.authority),
            enters=[one for one in cadences_of(programme, at.category, at.sort, at.flags, at.facts) if not one.kind],
            history=entered(programme, placements),
        )

    def row(self, urn: str) -> CaseloadRow:
        """A school and its allocation; one that came without an allocation follows the desk's own authority."""
        school: School | None = self._schools.school(urn)
        if school is None:
            raise NotFound(f"There is no school with URN {urn} in this desk.")
        allocation = self._schools.allocation(urn)
        home = self._desk.fact("authority")
        return CaseloadRow(
            school=school,
            allocation=allocation or Allocation(urn=urn, authority=home, year="", term="", status="left"),
        )

    def book(self, on: dt.date) -> Book:
        """What a list of many schools is made from; one for each list, never one for each school."""
        return self._reader.book(on)

    def way(self, urn: str, goal: str, on: dt.date | None = None) -> Way:
        """If a school leaves where it stands on a day: when it could be in `goal`."""
        day = on or self._desk.clock.today()
        standing = self.of_school(urn, day)
        programme = self._reader.book(day, urn).programme(standing.authority)
        if programme is None or not standing.category or programme.category(standing.category) is None:
            raise Refused("The school stands in no category of its programme, so there is no way from it.")
        return way_of(programme, standing.category, goal, day)

    # -- facts ---------------------------------------------------------------------------------------------------

    def note_fact(self, fact: DatedFact) -> DatedFact:
        """Keep a fact or a flag of a school from a day on. `BadInput` for one the programme's rules do not know."""
        standing = self.of_school(fact.urn)
        flags = {flag.id for flag in standing.flags}
        known = {*FACTS, *standing.known_facts, *flags, "aspects"}
        if fact.fact not in known:
            raise BadInput(f"{standing.programme or 'The programme'} knows no fact “{fact.fact}”. Nothing was changed.")
        if fact.since and fact.since > self._desk.clock.today():
            raise BadInput(
                "A fact is noted from the day on which it is so; that day has not come. Nothing was changed."
            )
        refuse_unlikely(fact.since, fact.until)
        if fact.since and fact.until and fact.until < fact.since:
            raise BadInput(f"{_ENDS} Nothing was changed.")
        if any(_same_fact(one, fact) for one in self._kept.facts(fact.urn)):
            day = f" from {spoken_day(fact.since)}" if fact.since else ", without a day"
            raise Refused(f"This fact is noted already{day}, and is not kept twice. Nothing was changed.")
        made = fact.model_copy(update={"id": self._desk.clock.new_id(), "source": fact.source or self._typed()})
        self.put_fact(made, "noted a fact")
        return made

    def put_fact(self, fact: DatedFact, what: str = "put a fact back") -> None:
        """Keep a fact as it is given: for putting back what was changed or taken out."""
        with self._desk.change(what, fact.urn, fact.id):
            self._kept.put_fact(fact)
            self._rules.catch_up([fact.urn])

    def end_fact(self, fact_id: str, on: dt.date) -> DatedFact:
        """A fact held up to and including a day. Gives it as it stood before."""
        before = self._fact(fact_id)
        refuse_unlikely(on)
        if on > self._desk.clock.today():
            raise BadInput(f"{spoken_day(on)} has not come yet: end the fact once it has. Nothing was changed.")
        if before.since and on < before.since:
            raise BadInput(f"{_ENDS} This one began on {spoken_day(before.since)}. Nothing was changed.")
        self.put_fact(before.model_copy(update={"until": on}), "ended a fact")
        return before

    def drop_fact(self, fact_id: str) -> DatedFact:
        """Take out a fact noted by mistake. Gives it, for putting back."""
        before = self._fact(fact_id)
        with self._desk.change("took a fact out", before.urn, before.id):
            self._kept.drop_fact(fact_id)
            self._rules.without_facts(before.urn)
            self._rules.catch_up([before.urn])
        return before

    def _fact(self, fact_id: str) -> DatedFact:
        found = self._kept.fact(fact_id)
        if found is None:
            raise NotFound("This fact is no longer kept here. One that was read from a file ends with a newer file.")
        return found

    def _typed(self) -> str:
        return f"Noted by {self._desk.fact('partner')}"[:500]

    # -- what comes round ----------------------------------------------------------------------------------------

    def occurred(self, occurrence: Occurrence) -> Occurrence:
        """Keep that something took place which is no contact of the partner's own; what comes round for all schools at
        once is kept for all. `BadInput` for a rule the school's programme does not have."""
        if occurrence.on > self._desk.clock.today():
            raise BadInput("Enter it once it has taken place; that day has not come. Nothing was changed.")
        refuse_unlikely(occurrence.on)
        home = occurrence.authority or self._desk.fact("authority")
        told = self._shared(occurrence) if occurrence.urn else occurrence.model_copy(update={"authority": home})
        made = told if told.id else told.model_copy(update={"id": self._desk.clock.new_id()})
        if any(_same_occurrence(one, made) for one in self._kept.occurrences(made.urn or None)):
            raise Refused(
                f"This is entered already on {spoken_day(made.on)}, and is not kept twice. Nothing was changed."
            )
        with self._desk.change("noted what took place", made.urn or "all schools", f"{made.rule} {made.on}"):
            self._kept.put_occurrence(made)
        return made

    def _shared(self, occurrence: Occurrence) -> Occurrence:
        """As it is kept: for all schools of the authority where its rule says so."""
        standing = self.of_school(occurrence.urn, occurrence.on)
        known = {one.rule: one.shared for one in (*standing.clocks, *self.of_school(occurrence.urn).clocks)}
        if occurrence.rule not in known:
            raise BadInput(f"No rule “{occurrence.rule}” runs for this school. Nothing was changed.")
        return occurrence.model_copy(update={"urn": "", "authority": standing.authority}) if known[occurrence.rule] else occurrence  # fmt: skip

    def drop_occurrence(self, occurrence_id: str) -> Occurrence:
        """Take it out. Gives it, for putting back with `occurred`."""
        before = self._kept.occurrence(occurrence_id)
        if before is None:
            raise NotFound("This is no longer kept here.")
        with self._desk.change("took out what had been noted", before.urn or "all schools", before.rule):
            self._kept.drop_occurrence(occurrence_id)
        return before

    def choose_number(self, urn: str, rule: str, number: str) -> None:
        """How many a year a document's “bi-annual” is taken to mean in this desk: 1 to 12, `0.5` for one in two years,
        empty to leave it open again. It holds for all schools of the authority."""
        if number not in {"", "0.5", *map(str, range(1, 13))}:
            raise BadInput("Give a whole number a year from 1 to 12, or 0.5 for one in two years. Nothing was changed.")
        standing = self.of_school(urn)
        if not any(one.rule == rule and one.asks_number for one in standing.clocks):
            raise BadInput("The document gives a number for this itself, and it is kept. Nothing was changed.")
        with self._desk.change("chose a number a year", standing.authority, f"{rule} {number}"):
            self._kept.choose(standing.authority, rule, number)


def refuse_unlikely(*days: dt.date | None) -> None:
    """`BadInput` for a day that no school year can hold; one that is left out is none."""
    strange = [day for day in days if day and not likely(day)]
    if strange:
        raise BadInput(f"{spoken_day(strange[0])} lies in no school year: check the year. Nothing was changed.")


def _same_fact(one: DatedFact, other: DatedFact) -> bool:
    """Whether it is the same fact from the same day; of aspects the same number."""
    return (one.fact, one.since, one.count) == (other.fact, other.since, other.count)


def _same_occurrence(one: Occurrence, other: Occurrence) -> bool:
    """Whether it is another entry of the same, on the same day."""
    key = (other.urn, other.authority if not other.urn else "", other.rule, other.on)
    return one.id != other.id and (one.urn, one.authority if not one.urn else "", one.rule, one.on) == key


def sheet_of(programme: Programme, register: Register) -> RegisterSheet:
    """The programme's register as it asks for it."""
    lists = {one.id: one.items for one in programme.references}
    return RegisterSheet(
        name=register.name,
        short=register.short,
        confidential=register.confidential,
        indicators=register.indicators,
        sources=lists.get(_SOURCES, []),
        told=register.told,
        source=register.source,
    )


def _newest(fact: DatedFact) -> tuple[bool, dt.date]:
    return fact.until is None, fact.since or dt.date.min
