"""What a programme's rules say of a school: which categories fit and why, what each gives, what comes round, who reads notes.

Needs no desk: whoever writes a programme can ask it too.
"""

from collections.abc import Sequence
from datetime import date

from sipdesk.domain.base import Model
from sipdesk.domain.cadence import CadenceClock, cadences_of, clock
from sipdesk.domain.category import Known, Match, Stop, matches, on_register, way
from sipdesk.domain.entitled import given_to
from sipdesk.domain.programme import Category, Entitlement, Programme
from sipdesk.domain.rules import FACTS, Stay
from sipdesk.domain.school import Governance, Phase
from sipdesk.forms.loader import Library

Sort = tuple[Phase, Governance]


class Told(Model):
    """One category with all its rules."""

    id: str
    name: str
    meaning: str
    reasons: list[Match]
    gives: list[Entitlement]
    stays: list[Stay]
    clocks: list[CadenceClock]
    readers: list[str]
    """Roles that receive the note of a visit."""
    flags: list[str]
    source: str


class Explanation(Model):
    """What was asked, and all that the rules answer. Nothing is set by it: a person decides."""

    programme: str
    edition: str
    fitting: list[Told]
    register_name: str
    """Empty where the programme keeps no register."""
    on_register: list[Match]
    talk_first: bool
    """Whether a conversation with the head comes first."""
    way: list[Stop]


def programme_of(library: Library, asked: str, on: date) -> Programme:
    """The programme of `anyshire` on a day, or of `anyshire/2025-26` whatever the day. `NotFound` names those there are."""
    authority, _, edition = asked.partition("/")
    return library.edition_for(authority, on, edition).programme


def explain(programme: Programme, known: Known, sort: Sort, on: date, goal: str = "") -> Explanation:
    """All categories that fit a school, with their rules; without a fact, every category there is.

    With a `goal` also the way there, for a school that leaves `known.left` on that day.
    """
    reasons = matches(programme, known)
    fitting = list(dict.fromkeys(match.category for match in reasons))
    asked = bool(known.facts or known.left or known.aspects is not None)
    shown = [one for one in programme.categories if one.id in fitting or not asked]
    shown.sort(key=lambda one: fitting.index(one.id) if one.id in fitting else len(fitting))
    register = programme.risk_register
    listed = on_register(programme, known)
    return Explanation(
        programme=programme.name,
        edition=programme.edition,
        fitting=[_told(programme, one, [m for m in reasons if m.category == one.id], (sort, on)) for one in shown],
        register_name=register.name if register else "",
        on_register=listed,
        talk_first=bool(register and set(fitting) & set(register.talk_first)),
        way=way(programme, known.left, goal, on) if goal and known.left else [],
    )


def facts_of(programme: Programme) -> dict[str, str]:
    """Every fact that can be noted by a programme, by id, in its words: all of its own, for it lists no other, and the common
    ones that one of its rules asks about."""
    triggers = [trigger for category in programme.categories for trigger in category.triggers]
    triggers += programme.risk_register.triggers if programme.risk_register else []
    rounds = [*programme.cadences, *(one for category in programme.categories for one in category.cadences)]
    used = {fact for rule in triggers for fact in rule.facts} | {fact for rule in rounds for fact in rule.facts}
    own = {fact.id: fact.label for fact in programme.facts}
    return {**{fact: words for fact, words in FACTS.items() if fact in used}, **own}


def _told(programme: Programme, category: Category, reasons: Sequence[Match], where: tuple[Sort, date]) -> Told:
    sort, on = where
    flags = {flag.id: flag.label for flag in programme.flags}
    return Told(
        id=category.id,
        name=category.name,
        meaning=category.meaning.strip(),
        reasons=list(reasons),
        gives=given_to(programme, category, sort),
        stays=category.stays,
        clocks=[clock(cadence, [], on) for cadence in cadences_of(programme, category.id, sort)],
        readers=[one.role for one in programme.recipients_for(category.id, programme.visits[0].id)],
        flags=[flags[flag] for flag in programme.flags_of(category.id)],
        source=category.source,
    )
