"""The head of a visit as a section of its page: date, times, hours, people. Its fields are asked like any question."""

from datetime import date, datetime
from typing import Any

from sipdesk.domain.clock import LONDON
from sipdesk.domain.question import Asked, DateAsked, NumberAsked, ShortText
from sipdesk.domain.visit import Visit
from sipdesk.gui import words as w
from sipdesk.gui.visit.editors.base import Editor
from sipdesk.gui.visit.editors.words import DateEditor, NameEditor, NumberEditor, TimeEditor

TITLE = "Date and times"
HINT = "What stands at the head of the note. It can be filled in before the visit."

Entry = tuple[str, Asked, type[Editor]]

ROWS: tuple[tuple[Entry, ...], ...] = (
    (
        ("date", DateAsked(id="date", prompt="Date of the visit"), DateEditor),
        ("start", ShortText(id="start", prompt="Start"), TimeEditor),
        ("end", ShortText(id="end", prompt="End"), TimeEditor),
    ),
    (
        ("head", ShortText(id="head", prompt="Headteacher on the day"), NameEditor),
        ("chair", ShortText(id="chair", prompt="Chair of governors"), NameEditor),
    ),
    (
        ("roll", NumberAsked(id="roll", prompt="Pupils on roll on the day", unit="pupils", whole=True), NumberEditor),
        ("data_reviewed_on", DateAsked(id="data_reviewed_on", prompt="Data reviewed on"), DateEditor),
    ),
    (
        ("preparation_hours", NumberAsked(id="preparation_hours", prompt="Preparation", unit="hours"), NumberEditor),
        ("write_up_hours", NumberAsked(id="write_up_hours", prompt="Writing up", unit="hours"), NumberEditor),
    ),
)
"""The fields, those of a row side by side where there is room."""


def values(visit: Visit) -> dict[str, Any]:
    """What the head holds now, as its editors show it."""
    told: dict[str, Any] = visit.header.model_dump(mode="json")
    return told


def spoken(value: Any) -> list[str]:
    """A value of the head to read: a day in words, a time without seconds."""
    text = "" if value is None else str(value)
    try:
        return [w.day(date.fromisoformat(text))]
    except ValueError:
        return [text.removesuffix(":00") if text.count(":") == 2 else text] if text else []


def when(visit: Visit, now: datetime) -> tuple[str, str]:
    """Two short lines: the visit with its day, and its times with the minutes gone while it goes on."""
    header, local = visit.header, now.astimezone(LONDON)
    first = w.day(header.date) if header.date else "No date yet"
    if header.start is None:
        return first, "No times yet"
    begun = f"{header.start:%H:%M}"
    gone = local.hour * 60 + local.minute - header.start.hour * 60 - header.start.minute
    going_on = header.end is None or local.time() <= header.end
    if header.date == local.date() and gone >= 0 and going_on:
        return first, f"{begun}, {w.count(gone, 'minute')}"
    return first, f"{begun} to {header.end:%H:%M}" if header.end else f"From {begun}"
