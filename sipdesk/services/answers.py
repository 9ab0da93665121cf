"""What happens to an answer on its way in: names become ids, new things get theirs, the golden thread is kept."""

from collections.abc import Callable
from typing import Any

from sipdesk.domain.context import VisitContext
from sipdesk.domain.errors import BadInput
from sipdesk.domain.question import FiguresTable
from sipdesk.store.thread import Thread

PROJECTIONS: dict[str, Callable[[Thread, Any, Any], None]] = {
    "focus_areas": Thread.keep_foci,
    "actions": Thread.keep_actions,
    "action_review": Thread.keep_reviews,
    "deep_dives": Thread.keep_dives,
}
"""Kinds of answers that later visits look up, with how they are kept."""

PREPARED = {"focus_areas", "actions", "action_review", "deep_dives", "impact_review"}
"""Kinds whose answers name things of the visit around them."""

NewId = Callable[[], str]


def _same(left: object, right: object) -> bool:
    return " ".join(str(left).split()).casefold() == " ".join(str(right).split()).casefold()


def _with_ids(raw: Any, before: Any, words: str, new_id: NewId) -> Any:
    """Each new item gets an id. One that says what an item of last time said keeps that item's id; one whose words were
    corrected keeps the id of the item in its place, so that later visits still find it."""
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        return raw
    known = [item for item in before or [] if isinstance(item, dict)]
    ids = [str(item.get("id") or "") for item in raw]
    for place, item in enumerate(raw):
        if not ids[place]:
            ids[place] = next(
                (k["id"] for k in known if k["id"] not in ids and _same(k[words], item.get(words, ""))), ""
            )
    for place in range(len(raw)):
        if not ids[place]:
            there = known[place]["id"] if place < len(known) else ""
            ids[place] = there if there and there not in ids else new_id()
    _refuse_twice(ids, "id")
    return [{**item, "id": given} for item, given in zip(raw, ids, strict=True)]


def _refuse_twice(ids: list[str], what: str) -> None:
    twice = next((given for place, given in enumerate(ids) if given in ids[:place]), None)
    if twice is not None:
        raise BadInput(f"The same {what} stands twice ({twice}). Nothing was changed.")


def _with_names(raw: Any, field: str, known: list[tuple[str, str]], what: str) -> Any:
    """A focus or action may be named by its number or its words; both become its id. `known` is (id, words) in order."""
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        return raw
    ids = [_named(item.get(field), known, what) for item in raw]
    _refuse_twice([dict(known)[given] for given in ids], what.removeprefix("an ").removeprefix("a "))
    return [{**item, field: given} for item, given in zip(raw, ids, strict=True)]


def _named(given: Any, known: list[tuple[str, str]], what: str) -> str:
    for position, (key, words) in enumerate(known, 1):
        if str(given) in {key, str(position)} or _same(given, words):
            return key
    raise BadInput(f"“{given}” is not {what} of this visit; there are {len(known)}. Nothing was changed.")


def prepared(question: Any, raw: Any, context: VisitContext, before: Any, new_id: NewId) -> Any:
    """An answer from a file or a window, ready to be checked. `before` is the answer that stands now."""
    foci = [(agreed.id, agreed.focus.title) for agreed in context.foci]
    actions = [(entry.action.id, entry.action.text) for entry in context.open_actions]
    steps: dict[str, Callable[[], Any]] = {
        "focus_areas": lambda: _with_ids(raw, before, "title", new_id),
        "actions": lambda: _with_ids(_focus_of_actions(raw, foci), before, "text", new_id),
        "action_review": lambda: _with_names(raw, "action_id", actions, "an open action"),
        "deep_dives": lambda: _with_names(raw, "focus_id", foci, "a focus"),
        "impact_review": lambda: _with_names(raw, "focus_id", foci, "a focus"),
    }
    step = steps.get(question.kind)
    return step() if step and raw is not None else raw


def _focus_of_actions(raw: Any, foci: list[tuple[str, str]]) -> Any:
    if not isinstance(raw, list):
        return raw
    return [
        {**item, "focus_id": _named(item["focus_id"], foci, "a focus")}
        if isinstance(item, dict) and item.get("focus_id")
        else item
        for item in raw
    ]


def _periods(question: FiguresTable) -> dict[str, Any]:
    own = [column.id for column in question.columns if column.source == "school"]
    return {"periods": {column: {group.id: {} for group in question.groups} for column in own}}


LAID_OUT: dict[str, Callable[[Any, VisitContext], Any]] = {
    "action_review": lambda _q, context: [{"action_id": entry.action.id} for entry in context.open_actions],
    "deep_dives": lambda _q, context: [{"focus_id": agreed.id} for agreed in context.foci_due],
    "impact_review": lambda _q, context: [{"focus_id": agreed.id} for agreed in context.foci],
    "group_review": lambda question, _c: [{"group": group.id} for group in question.groups],
    "concerns": lambda question, _c: {item.id: {} for item in question.items},
    "exclusions_table": lambda question, _c: _periods(question),
    "attendance_table": lambda question, _c: _periods(question),
    "table": lambda question, _c: [
        {"row": row.id, "cells": {column.id: None for column in question.columns}} for row in question.rows
    ],
}
"""Kinds whose empty answer is laid out in a template: what there is to say something about, and nothing said."""


def laid_out(question: Any, context: VisitContext) -> Any:
    """The empty answer of a question with its groups, rows, foci or actions named; None where there is nothing to name."""
    lay = LAID_OUT.get(question.kind)
    return lay(question, context) or None if lay else None
