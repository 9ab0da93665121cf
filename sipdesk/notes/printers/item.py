"""What a printer is handed, and the few shapes several printers share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sipdesk.domain.calendar import AcademicYear
from sipdesk.domain.focus import Evidence, EvidenceKind
from sipdesk.domain.note import NoteRecord
from sipdesk.domain.question import Option
from sipdesk.domain.school import Phase
from sipdesk.notes import words
from sipdesk.notes.nodes import Bullets, Cell, Heading, Node, Paragraph, Span, prose


@dataclass(frozen=True)
class Setting:
    """What a printer needs to know of the note around it."""

    partner: str = "SIP"
    """The short name of the partner's role."""
    section: str = ""
    """Title of the section; a prompt that repeats it is not printed twice."""
    phase: Phase = Phase.UNKNOWN
    """The school's; published figures of another stand nowhere."""
    year: AcademicYear | None = None
    """Of the visit."""


def setting_of(record: NoteRecord, section: str) -> Setting:
    """What the printers of a section need to know of its note."""
    return Setting(
        partner=record.authority.role_short,
        section=section,
        phase=Phase(record.school.phase) if record.school.phase else Phase.UNKNOWN,
        year=AcademicYear.parse(record.visit.year),
    )


@dataclass(frozen=True)
class Item:
    """One question with its answer read (`read_printed`) and the labels of its columns."""

    question: Any
    answer: Any
    columns: dict[str, str]
    setting: Setting

    def headed(self, nodes: Iterable[Node]) -> list[Node]:
        """The nodes under the prompt; nothing where there are none."""
        found = list(nodes)
        if not found or self.question.printed.casefold() == self.setting.section.casefold():
            return found
        return [Heading(self.question.printed, 3), *found]

    def line(self, value: str) -> Paragraph:
        """Prompt and a short answer on one line."""
        asked = f"{self.question.printed}{_stop(self.question.printed)} "
        return Paragraph((Span(asked, "strong"), Span(value)), "line")


Printer = Callable[[Item], list[Node]]

_EVIDENCE = {EvidenceKind.SEEN: "Seen", EvidenceKind.TOLD: "Told", EvidenceKind.DATA: "Data"}


def _stop(prompt: str) -> str:
    return "" if prompt.endswith(("?", ":", ".", "!")) else ":"


def evidence(pieces: list[Evidence]) -> Cell:
    """Each piece with where it comes from. Lines within a piece stay apart."""
    blocks: list[Paragraph | Bullets] = []
    for piece in pieces:
        label = Span(f"{_EVIDENCE[piece.kind]}: ", "strong")
        told = prose(piece.text)
        if told and isinstance(told[0], Paragraph):
            blocks += [Paragraph((label, *told[0].text)), *told[1:]]
        elif told:
            blocks += [Paragraph((label,)), *told]
    return Cell(tuple(blocks))


def kinds_of(given: list[EvidenceKind]) -> str:
    """`seen and told`."""
    return words.listed([kind.value for kind in given])


def label_of(options: list[Option], value: str) -> str:
    """The label of an option, or its id where a form no longer has it."""
    return next((option.label for option in options if option.id == value), value)


def fields(*pairs: tuple[str, Cell]) -> tuple[tuple[str, Cell], ...]:
    """Labelled cells without the empty ones."""
    return tuple((label, content) for label, content in pairs if content.blocks)


def few(parts: list[str]) -> Cell:
    """Short phrases: a list, or a plain line where there is only one."""
    kept = [part for part in parts if part.strip()]
    if len(kept) > 1:
        return Cell((Bullets(tuple((Span(part),) for part in kept)),))
    return Cell(tuple(Paragraph((Span(part),)) for part in kept))
