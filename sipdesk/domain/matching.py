"""Each row of a caseload against the register: by URN, then DfE number, then name within the authority.

What is not certain is shown with its candidates, never guessed.
"""

from collections.abc import Sequence

from sipdesk.domain.allocation import AllocationRow, numbered
from sipdesk.domain.allocation_category import match_category
from sipdesk.domain.base import Model
from sipdesk.domain.matching_identity import Certain, How, Lookup, Register, identify, of_another_authority
from sipdesk.domain.programme import Category
from sipdesk.domain.school import RegisterRow, School

__all__ = ["How", "Matched", "Register", "Settled", "Unsettled", "match"]

_LONGEST = 300
"""Characters of a name taken from a sheet; the row itself keeps them all."""


class Settled(Model):
    """A row that is certainly one school."""

    row: AllocationRow
    school: RegisterRow | None = None
    provisional: School | None = None
    """Made from the sheet alone where there is no register; then `school` is None."""
    how: How
    category: str | None = None
    """The programme's category id. None where the row states none that is known, or where two rows contradict
    each other: then the category stays as it was."""
    contradicted: bool = False
    """Two rows of this partner give the school different categories."""
    remarks: list[str] = []

    @property
    def urn(self) -> str:
        """Of the school, from the register or from the sheet."""
        if self.school is not None:
            return self.school.urn
        return self.provisional.urn if self.provisional else ""


class Unsettled(Model):
    """A row that could not be settled; `why` is a full sentence for the person who has to."""

    row: AllocationRow
    why: str
    candidates: list[RegisterRow] = []


class Matched(Model):
    """What became of my rows. Each is settled, unsettled, or a repeat named in a remark on the settled one."""

    settled: list[Settled]
    unsettled: list[Unsettled]


def match(
    mine: Sequence[AllocationRow],
    others: Sequence[AllocationRow],
    register: Register,
    *,
    la_codes: Sequence[str],
    categories: Sequence[Category],
) -> Matched:
    """Settle my rows. `others` are the rows of everybody else: a school that also stands there gets a remark.

    `la_codes` are the authority's codes, for rows that name no authority themselves.
    """
    lookup = Lookup(register, la_codes)
    settled: dict[str, Settled] = {}
    unsettled: list[Unsettled] = []
    for row in mine:
        outcome = _settle(row, lookup, la_codes, categories)
        if isinstance(outcome, Unsettled):
            unsettled.append(outcome)
        elif outcome.urn in settled:
            settled[outcome.urn], doubt = _repeated(settled[outcome.urn], outcome)
            unsettled += doubt
        else:
            settled[outcome.urn] = outcome
    for row in others:
        outcome = _settle(row, lookup, la_codes, [])
        if isinstance(outcome, Settled) and outcome.urn in settled:
            settled[outcome.urn] = _also_elsewhere(settled[outcome.urn], row)
    return Matched(settled=list(settled.values()), unsettled=unsettled)


def _settle(
    row: AllocationRow, lookup: Lookup, la_codes: Sequence[str], categories: Sequence[Category]
) -> Settled | Unsettled:
    meant = match_category(row.category, categories)
    remarks = list(row.remarks)
    if row.category and categories and meant is None:
        remarks.append(
            f"“{row.category}” is none of the programme's categories, or more than one; the category stays as it was."
        )
    category = meant.id if meant else None
    if row.doubt:
        return _doubtful(row, lookup)
    if lookup.register.empty:
        return _provisional(row, la_codes, category, remarks)
    verdict = identify(row, lookup)
    if isinstance(verdict, Certain):
        remarks += [*verdict.remarks, *of_another_authority(row, verdict.school, lookup)]
        return Settled(row=row, school=verdict.school, how=verdict.how, category=category, remarks=remarks)
    return Unsettled(row=row, why=f"{row.label}: {verdict.why}", candidates=verdict.candidates)


def _doubtful(row: AllocationRow, lookup: Lookup) -> Unsettled:
    """A row of which it is not certain whose school it is."""
    verdict = None if lookup.register.empty else identify(row, lookup)
    schools = [verdict.school] if isinstance(verdict, Certain) else verdict.candidates if verdict else []
    return Unsettled(row=row, why=f"{row.label}: {row.doubt}", candidates=schools)


def _provisional(
    row: AllocationRow, la_codes: Sequence[str], category: str | None, remarks: list[str]
) -> Settled | Unsettled:
    if not row.urn:
        number = f" by its DfE number {row.laestab}" if row.laestab else " by its name"
        return Unsettled(
            row=row,
            why=f"{row.label}: it has no valid URN, and no register has been read in which to find it{number}.",
        )
    laestab = row.laestab
    if len(laestab) == 4:
        laestab = la_codes[0] + laestab if len(la_codes) == 1 else ""
    school = School(
        urn=row.urn,
        name=row.name[:_LONGEST] or f"School with URN {row.urn}",
        laestab=laestab,
        la_name="" if row.la.isdigit() else row.la[:_LONGEST],
        phase=row.phase,
        head=row.head[:_LONGEST],
        provisional=True,
    )
    return Settled(row=row, provisional=school, how="the sheet alone", category=category, remarks=remarks)


def _inside(place: str) -> str:
    """A row's place inside a sentence: `row 46`."""
    return place[:1].lower() + place[1:]


def _repeated(first: Settled, again: Settled) -> tuple[Settled, list[Unsettled]]:
    """The same school twice for one partner: once, with a remark; contradicting categories are nobody's guess."""
    place, before = _inside(again.row.place), _inside(first.row.place)
    stated = [c for c in (first.category, again.category) if c]
    if len(set(stated)) < 2 and not first.contradicted:
        remarks = [*first.remarks, f"Listed again in {place}; taken once."]
        category = stated[0] if stated else None
        return first.model_copy(update={"category": category, "remarks": remarks}), []
    why = (
        f"{again.row.label}: the same school stands in {before} as “{first.row.category}” and here as "
        f"“{again.row.category}”. It is taken once, and its category stays as it was."
    )
    remark = f"Listed again in {place} with another category (“{again.row.category}”); the category stays as it was."
    kept = first.model_copy(update={"category": None, "contradicted": True, "remarks": [*first.remarks, remark]})
    return kept, [Unsettled(row=again.row, why=why, candidates=[s for s in [first.school] if s])]


def _also_elsewhere(settled: Settled, row: AllocationRow) -> Settled:
    whose = f"for {numbered(row.advisers)}" if row.advisers else "without an adviser"
    remark = f"{row.place} lists this school {whose}."
    return settled.model_copy(update={"remarks": [*settled.remarks, remark]})
