"""Time given to a school: its kinds, its units, how one unit becomes another, and an entry as a partner makes it.

Nothing here is ever taken for granted: hours become half days only where the programme says how long a half day is.
"""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from sipdesk.domain.base import Line, Model
from sipdesk.domain.errors import BadInput

TimeKind = Literal["visit", "preparation", "write-up", "meeting", "review", "brokered", "traded", "officer"]
TimeUnit = Literal["hours", "days", "half days"]
Whose = Literal["mine", "colleague"]

KINDS: dict[TimeKind, str] = {
    "visit": "Visit",
    "preparation": "Preparation",
    "write-up": "Write-up",
    "meeting": "Meeting",
    "review": "Review",
    "brokered": "Brokered support",
    "traded": "Traded time",
    "officer": "Additional officer time",
}
"""Each kind in words."""
UNITS: tuple[TimeUnit, ...] = ("hours", "days", "half days")

_MOST: dict[TimeUnit, Decimal] = {"hours": Decimal(24), "days": Decimal(1), "half days": Decimal(2)}
"""What one day of one person holds."""
_MOST_TOGETHER: dict[TimeUnit, Decimal] = {"hours": Decimal(240), "days": Decimal(10), "half days": Decimal(20)}
"""Ten colleagues on one day; more is a slip of the finger."""
_AHEAD = timedelta(days=366)
_EARLIEST = date(2000, 1, 1)

Amount = Annotated[Decimal, Field(gt=0, le=240, max_digits=6, decimal_places=2)]
"""More than nothing, to the hundredth."""


class TimeEntry(Model):
    """Time on one day that no visit's header has. A colleague is kept by role, never by name."""

    id: str
    urn: str
    on: date
    kind: TimeKind
    amount: Amount
    unit: TimeUnit = "hours"
    whose: Whose = "mine"
    role: Line = ""
    """Of the colleague; empty for the partner's own."""
    visit: str = ""
    """The visit it belongs to, which it does not add to the number of visits."""
    words: Line = ""


def check_entry(entry: TimeEntry, today: date) -> None:
    """`BadInput` for more than a day holds, or a day so far off that it must be a slip."""
    most = (_MOST if entry.whose == "mine" else _MOST_TOGETHER)[entry.unit]
    if entry.amount > most:
        holds = (
            f"One day holds at most {spoken(most, entry.unit)}"
            if entry.whose == "mine"
            else f"{spoken(entry.amount, entry.unit)} on one day is more than ten colleagues can give"
        )
        raise BadInput(f"{holds}. Enter each day by itself. Nothing was changed.")
    if entry.on > today + _AHEAD:
        raise BadInput(f"{entry.on:%d/%m/%Y} is more than a year ahead. Check the date. Nothing was changed.")
    if entry.on < _EARLIEST:
        raise BadInput(f"{entry.on:%d/%m/%Y} is before 2000. Check the date. Nothing was changed.")
    if entry.whose == "mine" and entry.role:
        raise BadInput("A role belongs to a colleague’s time; your own has none. Nothing was changed.")


def converted(amount: Decimal, unit: TimeUnit, to: TimeUnit, half_day_hours: Decimal | None) -> Decimal | None:
    """An amount in another unit; None where that would need the length of a half day and the programme gives none."""
    if unit == to:
        return amount
    halves = {"hours": None if half_day_hours is None else amount / half_day_hours, "days": amount * 2}
    half = amount if unit == "half days" else halves[unit]
    if half is None:
        return None
    if to == "hours":
        return None if half_day_hours is None else half * half_day_hours
    return half if to == "half days" else half / 2


# -- how it is written ------------------------------------------------------------------------------------------------

_QUARTERS = {Decimal(0): "", Decimal("0.25"): "¼", Decimal("0.5"): "½", Decimal("0.75"): "¾"}
_ONE = {"hours": "hour", "days": "day", "half days": "half day", "visits": "visit", "meetings": "meeting", "reviews": "review"}  # fmt: skip


