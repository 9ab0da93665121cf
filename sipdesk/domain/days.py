"""A day in words, the same on every page, in every note and on every line."""

from datetime import date


def spoken_day(day: date) -> str:
    """`10 July 2025`, whatever the machine's language."""
    names = "January February March April May June July August September October November December"
    return f"{day.day} {names.split()[day.month - 1]} {day.year}"
