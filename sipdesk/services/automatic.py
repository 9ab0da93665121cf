"""What a document calls automatic is set: a category or an entry of the register, as soon as a school's facts meet the rule.

A person confirms it, or decides otherwise with a reason. Several automatic categories at once are left for a person.
"""

import contextlib
import datetime as dt
from collections.abc import Collection, Iterable

from sipdesk.domain.automatic import BY_RULE, decided_against, rest_on, set_by, to_enter, to_set
from sipdesk.domain.category import Match
from sipdesk.domain.errors import SipdeskError
from sipdesk.domain.placement import DatedFact, Placement, RegisterEntry, SetBy
from sipdesk.domain.programme import Programme
from sipdesk.domain.standing import (
    BY_CATEGORY,
    by_category,
    counting,
    designation_of,
    history_of,
    just_left,
    known_of,
    speaking,
    standing_facts,
)
from sipdesk.services.standingbook import Book, StandingReader
from sipdesk.store.schools import CaseloadRow, Schools
from sipdesk.store.sqlite import DatabaseError


class AutomaticService:
    """Everything in the caller's transaction, where there is one. Runs on the desk's thread."""

    def __init__(self, reader: StandingReader) -> None:
        self._reader = reader
        self._desk = reader.desk
        self._kept = reader.kept
        self._schools = Schools(reader.desk)

    def at_opening(self) -> None:
        """What came to meet a rule while the desk was shut. It never stands in the way of opening: what cannot be set now
        (a full disk, a damaged row) is set at another opening, and where it matters the trouble is told there."""
        with contextlib.suppress(SipdeskError, ValueError, DatabaseError):
            self.catch_up()

    def catch_up(self, urns: Collection[str] | None = None, import_id: str = "") -> list[str]:
        """Set whatever a rule calls automatic and is not set yet, of some schools of the caseload or of all of it. Gives the
        schools whose category was set; of the register nothing is said. Nothing is written where nothing is set."""
        if urns is not None and not urns:
            return []
        book = self._book(urns)
        made = [
            one
            for row in self._schools.caseload()
            if urns is None or row.school.urn in urns
            for one in self._of_school(book, row, import_id)
        ]
        if not made:
            return []
        with self._desk.writing():
            for one, programme, row in made:
                if isinstance(one, RegisterEntry):
                    self._enter(one)
                else:
                    self._place(one, book.placements(one.urn, row.allocation), programme)
        return [one.urn for one, *_ in made if isinstance(one, Placement)]

    def _book(self, urns: Collection[str] | None) -> Book:
        only = next(iter(urns)) if urns is not None and len(urns) == 1 else ""
        return self._reader.book(self._desk.clock.today(), only)

    def _of_school(
        self, book: Book, row: CaseloadRow, import_id: str
    ) -> Iterable[tuple[Placement | RegisterEntry, Programme, CaseloadRow]]:
        """What the rules set for one school."""
        programme = book.programme(row.allocation.authority)
        if programme is None:
            return
        urn, day = row.school.urn, book.day
        placements, facts = book.placements(urn, row.allocation), book.facts(urn)
        there = counting(placements, day, programme.authority)
        history = history_of(there)
        found, listed = speaking(programme, known_of(programme, facts, day, just_left(programme, history, day)))
        against = decided_against(placements, programme.authority)
        here = history.now.category if history.now else ""
        setting = to_set(found, here, facts, day, against)
        if setting:
            rules = [set_by(match, facts, day) for match in setting]
            placed = self._placement(urn, programme, setting[0], rules, import_id)
            there = [*there, placed]
            yield placed, programme, row
        standing, stands = by_category(programme, urn, there)
        listed, facts = [*listed, *standing], [*facts, *stands]
        if any(match.automatic for match in listed):
            entries = [one for one in self._kept.entries(urn) if one.authority == programme.authority]
            entering = to_enter(listed, entries, facts, day)
            if entering:
                yield self._entry(urn, programme, (entering, facts), import_id), programme, row

    def _placement(self, urn: str, programme: Programme, match: Match, rules: list[SetBy], import_id: str) -> Placement:
        designation = designation_of(programme, match.category)
        clock = self._desk.clock
        return Placement(
            id=clock.new_id(),
            urn=urn,
            authority=programme.authority,
            edition=programme.edition,
            category=match.category,
            written=match.name,
            placed_on=clock.today(),
            reason=_reason(rules),
            decided_at=clock.stamp(),
            decided_by=BY_RULE,
            designation=designation.id if designation else "",
            import_id=import_id,
            automatic=rules,
        )

    def _entry(
        self, urn: str, programme: Programme, spoken: tuple[list[Match], list[DatedFact]], import_id: str
    ) -> RegisterEntry:
        found, facts = spoken
        today = self._desk.clock.today()
        rules = [set_by(match, facts, today) for match in found]
        return RegisterEntry(
            id=self._desk.clock.new_id(),
            urn=urn,
            authority=programme.authority,
            edition=programme.edition,
            on=today,
            rules=list(dict.fromkeys(match.rule for match in found)),
            rests_on=[rest_on(match, facts, today) for match in found],
            decided_by=BY_RULE,
            reason=_reason(rules),
            automatic=rules,
            import_id=import_id,
        )

    def _place(self, made: Placement, earlier: list[Placement], programme: Programme) -> None:
        detail = f"{made.id} {made.category} {', '.join(one.rule for one in made.automatic)}"
        with self._desk.change("a rule set a category", made.urn, detail, who=BY_RULE):
            self._reader.put_first(made, earlier, programme)
            self._kept.put_placement(made)
            self._reader.mirror(made.urn, programme.authority)

    def _enter(self, made: RegisterEntry) -> None:
        with self._desk.change("a rule put a school on the register", made.urn, made.id, who=BY_RULE):
            self._kept.put_entry(made)

    def after_placing(self, urn: str) -> None:
        """A person decided on a category, or took a decision back: the register's own rule for the category is followed, and
        an entry that rested on what was taken back alone goes with it."""
        there = self._there(urn)
        by_place = [one for one in self._kept.entries(urn) if one.automatic and all(map(_of_category, one.automatic))]
        self._drop([one for one in by_place if not _holds(one.automatic, there)])
        book = self._book([urn])
        for row in self._schools.caseload():
            for one, *_ in self._of_school(book, row, "") if row.school.urn == urn else ():
                if isinstance(one, RegisterEntry):
                    self._enter(one)

    def _there(self, urn: str) -> set[str]:
        """What rules can rest on: a school's facts and its times in a category, each with its day."""
        book = self._book([urn])
        placements = counting(book.placements(urn, self._schools.allocation(urn)), dt.date.max)
        facts = [*book.facts(urn), *standing_facts(urn, placements)]
        return {f"{one.fact} {one.since or ''}".strip() for one in facts}

    # -- what no longer holds ------------------------------------------------------------------------------------

    def without_facts(self, urn: str) -> None:
        """A fact was taken out as a mistake: what rules set on it alone, and nobody has answered, goes with it."""
        there = self._there(urn)
        last = counting(self._kept.placements(urn), dt.date.max)[-1:]
        self._take_back([one for one in last if one.automatic and not _holds(one.automatic, there)])
        there = self._there(urn)
        self._drop([one for one in self._kept.entries(urn) if one.automatic and not _holds(one.automatic, there)])

    def without_import(self, import_id: str) -> None:
        """An import is undone: what rules set by the facts it brought goes with it. Before its rows are put back."""
        self._take_back([one for one in self._kept.placements() if one.automatic and one.import_id == import_id])
        self._drop([one for one in self._kept.entries() if one.automatic and one.import_id == import_id])

    def after_undo(self) -> None:
        """Rows of allocations were put back: where a rule has set the category on other grounds, they name it again."""
        today, last = self._desk.clock.today(), {one.urn: one for one in counting(self._kept.placements(), dt.date.max)}
        for row in self._schools.caseload() if last else ():
            now = last.get(row.school.urn)
            if now and now.automatic and now.placed_on <= today and now.authority == row.allocation.authority:
                self._reader.mirror(now.urn, now.authority)

    def _take_back(self, placements: list[Placement]) -> None:
        at = self._desk.clock.stamp()
        for one in placements:
            if not one.taken_back:
                with self._desk.change("took back what a rule had set", one.urn, one.id):
                    self._kept.put_placement(one.model_copy(update={"taken_back": at}))
                    self._reader.mirror(one.urn, one.authority)

    def _drop(self, entries: list[RegisterEntry]) -> None:
        """An entry that nobody has added to; any other is a person's matter."""
        for one in entries:
            if (
                one.off is None
                and one.decided_by == BY_RULE
                and not (one.told or one.attempts or one.assessments or one.internal)
            ):
                with self._desk.change("took off what a rule had put on the register", one.urn, one.id):
                    self._kept.drop_entry(one.id)


def _holds(rules: list[SetBy], there: set[str]) -> bool:
    return any(one.fact in there or one.fact.startswith("leaves-") for one in rules)


def _of_category(rule: SetBy) -> bool:
    return rule.rule.startswith(BY_CATEGORY)


def _reason(rules: list[SetBy]) -> str:
    lines = [f"{one.says.rstrip('.')} ({one.source}), because: {one.because}." for one in rules]
    return "\n".join(dict.fromkeys(lines))
