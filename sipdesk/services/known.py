"""What is known beside what is written: last visit's words on the same question, open actions, the school's facts."""

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any

from sipdesk.domain.action import OpenAction, Outcome
from sipdesk.domain.base import Model
from sipdesk.domain.days import spoken_day
from sipdesk.domain.question import Question, Section
from sipdesk.domain.visit import Visit
from sipdesk.services.inspections import InspectionService
from sipdesk.services.people import PeopleService
from sipdesk.services.visits import VisitService
from sipdesk.store.desk import Desk
from sipdesk.store.visits import Visits, words_of

_ABOUT_ACTIONS = {"action_review", "actions", "focus_areas", "deep_dives", "impact_review"}
_AS_FAR_BACK = 6
"""Visits before this one that are looked through for the same question."""


class Item(Model):
    """One thing that is known. `source` says where from, `state` is a word with its tone beside the words."""

    source: str
    words: str
    heading: str = ""
    state: str = ""
    tone: str = "muted"
    copied: str = ""
    """What is copied where that is not `words`."""


class Known(Model):
    """What is known at a visit, section by section."""

    visit: str
    facts: str = ""
    sections: dict[str, list[Item]] = {}
    first_visit: bool = False
    """No earlier visit of this school is in the desk."""


class KnownService:
    """Reads only. Runs on the desk's thread."""

    def __init__(self, desk: Desk, visits: VisitService, people: PeopleService, inspections: InspectionService) -> None:
        self._desk = desk
        self._service = visits
        self._people = people
        self._inspections = inspections
        self._visits = Visits(desk)

    def of(self, visit_id: str) -> Known:
        """Everything for one visit; asked once when the visit is opened."""
        visit = self._service.get(visit_id)
        sections = self._service.sections(visit)
        earlier = self._earlier(visit)
        actions = [_action(entry, self._desk.clock.today()) for entry in self._service.context(visit).open_actions]
        told = {section.id: self._of_section(section, earlier) for section in sections}
        for section in sections:
            if any(question.kind in _ABOUT_ACTIONS for question in section.questions):
                told[section.id] = told[section.id] + actions
        handed = self._handed(visit, told)
        public = [Item(source="Ofsted and the register", words="\n".join(self._inspections.lines(visit.urn)))]
        if sections:
            told[sections[0].id] = handed + told[sections[0].id] + [item for item in public if item.words]
        return Known(
            visit=visit.id,
            facts=self._facts(visit, earlier),
            sections={key: items for key, items in told.items() if items},
            first_visit=not earlier,
        )

    def _earlier(self, visit: Visit) -> list[tuple[Visit, dict[str, Any]]]:
        """Visits before this one with their answers, the latest first."""
        before = [v for v in self._visits.of_school(visit.urn) if v.id != visit.id and _order(v) < _order(visit)]
        before.sort(key=_order, reverse=True)
        return [(v, given) for v in before[:_AS_FAR_BACK] if (given := self._service.answers(v))]

    def _of_section(self, section: Section, earlier: list[tuple[Visit, dict[str, Any]]]) -> list[Item]:
        found = (self._last_words(question, earlier) for question in section.questions)
        return [item for item in found if item is not None]

    def _last_words(self, question: Question, earlier: list[tuple[Visit, dict[str, Any]]]) -> Item | None:
        for visit, given in earlier:
            asked = next((q for q in self._questions(visit) if _same(q, question) and q.id in given), None)
            words = told(asked, given[asked.id]) if asked else ""
            if words:
                return Item(source=_source(visit), heading=question.printed, words=words)
        return None

    def _questions(self, visit: Visit) -> list[Question]:
        return [question for section in self._service.sections(visit) for question in section.questions]

    def _handed(self, visit: Visit, there: dict[str, list[Item]]) -> list[Item]:
        """What the last visit handed on and no section shows already."""
        handed = dict(self._service.handed_on(visit))
        source = _dated(handed.pop("visit", ""), handed.pop("date", ""))
        shown = {item.words for items in there.values() for item in items}
        items = []
        for heading, given in handed.items():
            words = "\n".join(f"- {line}" for line in given) if isinstance(given, list) else words_of(given)
            if words.strip() and words not in shown:
                items.append(Item(source=source, heading=heading, words=words))
        return items

    def _facts(self, visit: Visit, earlier: list[tuple[Visit, dict[str, Any]]]) -> str:
        school, head = self._service.school(visit.urn), self._people.head(visit.urn)
        roll = visit.header.roll if visit.header.roll is not None else school.roll
        since = f" since {head.since}" if head and str(head.since or "").strip() else ""
        named = head.name if head else visit.header.head or school.head
        last = next((before.header.head for before, _ in earlier if before.header.head), "")
        met = f"Head at the last visit: {last}" if last else ""
        parts = (f"{roll} on roll" if roll is not None else "", f"Head: {named}{since}" if named else met)
        return " · ".join(filter(None, parts))


def _order(visit: Visit) -> tuple[str, str, str]:
    """Where a visit stands in time: by its date, by its term while it has none."""
    day = visit.header.date.isoformat() if visit.header.date else ""
    term = f"{visit.term_slot.order}" if visit.term_slot else ""
    return (str(visit.year), f"{term:>8}", day or visit.opened)


