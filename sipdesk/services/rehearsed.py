"""Invented answers for any form: what a partner might have written, laid out question by question from a bank of sentences.

For the rehearsal of a programme that has no answers of its own. The bank is `anywhere.json` beside the other files of the
rehearsal: sentences by the id of a question where many forms have it, and by kind for all others.
"""

import json
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from sipdesk import paths
from sipdesk.domain.context import VisitContext
from sipdesk.domain.question import Question, Section

Bank = dict[str, Any]
Write = Callable[[Any, VisitContext, Bank], Any]


def bank(term: str, contact: str = "") -> Bank:
    """The sentences of a term (`autumn`, `spring`, `summer`), with those that serve all year.

    `contact` is the name of an `occasion`: it has a summary and an action of its own.
    """
    told = _told()
    always, now = told["always"], told[term]
    said = {**always, **now, "named": {**always["named"], **now["named"]}}
    if contact:
        own = told["contacts"][contact]
        said |= {"actions": own["actions"], "named": {**said["named"], **own["named"]}}
    return said


def occasion(asked: Collection[str]) -> tuple[str, date]:
    """Which contact of the year a form with these questions serves, and its day."""
    contacts: Bank = _told()["contacts"]
    name = next((one for one in contacts if one in asked), next(reversed(contacts)))
    return name, date.fromisoformat(contacts[name]["on"])


def _told() -> Bank:
    told: Bank = json.loads((paths.resources() / "demo" / "anywhere.json").read_text(encoding="utf-8"))
    return told


def answers(sections: list[Section], context: VisitContext, sentences: Bank) -> dict[str, Any]:
    """An answer for each question that a partner would answer, by its id; as an answers file has them."""
    written = {q.id: _answer(q, context, sentences) for section in sections for q in section.questions}
    return {name: answer for name, answer in written.items() if answer is not None}


def _answer(question: Question, context: VisitContext, sentences: Bank) -> Any:
    named = sentences["named"].get(question.id)
    if named is not None and question.kind in {"long_text", "short_text", "summary"}:
        # An empty sentence: a question that has no answer here. A summary holds no more than it may.
        return (named[: question.maximum] if question.kind == "summary" else named) or None
    write = _WRITE.get(question.kind)
    return write(question, context, sentences) if write else None


def _people(question: Any, _context: VisitContext, sentences: Bank) -> Any:
    return [{"role": role} for role in (question.suggestions or sentences["people"])[:4]]


def _documents(question: Any, _context: VisitContext, sentences: Bank) -> Any:
    titles = (question.suggestions or sentences["documents"])[:3]
    return [{"title": title, "dated": day} for title, day in zip(titles, sentences["dated"], strict=False)]


def _yes_no(question: Any, _context: VisitContext, sentences: Bank) -> Any:
    told = sentences["named"].get(question.id)
    value = "yes" if told else "no"
    return {"value": value, "detail": (told or sentences["no"]) if value in question.detail_when else ""}


def _choice(question: Any, _context: VisitContext, _sentences: Bank) -> Any:
    offered = [option.id for option in question.options if option.id not in {"none", "open"}]
    return offered[:2] if question.several else offered[:1]


def _rating(question: Any, _context: VisitContext, sentences: Bank) -> Any:
    middle = question.scale[(len(question.scale) - 1) // 2]
    return {"value": middle.id, "evidence": sentences["evidence"], "kinds": ["seen", "data"]}


def _table(question: Any, _context: VisitContext, sentences: Bank) -> Any:
    rows = [row.id for row in question.rows] or ["", ""]
    return [
        {"row": row, "cells": {column.id: _cell(column, place, sentences) for column in question.columns}}
        for place, row in enumerate(rows)
    ]


def _cell(column: Any, place: int, sentences: Bank) -> Any:
    if column.type == "choice":
        own = sentences["cells"].get(column.id, [])
        if own and {option.id for option in column.options} >= {*own}:
            return own[place % len(own)]
        return column.options[min(place + 1, len(column.options) - 1)].id
    figures = {"number": 12 + place, "percent": 93 + place, "date": sentences["next"]}
    told = sentences["cells"].get(column.id, sentences["cells"]["other"])
    return figures.get(column.type, told[place % len(told)])


def _groups(question: Any, _context: VisitContext, sentences: Bank) -> Any:
    told = sentences["groups"]
    return [{"group": group.id, **told[place % len(told)]} for place, group in enumerate(question.groups)]


def _concerns(question: Any, _context: VisitContext, _sentences: Bank) -> Any:
    return {item.id: {"value": "no"} for item in question.items}


def _actions(question: Any, _context: VisitContext, sentences: Bank) -> Any:
    owners = question.owners or sentences["people"]
    return [{**action, "owner": owners[place % len(owners)]} for place, action in enumerate(sentences["actions"])]


def _reviews(_question: Any, context: VisitContext, sentences: Bank) -> Any:
    told = sentences["reviews"]
    return [
        {"action_id": entry.action.id, **told[place % len(told)]} for place, entry in enumerate(context.open_actions)
    ]


def _foci(question: Any, _context: VisitContext, sentences: Bank) -> Any:
    due = [term.value for term in question.terms]
    return [{**focus, "due": due} for focus in sentences["foci"][: question.minimum]]


def _dives(question: Any, context: VisitContext, sentences: Bank) -> Any:
    judged = question.scale[0].id
    return [{"focus_id": agreed.id, "judgement": judged, **sentences["dive"]} for agreed in context.foci_due]


def _impacts(question: Any, context: VisitContext, sentences: Bank) -> Any:
    judged = question.scale[0].id
    return [{"focus_id": agreed.id, "judgement": judged, **sentences["impact"]} for agreed in context.foci]


_WRITE: dict[str, Write] = {
    "short_text": lambda _q, _c, sentences: sentences["line"],
    "long_text": lambda _q, _c, sentences: sentences["prose"],
    "summary": lambda _q, _c, sentences: [sentences["line"]],
    "yes_no": _yes_no,
    "choice": _choice,
    "rating": _rating,
    "date": lambda _q, _c, sentences: sentences["next"],
    "people_met": _people,
    "documents_seen": _documents,
    "table": _table,
    "focus_areas": _foci,
    "actions": _actions,
    "action_review": _reviews,
    "deep_dives": _dives,
    "impact_review": _impacts,
    "group_review": _groups,
    "concerns": _concerns,
}
"""How each kind is answered; a number and a table of exclusions are left empty, as nobody should invent figures unasked."""
