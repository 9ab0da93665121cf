"""How dates, times, hours and figures are written for a British reader."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from sipdesk.domain.answers import Cell
from sipdesk.domain.exclusions import SPOKEN_MARKS, Count

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_QUARTERS = {Decimal(0): "", Decimal("0.25"): "¼", Decimal("0.5"): "½", Decimal("0.75"): "¾"}


def long_date(day: dt.date | None) -> str:
    """`7 October 2025`; empty for no date. Month names are ours: the machine's locale never shows."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""


def short_date(day: dt.date | None) -> str:
    """`7 Oct 2025`, for tables."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}" if day else ""


def clock(time: dt.time) -> str:
    """`09:00`."""
    return f"{time.hour:02d}:{time.minute:02d}"


def quarters(amount: Decimal) -> str:
    """Hours as `3½`, `1`, `¾`, `0`; what is not a quarter keeps its decimals: `3.4`."""
    whole, part = divmod(amount, 1)
    fraction = _QUARTERS.get(part)
    if fraction is None:
        return f"{amount.quantize(Decimal('0.01')).normalize():f}"
    return f"{int(whole) or ''}{fraction}" or "0"


def number(value: float) -> str:
    """`12`, `12.5`, never `12.0`."""
    return str(int(value)) if value == int(value) else repr(value)


def counted(value: float, unit: str) -> str:
    """`2 pupils`, `1 pupil`, `30%`: the number with its unit."""
    if unit == "%":
        return f"{number(value)}%"
    single = unit[:-1] if value == 1 and unit.endswith("s") and not unit.endswith("ss") else unit
    return f"{number(value)} {single}".strip()


def pupils(count: Count) -> str:
    """`2 pupils`, or the words of a mark: `number suppressed`."""
    if isinstance(count, str):
        return f"number {SPOKEN_MARKS[count]}"
    return counted(count, "pupils") if count is not None else ""


def times(count: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def listed(parts: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def sentence(text: str) -> str:
    """The same words with a capital at the start."""
    return text[:1].upper() + text[1:]


def table_figure(value: Cell) -> str:
    """A figure typed into a table: as precise as it was typed, no more; a mark as its symbol."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    return "" if value is None else str(value)


def key_of_marks(marks: set[str]) -> str:
    """`c suppressed · z not applicable`, of the marks that stand in a table."""
    return " · ".join(f"{mark} {said}" for mark, said in SPOKEN_MARKS.items() if mark in marks)
