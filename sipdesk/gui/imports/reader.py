"""From a file to what it would do: read in a child off the window's thread, matched on the desk's. Nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal

from sipdesk.app import Services
from sipdesk.domain.allocation import ParsedAllocation
from sipdesk.domain.allocation_names import same_person
from sipdesk.domain.calendar import TermSlot
from sipdesk.domain.changes import Changes
from sipdesk.domain.parcel import Snapshot
from sipdesk.gui.background import Ask
from sipdesk.gui.desk import DeskLink
from sipdesk.services.caseload import Preview
from sipdesk.services.fates import FateRow, of_allocation, of_register, totals
from sipdesk.services.incoming import parse
from sipdesk.services.intake import Watch
from sipdesk.services.publicdata import PublicPreview
from sipdesk.services.publicfates import of_public, sums
from sipdesk.services.registered import RegisterPreview


@dataclass(frozen=True)
class Wish:
    """What a person wants of a file beside the file itself."""

    file: Path
    term: TermSlot | None = None
    partner: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    """URN by row, for doubtful rows."""
    letter: str = ""
    """Id of a caseload that came down with a sync, in place of a file."""
    title: str = ""
    """What such a one is called."""

    @property
    def name(self) -> str:
        """What a person knows it by."""
        return self.title or self.file.name


@dataclass(frozen=True)
class Register:
    """A register as read: its lines go into the desk only when the person says so."""

    preview: RegisterPreview
    lines: Sequence[Sequence[str]]
    full: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Public:
    """Public data as read; they go into the desk only when the person says so."""

    preview: PublicPreview
    file: Any


@dataclass(frozen=True)
class Seen:
    """What a file would do."""

    wish: Wish
    rows: list[FateRow]
    sums: str
    """How its rows add up."""
    schools: int
    """That would change, join or leave."""
    remarks: list[str] = field(default_factory=list)
    term: TermSlot | None = None
    partner: str = ""
    advisers: list[str] = field(default_factory=list)
    allocation: Preview | None = None
    register: Register | None = None
    public: Public | None = None
    word: str = ""
    """To be typed before it is taken, where it would take away more than a tenth of the caseload."""
    unclear: str = ""
    """Why nothing could be previewed yet: whose rows to take is not clear."""


class Reader(QObject):
    """Reads one file at a time; asking for another forgets the one before."""

    progressed = Signal(int)
    """Rows so far."""
    seen = Signal(object)
    refused = Signal(str)

    def __init__(self, desk: DeskLink) -> None:
        super().__init__()
        self._desk = desk
        self._ask: Ask | None = None
        self._stop = Event()
        self._parsed: tuple[Path, TermSlot | None, ParsedAllocation] | None = None

    def read(self, wish: Wish) -> None:
        """Begin. A file read already for the same term is only matched again."""
        self.cancel()
        if self._parsed is not None and self._parsed[:2] == (wish.file, wish.term) and (wish.partner or wish.chosen):
            self._match(wish, self._parsed[2])
            return
        self._parsed, self._stop = None, Event()
        if wish.letter:
            call = partial(_snapshot, letter=wish.letter)
            self._later(self._desk.ask(call, partial(self._open, wish), self.refused.emit))
            return
        self._later(self._desk.ask(_facts, partial(self._read, wish), self.refused.emit))

    def cancel(self) -> None:
        """Stop the child and forget what it was asked."""
        self._stop.set()
        if self._ask is not None:
            self._ask.drop()
            self._ask = None

    def forget(self) -> None:
        """Nothing of a file is kept."""
        self.cancel()
        self._parsed = None

    def _later(self, ask: Ask) -> None:
        self._ask = ask

    def _read(self, wish: Wish, facts: "_Facts") -> None:
        watch = Watch(self.progressed.emit, self._stop.is_set)
        call = partial(_take, self._desk.app.services, wish, facts, watch)
        self._later(self._desk.outside(call, partial(self._taken, wish), self.refused.emit))

    def _open(self, wish: Wish, told: tuple[Snapshot, TermSlot]) -> None:
        call = partial(parse, *told)
        self._later(self._desk.outside(call, partial(self._taken, wish), self.refused.emit))

    def _taken(self, wish: Wish, read: Any) -> None:
        if isinstance(read, ParsedAllocation):
            self._parsed = (wish.file, wish.term, read)
            self._match(wish, read)
        else:
            see = _see_register if isinstance(read, tuple) else _see_public
            self._later(self._desk.ask(partial(see, wish=wish, read=read), self.seen.emit, self.refused.emit))

    def _match(self, wish: Wish, parsed: ParsedAllocation) -> None:
        call = partial(_see_allocation, wish=wish, parsed=parsed)
        self._later(self._desk.ask(call, self.seen.emit, partial(self._unclear, wish, parsed)))

    def _unclear(self, wish: Wish, parsed: ParsedAllocation, sentence: str) -> None:
        """Matching refuses where nobody, or two people, fit the name: then the person says who it is."""
        people = _people(parsed.advisers)
        if not people:
            self.refused.emit(sentence)
            return
        self.seen.emit(
            Seen(wish, [], totals(parsed), 0, term=parsed.term, partner=wish.partner, advisers=people, unclear=sentence)
        )


@dataclass(frozen=True)
class _Facts:
    now: TermSlot
    known: set[str]
    codes: list[str]
    asked: Any


def _facts(services: Services) -> _Facts:
    return _Facts(
        services.caseload.term_now(),
        services.register.known(),
        services.caseload.home_codes(),
        services.publicdata.asked(),
    )


def _snapshot(services: Services, letter: str) -> tuple[Snapshot, TermSlot]:
    return services.incoming.snapshot(letter), services.caseload.term_now()


def _take(services: Services, wish: Wish, facts: _Facts, watch: Watch) -> Any:
    """Outside work: no desk is touched."""
    kind = services.intake.recognise(wish.file)
    if kind == "gias":
        return services.intake.register(wish.file, facts.known, facts.codes, watch)
    if kind == "allocation":
        return services.intake.allocation(wish.file, wish.term, facts.now, watch)
    return services.intake.public(kind, wish.file, facts.asked, watch)


def _see_allocation(services: Services, wish: Wish, parsed: ParsedAllocation) -> Seen:
    partner = wish.partner or services.desk.fact("partner")
    preview = services.caseload.preview(parsed, partner, wish.chosen)
    from_rows = {f"{change.name}: {remark}" for change in preview.everything for remark in change.remarks}
    from_rows |= {f"{change.name}: {remark}" for change in preview.same for remark in change.remarks}
    return Seen(
        wish,
        of_allocation(preview, partner),
        f"{totals(parsed)}. {preview.mine} of them yours.",
        len(preview.new) + len(preview.changed) + len(preview.gone),
        remarks=[message for message in preview.messages if message not in from_rows],
        term=parsed.term,
        partner=partner,
        advisers=_people([partner, *parsed.advisers]),
        allocation=preview,
        word=services.incoming.word_for(preview) if wish.letter else "",
    )


def _see_register(services: Services, wish: Wish, read: Any) -> Seen:
    file, lines = read
    preview = services.register.preview(file, lines)
    names = {row.school.urn: row.school.name for row in services.caseload.schools()}
    return Seen(
        wish,
        of_register(preview, names),
        f"{preview.read:,} establishments in the file; {len(names)} of your schools were looked up.",
        len(preview.changed),
        remarks=list(filter(None, [preview.smaller])),
        register=Register(preview, lines, file.full),
    )


def _see_public(services: Services, wish: Wish, read: Any) -> Seen:
    preview = services.publicdata.preview(read)
    told = [one for one in preview.told if one.becomes in {"new", "changed"}]
    return Seen(wish, of_public(preview), sums(preview), len(told), public=Public(preview, read))


def _people(written: Sequence[str]) -> list[str]:
    """One spelling for each person."""
    kept: list[str] = []
    for name in written:
        if name and not any(same_person(name, other) for other in kept):
            kept.append(name)
    return kept


def take_over(services: Services, seen: Seen, typed: str = "") -> Changes | None:
    """Write what was seen, all of it or nothing. `typed`: the word, where one is asked for. None where there is nothing to
    undo now."""
    if seen.allocation is not None:
        made = (
            services.incoming.apply(seen.wish.letter, seen.allocation, typed)
            if seen.wish.letter
            else services.caseload.apply(seen.allocation)
        )
        return made if made.schools else None
    if seen.register is not None:
        told = seen.register
        return Changes(establishments=True) if services.register.apply(told.preview, told.lines, told.full) else None
    return services.publicdata.apply(seen.public.preview, seen.public.file) if seen.public is not None else None
