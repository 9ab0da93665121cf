"""A note record becomes the plain tree of a note of visit. Pure: the same record gives the same tree."""

from sipdesk.domain.note import NoteRecord, RecordSection, RecordVisit, canonical
from sipdesk.domain.visit import HeadResponse, ResponseKind, Source
from sipdesk.notes import words
from sipdesk.notes.nodes import (
    Bullets,
    Column,
    Document,
    Facts,
    Heading,
    Node,
    Pairs,
    Paragraph,
    Room,
    Signatures,
    Span,
    Table,
    cell,
    muted,
    plain,
    prose,
)
from sipdesk.notes.places import places
from sipdesk.notes.printers import PULLED_OUT, print_item
from sipdesk.notes.printers.item import setting_of
from sipdesk.notes.record import short_hash

NOT_YET = "Not yet written"
LONGEST_NAME = 110
"""Letters of a school's name at the foot; the longest in the register has some ninety."""
VERSIONS = {"full": "Full note", "wider": "Wider version", "copy for the service": "Copy for the service"}


def document(record: NoteRecord, data: bytes | None = None) -> Document:
    """The whole note in reading order. `data`: the record as canonical JSON, where it was made already."""
    parts = (_title, _replaces, _identification, _purpose, _seen, _brief, _sections, _response, _distribution,
             _signatures, _remarks)  # fmt: skip
    nodes = [node for part in parts for node in part(record)]
    mark = f"record {short_hash(canonical(record) if data is None else data)}"
    return Document(
        title=f"{_name(record)}: {record.school.name}, {record.visit.title}",
        author=record.partner,
        marking=record.marking,
        status=record.status,
        rehearsal=record.rehearsal,
        footer=f"{_at_the_foot(record.school.name)} · {short_id(record.note)} · revision {record.revision} · {mark}",
        nodes=tuple(nodes),
        places=places(record, nodes) if record.numbered else (),
    )


def _at_the_foot(name: str) -> str:
    """A school's name, cut where it would push the hash of the record off the page; the title has it whole."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def short_id(note: str) -> str:
    """The last eight characters of a note's id: those of a UUIDv7 that differ between notes of one minute."""
    return f"note {note[-8:]}"


def _name(record: NoteRecord) -> str:
    return words.sentence(record.authority.report)


def _title(record: NoteRecord) -> list[Node]:
    visit = ", ".join(part for part in (record.visit.title, words.long_date(record.visit.date)) if part)
    return [
        Heading(_name(record), 1),
        Paragraph((Span(f"{record.school.name} · {visit}", "strong"),), "lead"),
    ]


def _replaces(record: NoteRecord) -> list[Node]:
    """At the head of a correction: what it replaces and why. Notes of older records say the first in their remarks alone."""
    if not record.why_replaced:
        return []
    before = (
        f"It replaces revision {record.supersedes_revision}" if record.supersedes_revision else "It replaces the note"
    )
    day = words.long_date(record.supersedes_on)
    whole = f"{before} of {day}" if day else before
    told = (
        Span(f"This is revision {record.revision}. {whole}. ", "strong"),
        Span(f"Why: {record.why_replaced.strip()}"),
    )
    return [Paragraph(told)]


def _identification(record: NoteRecord) -> list[Node]:
    school, visit = record.school, record.visit
    roll = "" if school.roll is None else str(school.roll)
    if roll and school.roll_date:
        roll = f"{roll} ({words.long_date(school.roll_date)})"
    left = (
        ("URN", school.urn),
        ("DfE number", school.dfe_number),
        ("Phase", words.sentence(school.phase)),
        ("Governance", words.sentence(school.governance)),
        ("Roll", roll),
        ("Headteacher", school.head),
        ("Chair of governors", school.chair),
    )
    right = (
        ("Visit", _place(visit)),
        ("Date", words.long_date(visit.date)),
        ("Time", _time(visit)),
        ("Hours", _hours(visit)),
        ("Last visit", words.long_date(visit.last_visit)),
        ("Authority", record.authority.service or record.authority.name),
    )
    programme, edition = record.authority.programme, record.authority.edition
    if edition not in programme:
        programme = f"{programme}, {edition}"
    partner = ", ".join(part for part in (record.partner, record.authority.role) if part)
    below = (("Written by", partner), ("Met", _met(record)), ("Programme", programme))
    return [Facts(_known(left), _known(right), _known(below))]