def _same(earlier: Question, question: Question) -> bool:
    same_words = earlier.printed.casefold() == question.printed.casefold()
    return earlier.kind == question.kind and (earlier.id == question.id or same_words)


def _source(visit: Visit) -> str:
    return _dated(visit.title, visit.header.date.isoformat() if visit.header.date else "")


def _dated(title: object, iso: object) -> str:
    day = dt.date.fromisoformat(str(iso)) if iso else None
    return f"{title}, {spoken_day(day)}" if day else str(title)


def _action(entry: OpenAction, today: dt.date) -> Item:
    action = entry.action
    rolled = (
        ("", ", rolled once", ", rolled twice")[entry.rolled] if entry.rolled < 3 else f", rolled {entry.rolled} times"
    )
    overdue = bool(action.by_when and action.by_when < today)
    due = f"due {spoken_day(action.by_when)}" if action.by_when else action.by_when_note
    state = entry.last_outcome.value.capitalize() if entry.last_outcome else "Open"
    tone = "part" if entry.last_outcome is Outcome.PARTLY else "muted"
    rest = ", ".join(filter(None, (action.owner, due)))
    return Item(
        source=f"Open action{rolled}",
        words=f"{action.text}{' ' if action.text.endswith('.') else ', ' if rest else ''}{rest}".strip(),
        state=f"{state}, overdue" if overdue else state,
        tone="late" if overdue else tone,
        copied=action.text,
    )


# -- answers as words ---------------------------------------------------------------------------------------------


def told(question: Question, given: Any) -> str:
    """An answer as it would be said: labels for ids, a bullet for each entry."""
    tell = _tellers().get(question.kind)
    return (tell(question, given) if tell else words_of(given)).strip() if given else ""


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines if line.strip())


def _labelled(options: list[Any], key: str) -> str:
    return next((option.label for option in options if option.id == key), key)


def _yes_no(_question: Any, given: Any) -> str:
    return ". ".join(filter(None, (str(given.get("value") or "").capitalize(), given.get("detail"))))


def _rating(question: Any, given: Any) -> str:
    label = _labelled(question.scale, given.get("value") or "")
    return "\n".join(filter(None, (label, given.get("evidence"))))


def _number(question: Any, given: Any) -> str:
    return f"{given:g} {question.unit}".strip()


def _groups(question: Any, given: Any) -> str:
    parts = ("identified", "ambition", "actions")
    named = [(item.get("label") or _labelled(question.groups, item.get("group", "")), item) for item in given]
    return _bullets(
        [f"{name}: {' '.join(filter(None, map(item.get, parts)))}" for name, item in named if any(map(item.get, parts))]
    )


def _concerns(question: Any, given: Any) -> str:
    names = {item.id: item.label for item in question.items}
    return _bullets(
        [f"{names.get(key, key)}: {_yes_no(None, item)}" for key, item in given.items() if item.get("value")]
    )


def _foci(_question: Any, given: Any) -> str:
    return "\n".join(f"{place}. {item['title']}" for place, item in enumerate(given, 1) if item.get("title"))


def _actions(_question: Any, given: Any) -> str:
    def line(item: dict[str, Any]) -> str:
        day = _dated("", item.get("by_when")).removeprefix(", ")
        return " | ".join(filter(None, (item.get("text"), item.get("owner"), day, item.get("by_when_note"))))

    return _bullets([line(item) for item in given])


def _dives(_question: Any, given: Any) -> str:
    return _bullets([item.get("finding") or item.get("impact") or "" for item in given])


def _table(question: Any, given: Any) -> str:
    """Row by row; the table in the section beside it has the heads."""
    rows = {row.id: row.label for row in question.rows}
    columns = {column.id: column for column in question.columns}

    def cell(key: str, value: Any) -> str:
        options = columns[key].options if key in columns else []
        return f"{value:g}" if isinstance(value, float) else _labelled(options, str(value))

    told = []
    for item in given:
        cells = ", ".join(cell(key, value) for key, value in item.get("cells", {}).items() if value not in (None, ""))
        told.append(": ".join(filter(None, (rows.get(item.get("row", ""), ""), cells))) if cells else "")
    return _bullets(told)


@cache
def _tellers() -> dict[str, Callable[[Any, Any], str]]:
    return {
        "short_text": lambda _q, given: str(given),
        "long_text": lambda _q, given: str(given),
        "summary": lambda _q, given: _bullets(given),
        "yes_no": _yes_no,
        "choice": lambda q, given: ", ".join(_labelled(q.options, key) for key in given),
        "rating": _rating,
        "date": lambda _q, given: _dated("", given).removeprefix(", "),
        "number": _number,
        "people_met": lambda _q, given: ", ".join(item["role"] for item in given),
        "documents_seen": lambda _q, given: _bullets([item["title"] for item in given]),
        "group_review": _groups,
        "concerns": _concerns,
        "focus_areas": _foci,
        "actions": _actions,
        "action_review": lambda _q, _given: "",
        "deep_dives": _dives,
        "impact_review": _dives,
        "exclusions_table": lambda _q, _given: "",
        "attendance_table": lambda _q, _given: "",
        "table": _table,
    }
