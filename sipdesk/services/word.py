"""A copy of a note for Word: what is read from the desk and what takes time are kept apart, as everywhere."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from sipdesk.domain.errors import BadInput
from sipdesk.domain.note import NoteRecord, read_record
from sipdesk.services.signing import record_in
from sipdesk.system.files import refuse_target, write_atomically

ENDING = ".docx"


@dataclass(frozen=True)
class WordSource:
    """A note to copy: the sealed file where there is one, else its record as it stands."""

    sealed: bytes | None = field(default=None, repr=False)
    record: NoteRecord | None = None


def write_word(source: WordSource, target: Path) -> Path:
    """Write the copy as .docx; the ending is added where it is missing. Not for the desk's thread.

    `Refused` for a place that must not be written over, `BadInput` where there is no record; nothing is left half written.
    """
    from sipdesk.notes.wordfile import word_copy  # noqa: PLC0415 - python-docx takes a third of a second to load

    path = target if target.suffix.casefold() == ENDING else target.with_name(target.name + ENDING)
    refuse_target(path)
    record = read_record(record_in(source.sealed)) if source.sealed is not None else source.record
    if record is None:
        raise BadInput("There is no note to copy. Nothing was written.")
    sha256 = hashlib.sha256(source.sealed).hexdigest() if source.sealed is not None else ""
    write_atomically(path, word_copy(record, sha256))
    return path
