"""What a school is entitled to in a period against what was given of it: reckoned in the rule's own unit, never in another.

A number the document does not have stays a word; time that cannot be put into the unit stands apart, and is said.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from sipdesk.domain.agenda import TermTimes
from sipdesk.domain.base import Model
from sipdesk.domain.entitled_words import amount_said, apart, foreseen, since
from sipdesk.domain.hours import figure, spoken
from sipdesk.domain.pieces import COUNTED, Piece, Since, Span, measured, period
from sipdesk.domain.programme import Category, Entitlement, Programme
from sipdesk.domain.rules import Unstated
from sipdesk.domain.school import Governance, Phase

_NONE = Decimal(0)
_HUNDREDTH = Decimal("0.01")


class TimeStanding(Model):
    """An entitlement in one of its periods."""

    id: str
    label: str
    amount: Decimal | Unstated
    """As the document has it."""
    unit: str
    per: str
    bound: Literal["exactly", "at least", "at most"]
    by: str = ""
    first: date | None
    last: date | None
    """The period; None for what is given once."""
    due: Decimal | None
    """The amount for the days on which the rule is in force; None where the document has a word."""
    mine: Decimal
    everybody: Decimal
    """The partner's own time among it."""
    left: Decimal | None
    """Never below zero; None where there is no number."""
    over: Decimal
    """Beyond the amount; beyond an “at least” nothing is over."""
    booked: Decimal
    """In the diary up to the end of the period."""
    forecast: Decimal | None
    """Given and booked; None once the period has ended."""
    counts: bool
    """Whether the programme says what counts against it."""
    given: str
    """`at least 14 hours a term`, `not stated`."""
    said: str
    """How it was reckoned, in sentences; empty where there is nothing to say. Never names a category."""
    source: str


class Occasion(NamedTuple):
    """For which day, seen from which, and what is known of the school."""

    on: date
    today: date
    times: Sequence[TermTimes]
    """The terms of the year in which `on` lies."""
    visits: int | Unstated = "not stated"
    """How many visits a year such a school has."""
    word: Literal["as the category"] | Unstated = "as the category"
    units: Sequence[str] = ()
    """Only entitlements in these; empty for all."""


def standings(
    programme: Programme, history: Sequence[Since], pieces: Sequence[Piece], occasion: Occasion
) -> list[TimeStanding]:
    """Each entitlement that is in force on some day of its period, in the order in which the school came to have it.

    `history` is the categories of the school, the earliest first; before the first of them nothing else is known, so it counts
    from the beginning.
    """
    stretches: dict[tuple[object, ...], tuple[Entitlement, list[Span]]] = {}
    for n, (category_id, first) in enumerate(history):
        category = programme.category(category_id)
        begins = date.min if n == 0 else first
        ends = history[n + 1].first - timedelta(days=1) if n + 1 < len(history) else date.max
        for given in category.entitlements if category and begins <= ends else []:
            if occasion.units and given.unit not in occasion.units:
                continue
            stretches.setdefault(_same(given), (given, []))[1].append(Span(begins, ends))
    hours = programme.half_day_hours
    length = hours if isinstance(hours, Decimal) and hours > 0 else None
    found = (_standing(given, spans, pieces, (occasion, length)) for given, spans in stretches.values())  # fmt: skip
    return [standing for standing in found if standing is not None]


def _same(given: Entitlement) -> tuple[object, ...]:
    """What stays when a school goes from one category to another that gives the same."""
    return given.id, given.label, given.amount, given.unit, given.per, given.bound, tuple(given.draws)


def _for_school(given: Entitlement, occasion: Occasion) -> tuple[Entitlement, str]:
    """As a school of its kind has it, and a sentence where that is not what its category gives."""
    own = _own(given, occasion.word, occasion.visits)
    if own.amount == given.amount:
        return own, ""
    return own, f"Its category gives {amount_said(given)}; for a school of its kind it is {amount_said(own)}."


def _own(given: Entitlement, word: Literal["as the category"] | Unstated, visits: int | Unstated) -> Entitlement:
    """As a school of a kind has it: its visits by its own number, all else by the word the document leaves."""
    if word == "as the category":
        return given
    amount: Decimal | Unstated = word
    if given.unit == "visits" and given.per == "year":
        amount = Decimal(visits) if isinstance(visits, int) else visits
    return given.model_copy(update={"amount": amount})


