"""Doubtful rows settled by a person who knows which of the candidates is meant."""

from collections.abc import Mapping, Sequence

from sipdesk.domain.allocation_category import match_category
from sipdesk.domain.matching import Matched, Settled, Unsettled
from sipdesk.domain.programme import Category


def settle(matched: Matched, chosen: Mapping[str, str], categories: Sequence[Category]) -> Matched:
    """The same with chosen rows settled. A choice that is no candidate, or a school settled already, settles nothing."""
    if not chosen:
        return matched
    there = {settled.urn for settled in matched.settled}
    settled, unsettled = list(matched.settled), []
    for row in matched.unsettled:
        made = _made(row, chosen.get(f"{row.row.sheet}!{row.row.row}", ""), categories)
        if made is None or made.urn in there:
            unsettled.append(row)
        else:
            there.add(made.urn)
            settled.append(made)
    return Matched(settled=settled, unsettled=unsettled)


def _made(row: Unsettled, urn: str, categories: Sequence[Category]) -> Settled | None:
    school = next((candidate for candidate in row.candidates if candidate.urn == urn), None)
    if school is None:
        return None
    meant = match_category(row.row.category, categories)
    return Settled(
        row=row.row,
        school=school,
        how="name",
        category=meant.id if meant else None,
        remarks=[*row.row.remarks, f"{row.row.place}: you chose this school."],
    )
