"""What happens to an answer on its way in: names become ids, new things get theirs, the golden thread is kept."""

from collections.abc import Callable
from typing import Any

from sipdesk.domain.context import VisitContext
from sipdesk.domain.errors import BadInput
from sipdesk.store.thread import Thread

PROJECTIONS: dict[str, Callable[[Thread, Any, Any], None]] = {
    "focus_areas": Thread.keep_foci,
    "actions": Thread.keep_actions,
    "action_review": Thread.keep_reviews,
    "deep_dives": Thread.keep_dives,
}
"""Kinds of answers that later visits look up, with how they are kept."""

NewId = Callable[[], str]


def _same(left: object, right: object) -> bool:
    return " ".join(str(left).split()).casefold() == " ".join(str(right).split()).casefold()


def _with_ids(raw: Any, before: Any, words: str, new_id: NewId) -> Any:
    """Each new item gets an id; one that says what an item of last time said keeps that item's id."""
    if not isinstance(raw, list):
        return raw
    known = [item for item in before or [] if isinstance(item, dict)]
    taken = {item["id"] for item in raw if isinstance(item, dict) and item.get("id")}
    ready = []
    for item in raw:
        if isinstance(item, dict) and not item.get("id"):
            twin = next((k["id"] for k in known if k["id"] not in taken and _same(k[words], item.get(words, ""))), None)
            item = {**item, "id": twin or new_id()}  # noqa: PLW2901
            taken.add(item["id"])
        ready.append(item)
    return ready


def _with_names(raw: Any, field: str, known: list[tuple[str, str]], what: str) -> Any:
    """A focus or action may be named by its number or its words; both become its id. `known` is (id, words) in order."""
    if not isinstance(raw, list):
        return raw
    return [{**item, field: _named(item.get(field), known, what)} if isinstance(item, dict) else item for item in raw]


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
