"""The brief before a visit: two pages for the evening before, from its record alone."""

import re
from collections.abc import Sequence

from sipdesk.domain.brief import BriefAction, BriefFocus, BriefRecord
from sipdesk.domain.figures import Figure, Figures
from sipdesk.notes import words
from sipdesk.notes.nodes import (
    Bullets,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Node,
    Paragraph,
    Span,
    Table,
    cell,
    muted,
    plain,
    prose,
)
from sipdesk.notes.nodes import Figure as Drawn

STATUS = "BRIEF FOR THE PARTNER · NOT A NOTE OF VISIT"
PAGES = 2
_FITS = ((2_000, True), (420, True), (420, False), (240, False), (140, False))
"""How many letters of a long answer are printed, and whether each question of the form is: as much as two pages take."""
SHORTENED = "Shortened to two pages; every word stands in sipdesk."


def render_brief(record: BriefRecord) -> bytes:
    """The brief as PDF, with as many of its pictures as its two pages hold; words go first. Long answers are shortened, and
    the brief says so, until it fits."""
    from sipdesk.notes.layout import lay_out  # noqa: PLC0415  - reportlab takes 150 ms to import

    for pictures in dict.fromkeys((len(record.pictures), 1)) if record.pictures else ():
        laid = lay_out(brief_document(record, pictures=pictures))
        if laid.pages <= PAGES:
            return laid.pdf
    for length, asked in _FITS:
        laid = lay_out(brief_document(record, length, asked=asked))
        if laid.pages <= PAGES:
            break
    return laid.pdf


def brief_document(
    record: BriefRecord, length: int = _FITS[0][0], *, asked: bool = True, pictures: int = 0
) -> Document:
    """The brief in reading order; no answer longer than `length` letters, each question of the form if `asked`, and the
    first so many of its `pictures`."""
    parts = (
        _top(record),
        _people(record),
        _rules(record),
        _foci(record, length),
        _actions("Open actions, the oldest first", record.actions),
        _actions("What I promised", record.promises),
        _handed_on(record, length),
        exclusions(record.exclusions),
        [Drawn(chart) for chart in record.pictures[:pictures]],
        _prompts(record, asked=asked),
    )
    nodes = [node for part in parts for node in part]
    if (length, asked) != _FITS[0]:
        nodes.append(Paragraph(muted(SHORTENED), "small"))
    return Document(
        title=f"Brief: {record.title}" if record.nameless else f"Brief: {record.school}, {record.title}",
        author=record.partner,
        marking=record.marking,
        status=STATUS,
        rehearsal=record.rehearsal,
        footer=f"{record.school} · made on {words.long_date(record.made)}",
        nodes=tuple(nodes),
    )


def _top(record: BriefRecord) -> list[Node]:
    visit = ", ".join(filter(None, (record.title, words.long_date(record.date))))
    right = (
        ("Visit", record.year),
        ("Time", record.time),
        ("Last visit", words.long_date(record.last_date)),
        ("Data reviewed", words.long_date(record.data_reviewed_on) or "not yet"),
    )
    below = (("Purpose", record.purpose.strip()),)
    return [
        Heading("Brief before the visit", 1),
        Paragraph((Span(f"{record.school} · {visit}", "strong"),), "lead"),
        Facts(tuple(record.facts), _known(right), _known(below)),
    ]


def _rules(record: BriefRecord) -> list[Node]:
    """Clocks, then entitlements, a line each."""
    lines = [*record.clocks, *record.entitlement]
    return [Heading("Clocks and entitlement"), Bullets(tuple(plain(line) for line in lines))] if lines else []


def _known(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in pairs if value)


def _people(record: BriefRecord) -> list[Node]:
    pairs = []
    for person in record.people:
        since = person.since if person.since.casefold().startswith("since") else f"since {person.since}"
        told = ", ".join(filter(None, (person.name, since if person.since else "", person.reach)))
        pairs.append((person.role, " – ".join(filter(None, (told, person.question)))))
    return [Heading("Who is who"), Facts((), (), tuple(pairs))] if pairs else []


def _foci(record: BriefRecord, length: int) -> list[Node]:
    if not record.foci:
        return [Heading("What was agreed"), Paragraph(muted("No focus area is agreed for this year yet."))]
    columns = (
        Column("No.", 0.25),
        Column("Focus area", 1.5),
        Column("Found so far", 2.2),
        Column("Success measure", 1.5),
    )
    rows = tuple(_focus(focus, length) for focus in record.foci)
    year = record.foci[0].year
    return [Heading(f"What was agreed in {year}" if year else "What was agreed"), Table(columns, rows, tight=True)]