def _known(pairs: Pairs) -> Pairs:
    return tuple((label, value) for label, value in pairs if value)


def _place(visit: RecordVisit) -> str:
    if visit.number and visit.of:
        return f"{visit.number} of {visit.of}, {visit.year}"
    return f"{visit.number}, {visit.year}" if visit.number else visit.year


def _time(visit: RecordVisit) -> str:
    if visit.start and visit.end:
        return f"{words.clock(visit.start)}–{words.clock(visit.end)}"
    return f"from {words.clock(visit.start)}" if visit.start else ""


def _hours(visit: RecordVisit) -> str:
    """`3½ on site, 1 preparing, ¾ writing up`."""
    spent = ((visit.hours, "on site"), (visit.preparation_hours, "preparing"), (visit.write_up_hours, "writing up"))
    return ", ".join(f"{words.quarters(amount)} {where}" for amount, where in spent if amount is not None)


def _met(record: NoteRecord) -> str:
    return ", ".join(f"{p.role} ({p.name})" if p.name else p.role for p in record.met)


def _purpose(record: NoteRecord) -> list[Node]:
    said = prose(record.visit.purpose)
    return [Heading("Purpose of the visit"), *said] if said else []


def _seen(record: NoteRecord) -> list[Node]:
    if not record.seen:
        return []
    items = []
    for paper in record.seen:
        dated = f", {words.long_date(paper.dated)}" if paper.dated else ""
        note = (Span(f" – {paper.note}", "muted"),) if paper.note else ()
        items.append((Span(f"{paper.title}{dated}"), *note))
    return [Heading("Documents seen"), Bullets(tuple(items))]


def _brief(record: NoteRecord) -> list[Node]:
    said = [line.strip() for line in record.summary if line.strip()]
    if said:
        # A bullet that a person broke over lines or began with "- " is still one bullet.
        items = tuple(plain(" ".join(line.removeprefix("- ").split())) for line in said)
        return [Heading("In brief"), Bullets(items)]
    return [Heading("In brief"), Paragraph(muted(NOT_YET))] if record.draft else []


def _sections(record: NoteRecord) -> list[Node]:
    return [node for section in record.sections for node in _section(section, record)]


def _section(section: RecordSection, record: NoteRecord) -> list[Node]:
    """A section with what was answered. A draft names what is still to be written, in one quiet line."""
    setting = setting_of(record, section.title)
    nodes: list[Node] = []
    waiting = []
    for item in section.items:
        printed = print_item(item, setting)
        nodes += printed
        if not printed and item.question.kind not in PULLED_OUT:
            waiting.append(item.question)
    if waiting and record.draft:
        prompts = "; ".join(q.printed for q in waiting if q.printed.casefold() != section.title.casefold())
        nodes.append(Paragraph(muted(f"{NOT_YET}: {prompts}" if prompts else NOT_YET), "line"))
    elif not record.draft:
        nodes += [Paragraph(muted(f"{q.printed}: not answered"), "line") for q in waiting if q.required]
    return [Heading(section.title), *nodes] if nodes else []


def _response(record: NoteRecord) -> list[Node]:
    response = record.response
    if response is None:
        said: list[Node] = [Paragraph(muted(_waiting(record)))]
        return [Heading("Headteacher’s response"), *said] if record.draft or record.numbered else []
    nodes: list[Node] = [Heading("Headteacher’s response")]
    for before in record.earlier:
        nodes += [Paragraph(plain(_answered(before))), *_quoted(before)]
    nodes += [Paragraph(plain(f"{_answered(response)}{_made(record)}")), *_quoted(response)]
    return [*nodes, *_declined(record)]


