"""Ofsted's columns of one school → its inspections in words. Names and grades come from `resources/public/ofsted.toml`."""

import contextlib
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sipdesk.domain.inspection import NOT_APPLICABLE, Inspected, Inspection, InspectionKind, Judgement
from sipdesk.imports.publicwords import fold, table

_AS_AT = re.compile(r"as at (\d{1,2} [A-Za-z]+ \d{4})")
_TITLE = "Ofsted management information, state-funded schools"


def inspected(urn: str, columns: Mapping[str, str]) -> Inspected:
    """The inspections of a school from all its columns, as the file has them."""
    words = table("ofsted")
    row = _Row(words, columns)
    found = [one for block in words["blocks"] if (one := _inspection(urn, block, row, words)) is not None]
    found.sort(key=lambda one: one.on or date.min, reverse=True)
    category = row.get(words["school"]["category"])
    return Inspected(
        urn=urn,
        inspections=found,
        category=words["categories"].get(category, category) or (found[0].category if found else ""),
    )


def title_of(above: list[str]) -> str:
    """What the file calls itself: the day up to which it counts stands above its header, where it stands at all."""
    found = next((match for line in above if (match := _AS_AT.search(line))), None)
    return f"{_TITLE}, as at {found[1]}" if found else _TITLE


class _Row:
    """One school's cells by folded heading; what stands for nothing is empty."""

    def __init__(self, words: dict[str, Any], columns: Mapping[str, str]) -> None:
        self._missing = set(words["missing"])
        self._cells = {fold(name): value.strip() for name, value in columns.items()}

    def get(self, names: list[str] | None) -> str:
        """The first of the columns that the file has."""
        for name in names or []:
            value = self._cells.get(fold(name))
            if value is not None:
                return "" if value.casefold() in self._missing else value
        return ""


def _inspection(urn: str, block: dict[str, Any], row: _Row, words: dict[str, Any]) -> Inspection | None:
    grades = words["grades"] if block["id"] == InspectionKind.GRADED else {}
    judged = []
    for one in block["judgements"]:
        given = row.get(one["columns"])
        if given:
            judged.append(Judgement(label=one["label"], words=_grade(given, grades, optional="where_given" in one)))
    overall = row.get(block.get("overall"))
    on = _date(row.get(block["on"]))
    if on is None and not overall and not judged:
        return None
    then = row.get(block["urn_then"])
    own = row.get(block["own"]).casefold()
    category = row.get(block.get("category"))
    predecessor = own in words["no"] or (own not in words["yes"] and bool(then) and then != urn)
    return Inspection(
        kind=InspectionKind(block["id"]),
        on=on,
        published=_date(row.get(block["published"])),
        overall=grades.get(overall, overall),
        category=words["categories"].get(category, category),
        judgements=judged,
        predecessor=predecessor,
        urn_then=then if predecessor else "",
        name_then=row.get(block["name_then"]) if predecessor else "",
    )


def _grade(given: str, grades: dict[str, str], *, optional: bool) -> str:
    """A grade in words. Nought and nine say that the school has no such provision, and nothing of any other area."""
    words = grades.get(given, given)
    return given if words == NOT_APPLICABLE and not optional else words


def _date(text: str) -> date | None:
    for style in ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"):
        with contextlib.suppress(ValueError):
            return datetime.strptime(text, style).date()  # noqa: DTZ007 - a calendar date
    return None
