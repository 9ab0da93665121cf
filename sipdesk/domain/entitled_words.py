"""What is said of an entitlement: what is given, since when, what stands apart, what is foreseen."""

from datetime import date
from decimal import Decimal

from sipdesk.domain.days import spoken_day
from sipdesk.domain.hours import UNITS, figure, spoken
from sipdesk.domain.pieces import Piece, Span
from sipdesk.domain.programme import Entitlement

_NONE = Decimal(0)
_HUNDREDTH = Decimal("0.01")


def since(held: list[Span], whole: Span) -> str:
    """`from 3 November 2025`: the days of a period on which a rule is in force."""
    return _joined([_stretch(one, whole) for one in held])


def _stretch(one: Span, whole: Span) -> str:
    if one.last == whole.last:
        return f"from {spoken_day(one.first)}"
    if one.first == whole.first:
        return f"until {spoken_day(one.last)}"
    return f"from {spoken_day(one.first)} until {spoken_day(one.last)}"


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def apart(pieces: list[Piece]) -> str:
    """What counts and cannot be added."""
    said = []
    timeless = sum(piece.amount is None for piece in pieces)
    if timeless:
        several = timeless > 1
        said.append(f"{'Visits' if several else 'A visit'} without start and end {'are' if several else 'is'} not counted: {timeless}.")  # fmt: skip
    for other in UNITS:
        total = sum((piece.amount for piece in pieces if piece.amount is not None and piece.unit == other), _NONE)
        if total:
            said.append(
                f"{spoken(total.quantize(_HUNDREDTH), other)} {'stands' if total <= 1 else 'stand'} apart: "
                "the programme does not say how many hours a half day has."
            )
    return " ".join(said)


def foreseen(given: Entitlement, sums: tuple[Decimal, Decimal], due: Decimal | None, last: date | None) -> str:
    """What is given and booked together, against the amount; empty where nothing is booked."""
    used, booked = sums
    if not booked:
        return ""
    until = f" by {spoken_day(last)}" if last else ""
    told = f"{figure(used)} given and {figure(booked)} booked make {spoken(used + booked, given.unit)}{until}"
    if due is None:
        return f"{told}."
    if used + booked > due and given.bound != "at least":
        return f"{told}, {figure(used + booked - due)} more than is given."
    short = due - used - booked
    return f"{told}; {figure(short)} not yet planned." if short > 0 else f"{told}."


def amount_said(given: Entitlement) -> str:
    """`14 hours a term`, `at least 14 hours a term`, `6 days once`, or the document's word."""
    if not isinstance(given.amount, Decimal):
        return given.amount
    bound = "" if given.bound == "exactly" else f"{given.bound} "
    return f"{bound}{spoken(given.amount, given.unit)} {'once' if given.per == 'once' else f'a {given.per}'}"
