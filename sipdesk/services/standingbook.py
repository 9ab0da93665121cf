"""Everything the standing of schools is worked out from, read in one pass: for one school or for all of a caseload."""

import contextlib
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from sipdesk.domain.automatic import to_confirm, unconfirmed
from sipdesk.domain.cadence import Periods
from sipdesk.domain.calendar import AcademicYear, TermSlot
from sipdesk.domain.clock import local
from sipdesk.domain.clocks import Situation, clocks, first_year_of
from sipdesk.domain.errors import FormProblems, NotFound
from sipdesk.domain.inspectionfacts import inspection_facts
from sipdesk.domain.person import HEAD
from sipdesk.domain.placement import BEFORE_HISTORY, Clock, DatedFact, Occurrence, Placement
from sipdesk.domain.programme import Programme
from sipdesk.domain.published import Source
from sipdesk.domain.standing import borne, counting, history_of, in_force, name_in
from sipdesk.imports.ofsted import inspected
from sipdesk.services.forms import FormService
from sipdesk.store.agenda import TermBook
from sipdesk.store.desk import Desk
from sipdesk.store.published import Sources
from sipdesk.store.schools import Allocation, CaseloadRow
from sipdesk.store.standing import Standings

T = TypeVar("T", Placement, DatedFact)
_MONTHS = ("%B %Y", "%b %Y", "%m/%Y", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")


class StandingReader:
    """Opens books. Runs on the desk's thread."""

    def __init__(self, desk: Desk, forms: FormService) -> None:
        self.desk = desk
        self.kept = Standings(desk)
        self.forms = forms
        self._sources = Sources(desk)
        self.terms = TermBook(desk)

    def book(self, day: dt.date, urn: str = "") -> "Book":
        """Everything about one school, or about all, as it stands on a day."""
        return Book(self, day, urn)

    def mirror(self, urn: str, authority: str) -> None:
        """The allocation names the category in which the school is now."""
        there = counting(self.kept.placements(urn), self.desk.clock.today(), authority)
        last = there[-1] if there else None
        self.kept.mirror(urn, last.category if last else "", last.written if last else "")

    def put_first(self, made: Placement, earlier: list[Placement], programme: Programme) -> None:
        """A category named by its allocation alone so far becomes the first of the history, before what is made now."""
        for one in earlier:
            if not one.id:
                named = {"id": f"{made.id}-before", "written": name_in(programme, one)}
                self.kept.put_placement(one.model_copy(update=named))

    def inspected(self) -> dict[str, list[DatedFact]]:
        """What the newest inspection files state of each school itself; read again once a file was read in or taken back."""
        held = self.desk.held.get("inspection facts")
        state = self.kept.public_state()
        if held is None or held[0] != state:
            held = (state, self._all_inspected())
            self.desk.held["inspection facts"] = held
        facts: dict[str, list[DatedFact]] = held[1]
        return facts

    def _all_inspected(self) -> dict[str, list[DatedFact]]:
        found: dict[str, list[DatedFact]] = {}
        sources: dict[str, Source | None] = {}
        for urn, columns, source in self.kept.inspections():
            if source not in sources:
                sources[source] = self._sources.one(source)
            told = inspected(urn, columns).model_copy(update={"source": sources[source]})
            found[urn] = inspection_facts(told)
        return found


class Book:
    """What was read. Programmes and term dates are looked up once for each authority."""

    def __init__(self, reader: StandingReader, day: dt.date, urn: str) -> None:
        self.day = day
        self._reader = reader
        kept = reader.kept
        self._placements = _by_urn(kept.placements(urn))
        self._facts = _by_urn(kept.facts(urn))
        self._occurrences: list[Occurrence] = kept.occurrences(urn or None)
        self._occurred: dict[str, dict[str, list[dt.date]]] = defaultdict(lambda: defaultdict(list))
        for one in self._occurrences:
            self._occurred[one.urn or f"@{one.authority}"][one.rule].append(one.on)
        self._contacts: dict[str, dict[str, list[dt.date]]] = defaultdict(lambda: defaultdict(list))
        for school, kind, slot, on in kept.contacts(day.isoformat(), urn):
            self._contacts[school][slot or kind].append(dt.date.fromisoformat(on))
        self._heads = kept.heads(HEAD)
        self._inspected = reader.inspected()
        self._since = kept.since(urn)
        self._joined = {**self._since, **kept.joined(urn)}
        self._programmes: dict[str, Programme | None] = {}
        self.troubles: dict[str, str] = {}
        """Why there is no programme, in a sentence, by authority."""
        self._periods: dict[str, Periods] = {}
        self._numbers: dict[str, dict[str, str]] = {}

    def programme(self, authority: str) -> Programme | None:
        """The authority's programme on the day; None where there are no forms for it."""
        if authority not in self._programmes:
            try:
                self._programmes[authority] = self._reader.forms.edition(authority, TermSlot.of(self.day)).programme
            except (NotFound, FormProblems) as error:
                self._programmes[authority] = None
                self.troubles[authority] = _trouble(authority, error)
        return self._programmes[authority]

    def periods(self, authority: str) -> Periods:
        """The authority's half-terms, terms and years around the day."""
        if authority not in self._periods:
            now = AcademicYear.of(self.day)
            times = [one for year in (-1, 0, 1) for one in self._reader.terms.year(authority, now.shifted(year))]
            self._periods[authority] = Periods(self.day, times)
        return self._periods[authority]

    def placements(self, urn: str, allocation: Allocation | None) -> list[Placement]:
        """A school's history; where it has none, the category that its allocation has named all along."""
        found = self._placements.get(urn, [])
        if allocation is None or not (allocation.category or allocation.category_written):
            return found
        if any(one.authority == allocation.authority for one in found):
            return found
        since = self._since.get(urn, "")
        day = local(since).date() if since else self.day
        return [
            *found,
            Placement(
                id="",
                urn=urn,
                authority=allocation.authority,
                edition="",
                category=allocation.category,
                written=allocation.category_written,
                placed_on=min(day, self.day),
                reason="From the allocation sheet",
                decided_at=since,
                decided_by="Allocation sheet",
                import_id=BEFORE_HISTORY,
            ),
        ]

    def facts(self, urn: str) -> list[DatedFact]:
        """Kept facts, those of inspections and of people; read ones have no id."""
        kept = self._facts.get(urn, [])
        read = list(self._inspected.get(urn, []))
        head = self._from_people(urn)
        if head and not any(one.fact == "new-head" for one in kept):
            ends = first_year_of(head)
            read.append(DatedFact(urn=urn, fact="new-head", since=head, until=ends, source="the school’s people"))
        return [*kept, *read]

    def head_since(self, urn: str) -> dt.date | None:
        """When the head began: as noted, else as the school's people say, where they name a month at least."""
        noted = [one.since for one in self._facts.get(urn, []) if one.fact == "new-head" and one.since]
        return max(noted, default=None) or self._from_people(urn)

    def _from_people(self, urn: str) -> dt.date | None:
        words = self._heads.get(urn, "")
        for style in _MONTHS if words else ():
            with contextlib.suppress(ValueError):
                day = dt.datetime.strptime(words.strip(), style).date()  # noqa: DTZ007 - a calendar date
                return day if day <= self.day else None
        return None

    def occurrences(self, urn: str, authority: str) -> list[Occurrence]:
        """What came round for a school, and for all of its authority at once; the newest first."""
        found = [one for one in self._occurrences if one.urn == urn or (not one.urn and one.authority == authority)]
        return sorted(found, key=lambda one: (one.on, one.id), reverse=True)

    def situation(self, row: CaseloadRow, programme: Programme) -> Situation:
        """What a school's clocks are worked out from."""
        urn, authority = row.school.urn, row.allocation.authority
        history = history_of(counting(self.placements(urn, row.allocation), self.day, authority))
        category = history.now.category if history.now else ""
        facts = self.facts(urn)
        flags = [one.id for one in borne(programme, category, facts, self.day) if one.borne]
        since = self._joined.get(urn, "")
        starts = [one.on for one in history.placings[:1]] + ([local(since).date()] if since else [])
        if authority not in self._numbers:
            self._numbers[authority] = self._reader.kept.numbers(authority)
        return Situation(
            sort=(row.school.phase, row.school.governance),
            brokered=row.allocation.brokered,
            history=history,
            periods=self.periods(authority),
            category=category,
            flags=flags,
            facts=in_force(facts, self.day),
            began=min(starts, default=None),
            head_since=self.head_since(urn),
            contacts=self._contacts.get(urn, {}),
            occurred={**self._occurred.get(f"@{authority}", {}), **self._occurred.get(urn, {})},
            numbers=self._numbers[authority],
        )

    def since(self, row: CaseloadRow) -> dt.date | None:
        """Since when a school has been in its category; None where it is in none."""
        there = self.placements(row.school.urn, row.allocation)
        history = history_of(counting(there, self.day, row.allocation.authority))
        return history.since if history.now and history.now.category else None

    def to_confirm(self, row: CaseloadRow) -> str:
        """What is said of a category that a rule has set and no person has confirmed; else empty."""
        there = self.placements(row.school.urn, row.allocation)
        waiting = unconfirmed(counting(there, self.day, row.allocation.authority))
        return to_confirm(waiting) if waiting else ""

    def clocks(self, row: CaseloadRow) -> list[Clock]:
        """Every clock of a school; none where there are no forms to say."""
        programme = self.programme(row.allocation.authority)
        return clocks(programme, self.situation(row, programme)) if programme else []


def _trouble(authority: str, error: NotFound | FormProblems) -> str:
    unsaid = "so nobody can say what its rules are. What was kept is kept."
    if isinstance(error, NotFound):
        return f"There are no forms for “{authority}” here, {unsaid}"
    return f"The files of “{authority}” have a mistake, {unsaid} Mend this first: {error.problems[0]}"


def _by_urn(found: Iterable[T]) -> dict[str, list[T]]:
    sorted_out: dict[str, list[T]] = defaultdict(list)
    for one in found:
        sorted_out[one.urn].append(one)
    return sorted_out
