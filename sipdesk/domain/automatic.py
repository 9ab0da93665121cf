"""What a document calls automatic: when a rule sets a category by itself, on which fact, and when a person has answered it."""

from collections.abc import Iterable, Sequence
from datetime import date

from sipdesk.domain.category import Match
from sipdesk.domain.placement import DatedFact, Placement, RegisterEntry, SetBy

BY_RULE = "set by the rule"
"""Who decided, where nobody did."""


def key_of(match: Match, facts: Iterable[DatedFact], day: date) -> str:
    """The fact that met a rule, with its day: another inspection with the same outcome is another fact."""
    begun = [one.since for one in facts if one.fact == match.fact and one.holds(day)]
    since = max((on for on in begun if on), default=None)
    return f"{match.fact} {since or ''}".strip()


def set_by(match: Match, facts: Iterable[DatedFact], day: date) -> SetBy:
    """A rule as it is kept with what it set."""
    return SetBy(
        rule=match.rule,
        says=match.says,
        because=match.because,
        fact=key_of(match, facts, day),
        source=match.source,
    )


def decided_against(placements: Iterable[Placement], authority: str) -> set[tuple[str, str]]:
    """Rules of an authority that a person did not follow, each with its fact; those of a decision taken back count no more,
    but taking back what a rule set is itself such a decision."""
    return {
        (override.rule, override.fact)
        for one in placements
        if one.authority == authority and (one.automatic or not one.taken_back)
        for override in one.overrides
    }


def still_open(match: Match, fact: str, against: set[tuple[str, str]]) -> bool:
    """Whether nobody has decided against a rule for this very fact."""
    rule = f"{match.category}/{match.rule}"
    return not {(rule, fact), (rule, "")} & against


def to_set(found: Sequence[Match], category: str, facts: Sequence[DatedFact], day: date, against: set[tuple[str, str]]) -> list[Match]:  # fmt: skip
    """The rules that set a category now, all naming the same one. None where the school stands there, where automatic rules
    name several (a person chooses), and where a person has decided against them for the same facts."""
    automatic = [match for match in found if match.automatic]
    named = {match.category for match in automatic}
    if len(named) != 1 or category in named:
        return []
    return [match for match in automatic if still_open(match, key_of(match, facts, day), against)]


def to_enter(found: Sequence[Match], entries: Iterable[RegisterEntry], facts: Sequence[DatedFact], day: date) -> list[Match]:  # fmt: skip
    """The rules that put a school on the register now. None while it is on it, and where it was taken or left off although
    the same fact spoke for it."""
    kept = list(entries)
    if any(one.off is None for one in kept):
        return []
    answered = {rest for one in kept for rest in one.rests_on}
    return [match for match in found if match.automatic and rest_on(match, facts, day) not in answered]


def rest_on(match: Match, facts: Iterable[DatedFact], day: date) -> str:
    """A rule of the register with the fact that met it, in one line."""
    return f"{match.rule}: {key_of(match, facts, day)}"


def unconfirmed(there: Sequence[Placement]) -> Placement | None:
    """The placement in which a school stands, where a rule set it and no person has confirmed it since. `there`: those that
    count, in their order."""
    now = there[-1] if there else None
    if now is None or not now.automatic:
        return None
    same = (one for one in there if one.category == now.category and not one.automatic and not one.from_sheet)
    return None if any(one.decided_at >= now.decided_at for one in same) else now


def to_confirm(placement: Placement) -> str:
    """What is said of it until a person has answered."""
    first = placement.automatic[0]
    because = first.because[:1].lower() + first.because[1:]
    says = first.says.rstrip(".")
    return f"Set by the rule “{says}” ({first.source}) because: {because}. Discuss and confirm it, or decide otherwise."


def set_by_rules(count: int) -> str:
    """What is said after an import; empty where nothing was set."""
    if not count:
        return ""
    counted = "1 category was" if count == 1 else f"{count} categories were"
    return f"{counted} set by rules: see Today."
