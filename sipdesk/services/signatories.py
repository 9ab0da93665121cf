"""Who signs a note, in which field, and what is printed where somebody does not."""

import datetime as dt
from dataclasses import dataclass

from sipdesk.domain.note import Signatory
from sipdesk.domain.visit import HeadResponse, ResponseKind

FIELDS = {2: ("partner", "head"), 3: ("partner", "reviewer", "head")}
"""The names of the fields, by how many sign; in the order in which they do."""
_NOT_REVIEWER = "Not signed. The note was reviewed before the headteacher saw it."


@dataclass(frozen=True)
class Here:
    """Who beside the partner signs now, on this machine."""

    head: bool = False
    reviewer: str = ""
    """By name; empty where nobody does."""


def reviewed(given: list[Signatory]) -> bool:
    """Whether the programme has a reviewer sign."""
    return "reviewer" in FIELDS[len(given)]


def with_fields(given: list[Signatory], response: HeadResponse | None, here: Here) -> list[Signatory]:
    """The signatories with their fields: the partner signs always, the others where they are here."""
    told = []
    for one, name in zip(given, FIELDS[len(given)], strict=True):
        signs = {"partner": True, "reviewer": bool(here.reviewer), "head": here.head}[name]
        why = "" if signs else _why_not(response) if name == "head" else _NOT_REVIEWER
        who = here.reviewer if name == "reviewer" else one.name
        told.append(one.model_copy(update={"field": name, "signs": signs, "unsigned": why, "name": who}))
    return told


def _why_not(response: HeadResponse | None) -> str:
    """What is printed where the headteacher does not sign. Silence is never agreement."""
    if response is None:
        return "Not signed"
    day = long_date(response.on)
    if response.kind is ResponseKind.NO_REPLY:
        return f"Not signed: no reply by {day}. This is not taken as agreement."
    return f"Not signed. The answer of {day} stands above."


def long_date(day: dt.date) -> str:
    """`7 October 2025`."""
    from sipdesk.notes.words import long_date as spelt  # noqa: PLC0415 - the window starts without the room of notes

    return spelt(day)