def _focus(focus: BriefFocus, length: int) -> tuple[Cell, ...]:
    due = [Paragraph(muted(f"Due in {words.listed(focus.due)}"))] if focus.due else []
    found: list[Paragraph | Bullets] = []
    if focus.judgement or focus.finding:
        lead = (Span(f"{focus.judgement}. ", "strong"),) if focus.judgement else ()
        found.append(Paragraph((*lead, Span(short(focus.finding, length)))))
    else:
        found.append(Paragraph(muted("Not looked into yet")))
    title = (Paragraph((Span(focus.title, "strong"),)), *due)
    return cell(str(focus.number)), Cell(title), Cell(tuple(found)), cell(short(focus.success_measure, length))


def _actions(title: str, actions: list[BriefAction]) -> list[Node]:
    if not actions:
        return []
    columns = (Column("Action", 2.6), Column("Owner", 1.0), Column("Due", 0.95), Column("Open for", 0.75), Column("Last heard", 1.0))  # fmt: skip
    return [Heading(title), Table(columns, tuple(_action(action) for action in actions), tight=True)]


def _action(action: BriefAction) -> tuple[Cell, ...]:
    due = words.short_date(action.due) or action.due_note
    late = [Paragraph((Span("overdue", "alert"),))] if action.overdue else []
    heard = words.sentence(action.outcome.value) if action.outcome else "Not looked at yet"
    rolled = [Paragraph(muted(f"carried over {words.times(action.rolled)}"))] if action.rolled else []
    return (
        cell(action.text),
        cell(action.owner),
        Cell((*prose(due), *late)),
        cell(words.counted(action.days, "days")),
        Cell((Paragraph(plain(heard)), *rolled)),
    )


def _handed_on(record: BriefRecord, length: int) -> list[Node]:
    nodes: list[Node] = []
    for entry in record.handed_on:
        blocks = _shortened(entry.words, length)
        first = blocks[0] if blocks else None
        if isinstance(first, Paragraph):
            nodes += [Paragraph((Span(f"{entry.heading}: ", "strong"), *first.text), "line"), *blocks[1:]]
        else:
            nodes += [Paragraph((Span(entry.heading, "strong"),), "line"), *blocks]
    return [Heading(f"Handed on by {record.last_title or 'the last visit'}"), *nodes] if nodes else []


def _shortened(text: str, length: int) -> tuple[Paragraph | Bullets, ...]:
    """Whole lines while there is room; each line at most a third of it."""
    kept: list[str] = []
    for line in text.splitlines():
        if sum(map(len, kept)) >= length:
            kept.append("…")
            break
        kept.append(short(line, max(90, length // 2)))
    return prose("\n".join(kept))


def exclusions(figures: Figures) -> list[Node]:
    """The figures of earlier visits; what a later visit told otherwise is set in bold with what it was."""
    if not figures.rows:
        return []
    heads = (Column("", 2.2), *(Column(column.label, 1.0, "right") for column in figures.columns))
    rows = tuple((cell(row.label), *(_figure(figure) for figure in row.cells)) for row in figures.rows)
    changed = any(figure.before for row in figures.rows for figure in row.cells)
    note = ["In bold: a later visit gave another figure."] if changed else []
    small = [Paragraph(muted(line), "small") for line in (*figures.notes, *note)]
    return [Heading("Suspensions and permanent exclusions"), Table(heads, rows, tight=True), *small]


def _figure(figure: Figure) -> Cell:
    if not figure.before:
        return cell(figure.text)
    return Cell((Paragraph((Span(figure.text, "strong"), Span(f" was {figure.before}", "muted"))),))


def _prompts(record: BriefRecord, *, asked: bool) -> list[Node]:
    if not record.prompts:
        return []
    if not asked:
        titles = "; ".join(section.title for section in record.prompts)
        return [Heading("What the form asks"), Paragraph(plain(titles))]
    rows = tuple(
        (Cell((Paragraph((Span(section.title, "strong"),)),)), cell(" · ".join(section.prompts)))
        for section in record.prompts
    )
    return [Heading("What the form asks"), Table((Column("Section", 1.0), Column("Questions", 3.4)), rows, tight=True)]


def short(text: str, length: int) -> str:
    """No longer than so many letters, ended at a sentence if there is one late enough, else at a word."""
    bare = " ".join(text.split())
    if len(bare) <= length:
        return bare
    cut = bare[:length]
    ends = [found.end() for found in re.finditer(r"[.!?;](?=\s)", cut)]
    if ends and ends[-1] > length // 2:
        return f"{cut[: ends[-1]]} …"
    return f"{cut.rpartition(' ')[0] or cut} …"