def kind_of(
    programme: Programme, sort: tuple[Phase, Governance], *, brokered: bool
) -> tuple[Literal["as the category"] | Unstated, int | Unstated]:
    """What a kind of school has of its category's entitlements, and its number of visits a year."""
    visits = programme.visits_for(*sort, brokered=brokered)
    return programme.given_to(*sort, brokered=brokered), visits if isinstance(visits, str) else len(visits)


def given_to(
    programme: Programme, category: Category | None, sort: tuple[Phase, Governance], *, brokered: bool = False
) -> list[Entitlement]:
    """What a category gives a school of a kind; nothing without a category."""
    word, visits = kind_of(programme, sort, brokered=brokered)
    return [_own(one, word, visits) for one in category.entitlements] if category else []


class _Sums(NamedTuple):
    mine: Decimal
    everybody: Decimal
    apart: list[Piece]


def _standing(
    entitlement: Entitlement, spans: list[Span], pieces: Sequence[Piece], seen: tuple[Occasion, Decimal | None]
) -> TimeStanding | None:
    occasion, length = seen
    given, otherwise = _for_school(entitlement, occasion)
    whole = period(given.per, occasion.on, occasion.times) or Span(date.min, date.max)
    held = [Span(max(one.first, whole.first), min(one.last, whole.last)) for one in spans]
    held = [one for one in held if one.first <= one.last]
    if not held:
        return None
    there = [piece for piece in pieces if piece.kind in given.draws and any(one.first <= piece.on <= one.last for one in held)]  # fmt: skip
    used = _sums(given, [piece for piece in there if not piece.booked], length)
    booked = _sums(given, [piece for piece in there if piece.booked], length)
    due, share = _due(given, held, whole)
    once = given.per == "once"
    open_ = once or whole.last >= occasion.today
    forecast = used.everybody + booked.everybody if open_ else None
    said = [
        otherwise,
        share,
        apart(used.apart + booked.apart),
        foreseen(given, (used.everybody, booked.everybody), due, None if once else whole.last) if open_ else "",
        "" if given.draws or given.unit == "access" else "The programme does not say what counts against it.",
    ]
    return TimeStanding(
        **given.model_dump(include={"id", "label", "amount", "unit", "per", "bound", "by", "source"}),
        first=None if once else whole.first,
        last=None if once else whole.last,
        due=due,
        mine=used.mine,
        everybody=used.everybody,
        left=None if due is None else max(due - used.everybody, _NONE),
        over=_NONE if due is None or given.bound == "at least" else max(used.everybody - due, _NONE),
        booked=booked.everybody,
        forecast=forecast,
        counts=bool(given.draws),
        given=amount_said(given),
        said=" ".join(filter(None, said)),
    )


def _sums(given: Entitlement, pieces: Iterable[Piece], length: Decimal | None) -> _Sums:
    mine = everybody = _NONE
    apart = []
    for piece in pieces:
        amount = measured(piece, given.unit, length)
        if amount is None:
            apart.append(piece)
            continue
        everybody += amount
        mine += amount if piece.mine else _NONE
    return _Sums(_rounded(mine), _rounded(everybody), apart)


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(_HUNDREDTH)


def _due(given: Entitlement, held: list[Span], whole: Span) -> tuple[Decimal | None, str]:
    """The amount for the days on which the rule is in force, and how it came about."""
    if not isinstance(given.amount, Decimal):
        return None, ""
    days = sum(one.days for one in held)
    if given.per == "once" or days == whole.days:
        return given.amount, ""
    when = since(held, whole)
    if given.unit in COUNTED:
        return given.amount, f"In force {when}; the number is not shared out."
    share = (given.amount * days / whole.days).quantize(_HUNDREDTH)
    return share, (
        f"In force {when}, {days} of {whole.days} days: "
        f"{spoken(given.amount, given.unit)} {'is' if given.amount <= 1 else 'are'} reckoned as {figure(share)}."
    )