def figure(amount: Decimal) -> str:
    """`3½`, as one writes by hand; other parts as figures, to the hundredth."""
    whole, part = divmod(amount, 1)
    sign = _QUARTERS.get(part)
    if sign is None:
        return f"{amount.quantize(Decimal('0.01')).normalize():f}"
    return f"{int(whole) or ''}{sign}" or "0"


def spoken(amount: Decimal, unit: str) -> str:
    """`3½ hours`, `1 day`, `½ day`."""
    one = amount == 1 or (0 < amount < 1 and figure(amount) in _QUARTERS.values())
    return f"{figure(amount)} {_ONE.get(unit, unit) if one else unit}"


def short(amount: Decimal, unit: str) -> str:
    """`3½ h`; other units in full."""
    return f"{figure(amount)} h" if unit == "hours" else spoken(amount, unit)


# -- how it is read ---------------------------------------------------------------------------------------------------

_CLOCK = re.compile(r"^(\d{1,3})\s*(?::|h(?:ours?|rs?)?\s*)\s*([0-5]\d)\s*(?:m|min|mins|minutes)?$")
_MINUTES = re.compile(r"^(\d{1,4})\s*(?:m|min|mins|minutes)$")
_NUMBER = re.compile(r"^(\d*(?:[.,]\d+)?)\s*([¼½¾]|\d\s*/\s*\d)?\s*([a-z -]*)$")
_SIGNS = {"¼": Fraction(1, 4), "½": Fraction(1, 2), "¾": Fraction(3, 4)}
_WORDS: dict[str, TimeUnit] = {
    **dict.fromkeys(("", "h", "hr", "hrs", "hour", "hours"), "hours"),
    **dict.fromkeys(("d", "day", "days", "of a day"), "days"),
    **dict.fromkeys(("half day", "half days", "half-day", "half-days", "halfday", "halfdays", "hd"), "half days"),
}
_UNREAD = "is no amount of time. Write 2½ h, 2:30, 45 min, 1 day or 2 half days."


def typed_amount(text: str) -> tuple[Decimal, TimeUnit]:
    """Read `2.5`, `2½ h`, `2:30`, `90 min`, `½ day`, `half a day`, `2 half days`; a bare number is hours. `BadInput` says how."""
    told = " ".join(text.casefold().split())
    if told in {"half a day", "half day", "a half day"}:
        return Decimal(1), "half days"
    if told in {"a day", "one day"}:
        return Decimal(1), "days"
    amount, unit = _read(told)
    if amount is None:
        raise BadInput(f"“{text.strip()}” {_UNREAD}")
    amount = amount.quantize(Decimal("0.01"))
    if not 0 < amount <= 240:
        raise BadInput(
            f"“{text.strip()}” is no time that can be given. Write 2½ h, 2:30, 45 min, 1 day or 2 half days."
        )
    return amount, unit


def _read(told: str) -> tuple[Decimal | None, TimeUnit]:
    if found := _CLOCK.match(told):
        return Decimal(found[1]) + Decimal(found[2]) / 60, "hours"
    if found := _MINUTES.match(told):
        return Decimal(found[1]) / 60, "hours"
    found = _NUMBER.match(told.removeprefix("-"))
    unit = _WORDS.get(found[3]) if found else None
    if found is None or unit is None or not (found[1] or found[2]):
        return None, "hours"
    try:
        amount = Decimal(found[1].replace(",", ".") or 0) + _part(found[2] or "")
    except (InvalidOperation, ZeroDivisionError):
        return None, "hours"
    return (-amount if told.startswith("-") else amount), unit


def _part(text: str) -> Decimal:
    if not text:
        return Decimal(0)
    told = _SIGNS.get(text) or Fraction(text.replace(" ", ""))
    return Decimal(told.numerator) / Decimal(told.denominator)