def _waiting(record: NoteRecord) -> str:
    if record.reply_by:
        by = words.long_date(record.reply_by)
        return f"Waiting for the headteacher’s accuracy check. Please reply by {by}. Silence is not taken as agreement."
    return "Waiting for the headteacher’s accuracy check."


def _quoted(response: HeadResponse) -> list[Node]:
    """The head's comment, word for word: a dash before a line is the head's too, and no list of the partner's."""
    lines = (line.strip() for line in response.comment.splitlines())
    return [Paragraph(plain(line), "quote") for line in lines if line]


def _made(record: NoteRecord) -> str:
    made, kept = record.corrections_made, len(record.corrections)
    if not made and not kept:
        return ""
    done = "1 was made" if made == 1 else f"{made} were made"
    if not kept:
        return f" {done}."
    left = "1 was not" if kept == 1 else f"{kept} were not"
    return f" {done}; {left}." if made else f" {left} made."


def _declined(record: NoteRecord) -> list[Node]:
    """What the head asked for and the partner did not change, with the reason."""
    if not record.corrections:
        return []
    columns = (
        Column("Line of the draft", 0.7),
        Column("As it stands", 1.4),
        Column("The head asked for", 1.4),
        Column("Why it stands", 1.5),
    )
    rows = tuple((cell(c.line), cell(c.now), cell(c.should), cell(c.reason)) for c in record.corrections)
    return [Paragraph((Span("Corrections that were not made", "strong"),), "line"), Table(columns, rows)]


_BY = {Source.FORM: " on the reply form", Source.EMAIL: " by e-mail", Source.CALL: " by telephone"}


def _answered(response: HeadResponse) -> str:
    day = words.long_date(response.on) + (_BY[response.source] if response.source else "")
    return {
        ResponseKind.ACCURATE: f"Accurate. The headteacher confirmed on {day} that this note is factually accurate.",
        ResponseKind.CORRECTED: f"Corrected. The headteacher asked for corrections on {day}.",
        ResponseKind.NO_REPLY: f"No reply by {day}. This is not taken as agreement.",
    }[response.kind]


def _distribution(record: NoteRecord) -> list[Node]:
    nodes: list[Node] = []
    if record.recipients:
        columns = (Column("Who receives this note", 1.5), Column("Version", 1.0), Column("Why", 2.2))
        rows = tuple((cell(r.role), cell(VERSIONS[r.version]), cell(r.reason)) for r in record.recipients)
        nodes.append(Table(columns, rows))
    nodes += prose(record.invitation)
    return [Heading("Distribution"), *nodes] if nodes else []


def _signatures(record: NoteRecord) -> list[Node]:
    rooms = tuple(Room(s.statement, s.role, s.name, s.field, s.unsigned) for s in record.signatories)
    return [Heading("Signatures"), Signatures(rooms)] if rooms else []


def _remarks(record: NoteRecord) -> list[Node]:
    said = list(record.remarks)
    if record.supersedes:
        said.insert(0, _replaced(record))
    return remarks(said)


def _replaced(record: NoteRecord) -> str:
    told = f"This note replaces {short_id(record.supersedes)}"
    if record.supersedes_revision:
        told += f", revision {record.supersedes_revision}"
    if record.supersedes_on:
        told += f" of {words.long_date(record.supersedes_on)}"
    if record.supersedes_sha256:
        told += f", whose file has a SHA-256 that begins with {record.supersedes_sha256[:12]}"
    return f"{told}."


ABOUT = "About this note"


def remarks(lines: list[str], *, headed: bool = True) -> list[Node]:
    """What a reader has to know about the note itself; without its heading where that stands already."""
    head: list[Node] = [Heading(ABOUT, 3)] if headed else []
    return [*head, *(Paragraph(muted(line), "small") for line in lines)] if lines else []
