"""Dates, counts and the like in words, the same on every page."""

from datetime import date

from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.days import spoken_day
from sipdesk.domain.typed import example_day

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def day(on: date | None) -> str:
    """`14 October 2025`, or nothing."""
    return spoken_day(on) if on else ""


def such_as(today: date) -> str:
    """How a day is written, shown by one of this school year: `14 October 2025`."""
    return spoken_day(example_day(AcademicYear.of(today)))


def no_day(today: date) -> str:
    """What is said of a day that cannot be read."""
    return f"This is no day of the calendar. Write it as {such_as(today)}."


def short_day(on: date, today: date) -> str:
    """`14 Oct`, with the year where it is not this school year's."""
    near = abs((on - today).days) < 300
    return f"{on.day} {on:%b}" if near else f"{on.day} {on:%b %Y}"


def count(number: int, one: str, many: str = "") -> str:
    """`1 school`, `8 schools`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def were(number: int) -> str:
    """`was` for one, `were` for more."""
    return "was" if number == 1 else "were"


def spoken(number: int) -> str:
    """A number at the start of a sentence: `Two`, `12`."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def sentence(text: str) -> str:
    """With a capital letter."""
    return text[:1].upper() + text[1:]
