"""The clocks of the caseload as things to do: what comes round by the end of the term, and what must end before long."""

import datetime as dt
from collections.abc import Iterator

from sipdesk.domain.automatic import decided_against, key_of, still_open, to_confirm, unconfirmed
from sipdesk.domain.placement import Clock
from sipdesk.domain.standing import contradicted, counting, history_of, just_left, known_of, lapsed, name_in, speaking
from sipdesk.services.duelines import Due
from sipdesk.services.standingbook import Book
from sipdesk.store.schools import CaseloadRow

_AHEAD = dt.timedelta(days=183)
"""How long before its end a longest stay is spoken of: half a year leaves time for a review and a meeting."""


def clock_lines(book: Book, caseload: list[CaseloadRow], until: dict[str, dt.date]) -> list[Due]:
    """What the clocks ask. `until`: the last day of the term by authority; what comes after it can wait."""
    found: list[Due] = []
    shared: dict[tuple[str, str], tuple[Clock, list[CaseloadRow]]] = {}
    for row in caseload:
        authority = row.allocation.authority
        for clock in book.clocks(row):
            if not _wanted(clock, book.day, until.get(authority, book.day)):
                continue
            if clock.shared or clock.due is None:
                shared.setdefault((authority, clock.rule), (clock, []))[1].append(row)
            else:
                found.append(_line(clock, row))
        found += _decisions(book, row)
    return found + [_for_all(clock, rows) for clock, rows in shared.values()]


def next_clock(clocks: list[Clock]) -> Clock | None:
    """The clock that falls due first; None where none has a day. A shortest stay asks for nothing."""
    dated = [one for one in clocks if one.due and not (one.kind == "stay" and one.bound == "at least")]
    return min(dated, key=lambda one: one.due or dt.date.max, default=None)


def _wanted(clock: Clock, day: dt.date, last: dt.date) -> bool:
    if clock.kind == "cadence":
        return (clock.asks_number and clock.due is None) or (clock.due is not None and clock.due <= max(last, day))
    return clock.bound == "at most" and clock.due is not None and clock.due <= day + _AHEAD


def _line(clock: Clock, row: CaseloadRow) -> Due:
    return Due(
        urn=row.school.urn,
        school=row.school.name,
        kind="clock",
        what=clock.label,
        due=clock.due,
        overdue=clock.overdue,
        rule=_explained(clock),
        rule_id=clock.rule,
    )


def _for_all(clock: Clock, rows: list[CaseloadRow]) -> Due:
    """One line for many schools; it leads to the first of them."""
    count = f"for {len(rows)} schools" if len(rows) > 1 else rows[0].school.name
    what = clock.label if clock.due else f"Say how many a year: {clock.label}"
    line = _line(clock, rows[0])
    return line.model_copy(update={"school": count, "what": what, "kind": "clock" if clock.due else "decision"})


def _explained(clock: Clock) -> str:
    said = clock.said[:1].upper() + clock.said[1:]
    return f"{said.rstrip('.')} ({clock.source})." if clock.source else said


def _decisions(book: Book, row: CaseloadRow) -> Iterator[Due]:
    """A category that a rule has set, until a person confirms it or decides otherwise; and where the document calls several
    automatic, so that none could be set: a person decides, or says why not."""
    programme = book.programme(row.allocation.authority)
    if programme is None or not programme.categories:
        return
    placements = book.placements(row.school.urn, row.allocation)
    there = counting(placements, book.day, programme.authority)
    waiting = unconfirmed(there)
    if waiting is not None:
        what = f"Confirm its category: {name_in(programme, waiting)}, set by a rule"
        yield _decision(row, what, to_confirm(waiting), waiting.automatic[0].rule)
        return
    ended = lapsed(programme, there)
    if ended:
        yield _decision(row, "Decide on its category: the edition in use has no such one", ended, "lapsed")
    history, facts = history_of(there), book.facts(row.school.urn)
    known = known_of(programme, facts, book.day, just_left(programme, history, book.day))
    if not (known.facts or known.left or known.aspects is not None):
        return
    against = decided_against(placements, programme.authority)
    found = contradicted(speaking(programme, known)[0], history.now.category if history.now else "")
    for match in [one for one in found if still_open(one, key_of(one, facts, book.day), against)][:1]:
        what = f"Decide on its category: {match.name} by an automatic rule"
        yield _decision(row, what, f"{match.says} {match.because} ({match.source}).", match.rule)


def _decision(row: CaseloadRow, what: str, rule: str, rule_id: str) -> Due:
    return Due(
        urn=row.school.urn,
        school=row.school.name,
        kind="decision",
        what=what,
        due=None,
        overdue=False,
        rule=rule,
        rule_id=rule_id,
    )
