"""Tables with typed columns, groups of pupils, standing concerns."""

import datetime as dt
from typing import Any

from sipdesk.domain.answers import Cell as Value
from sipdesk.domain.answers import ConcernAnswer, GroupAnswer, YesNoValue
from sipdesk.domain.exclusions import SPOKEN_MARKS
from sipdesk.domain.question import Column as AskedColumn
from sipdesk.domain.question import Concern
from sipdesk.notes import words
from sipdesk.notes.nodes import Cell, Column, Node, Paragraph, Span, Table, cell, muted, plain, prose
from sipdesk.notes.printers.item import Item, label_of
from sipdesk.notes.printers.plain import SPOKEN

FIGURES = {"number", "percent"}
NO_SAFEGUARDING = "None raised or seen on this visit; this was not a safeguarding audit"


def table(item: Item) -> list[Node]:
    """Typed columns; figures to the right, marks explained below. Fixed rows in the form's order."""
    asked = item.question.columns
    fixed = {row.id: row.label for row in item.question.rows}
    order = list(fixed)
    given = [row for row in item.answer if any(_typed(v) for v in row.cells.values())]
    if order:
        given.sort(key=lambda row: order.index(row.row) if row.row in order else len(order))
    if not given:
        return []
    columns = [Column("", 1.9)] if fixed else []
    columns += [Column(c.label, 1.0 if c.type in FIGURES else 1.6, "right" if c.type in FIGURES else "left")
                for c in asked]  # fmt: skip
    rows = []
    for row in given:
        head = [cell(fixed.get(row.row, row.row))] if fixed else []
        rows.append((*head, *(_shown(c, row.cells.get(c.id)) for c in asked)))
    nodes: list[Node] = [Table(tuple(columns), tuple(rows))]
    marks = {str(row.cells.get(c.id)) for row in given for c in asked if c.type in FIGURES}
    if marks & set(SPOKEN_MARKS):
        nodes.append(Paragraph(muted(words.key_of_marks(marks)), "small"))
    return item.headed(nodes)


def _typed(value: Value) -> bool:
    return value is not None and value != ""


def _shown(column: AskedColumn, value: Value) -> Cell:
    if column.type == "choice":
        return cell(label_of(column.options, str(value)) if value else "")
    if isinstance(value, bool):
        return cell("Yes" if value else "No")
    if isinstance(value, dt.date):
        return cell(words.short_date(value))
    figure = words.table_figure(value)
    if column.type == "date":
        return cell(_as_date(figure))
    percent = column.type == "percent" and figure and figure not in SPOKEN_MARKS
    return cell(f"{figure}%" if percent else figure)


def _as_date(text: str) -> str:
    """A date kept as text (JSON) in British order; anything else as it was typed."""
    try:
        return words.short_date(dt.date.fromisoformat(text))
    except ValueError:
        return text


def group_review(item: Item) -> list[Node]:
    """A row for each group discussed; the others named in one line."""
    labels = {group.id: group.label for group in item.question.groups}
    said = [g for g in item.answer if g.discussed and _has_words(g)]
    silent = [_name(g, labels) for g in item.answer if not g.discussed]
    nodes: list[Node] = []
    if said:
        columns = (Column("Group", 1.1), Column("How pupils are identified", 1.5),
                   Column("Ambition for them", 1.5), Column("What the school does", 1.5))  # fmt: skip
        rows = tuple((_group(g, labels), cell(g.identified), cell(g.ambition), cell(g.actions)) for g in said)
        nodes.append(Table(columns, rows))
    if silent:
        nodes.append(Paragraph(muted(f"Not discussed on this visit: {words.listed(silent)}."), "small"))
    return item.headed(nodes)


def _has_words(group: GroupAnswer) -> bool:
    return group.pupils is not None or bool((group.identified + group.ambition + group.actions).strip())


def _name(group: GroupAnswer, labels: dict[str, str]) -> str:
    return group.label or labels.get(group.group, group.group)


def _group(group: GroupAnswer, labels: dict[str, str]) -> Cell:
    blocks = [Paragraph((Span(_name(group, labels), "strong"),))]
    if group.pupils is not None:
        blocks.append(Paragraph(muted(words.pupils(group.pupils))))
    return Cell(tuple(blocks))


def concerns(item: Item) -> list[Node]:
    """Each standing concern with its answer. Of safeguarding only that, when and to whom it was passed on."""
    rows = []
    for concern in item.question.items:
        given = item.answer.get(concern.id)
        if given is not None and given.value is not None:
            rows.append((Cell((Paragraph((Span(concern.label, "strong"),)),)), _concern(concern, given)))
    columns = (Column("Concern", 1.0), Column("On this visit", 3.4))
    return item.headed([Table(columns, tuple(rows))] if rows else [])


def _concern(concern: Concern, given: ConcernAnswer) -> Cell:
    if concern.safeguarding and given.value is YesNoValue.NO:
        return cell(NO_SAFEGUARDING)
    if concern.safeguarding and given.value is YesNoValue.YES:
        return cell(_passed_on(given))
    blocks: list[Any] = [Paragraph(plain(SPOKEN[given.value]))] if given.value else []
    blocks += prose(given.detail)
    action = prose(given.action)
    if action and isinstance(action[0], Paragraph):
        action = (Paragraph((Span("Action: ", "strong"), *action[0].text)), *action[1:])
    return Cell((*blocks, *action))


def _passed_on(given: ConcernAnswer) -> str:
    """Never the detail: it goes by the safeguarding route, not by a note."""
    at = given.told_at
    when = f"{words.long_date(at.date())}, {words.clock(at.time())}" if at else ""
    told = ", ".join(part for part in (given.told_role, when) if part)
    parts = ["Yes.", f"Told: {told}." if told else "", f"Route: {given.route}." if given.route else "",
             "No detail is kept in this note."]  # fmt: skip
    return " ".join(part for part in parts if part)
